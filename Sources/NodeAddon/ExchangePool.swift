// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CNodeEngine

/// The exchanges under way on one engine, by id. Bounded, so that requests that wait cannot take all memory.
struct ExchangePool {
    /// All slots there ever were; nil where one was given back to the system.
    private var slots: [ExchangeSlot?] = []

    /// Places in `slots` that are not in use; the last one is taken first, as its memory is warm.
    private var free: [Int] = []

    /// How many exchanges that nobody uses keep their memory.
    private static var idleLimit: Int { 16 }
    private var idleCount = 0

    private static var limit: Int { Int(ENFORCER_NODE_EXCHANGES_MAX) }

    /// An exchange for a new event, or nil if all are in use.
    mutating func take() -> ExchangeSlot? {
        let place: Int
        if let last = free.popLast() {
            place = last
        } else {
            guard slots.count < Self.limit else { return nil }
            place = slots.count
            slots.append(nil)
        }
        if let slot = slots[place] {
            idleCount -= 1
            slot.open()
            return slot
        }
        let slot = ExchangeSlot(place: place)
        slots[place] = slot
        return slot
    }

    /// The exchange of that id if it is under way.
    func slot(_ id: UInt32) -> ExchangeSlot? {
        let place = ExchangeSlot.place(of: id)
        guard place < slots.count, let slot = slots[place], slot.isOpen, slot.id == id else { return nil }
        return slot
    }

    mutating func release(_ id: UInt32) {
        guard let slot = slot(id) else { return }
        let place = ExchangeSlot.place(of: id)
        free.append(place)
        if idleCount < Self.idleLimit {
            idleCount += 1
            slot.close()
        } else {
            slots[place] = nil
        }
    }
}
