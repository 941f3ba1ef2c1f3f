// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Activities on their way to the vendor, oldest first, in bounded memory.
///
/// A collector that is away must cost neither memory nor time: what does not fit pushes out the oldest, and what has failed
/// three times is given up.
struct ReportQueue {
    enum Ending {
        case sent
        /// It may go better next time.
        case failed
        /// It would be refused again.
        case refused
    }

    struct Entry {
        let request: OutgoingRequest
        fileprivate var failures = 0

        fileprivate var size: Int { request.body.count + request.url.utf8.count }
    }

    static let countLimit = 64
    /// Of bodies and URLs, in bytes.
    static let sizeLimit = 1 << 20
    static let failureLimit = 3

    private var waiting: [Entry] = []
    private var size = 0

    var count: Int { waiting.count }

    /// - Returns: how many had to go for it.
    mutating func append(_ requests: [OutgoingRequest]) -> Int {
        for request in requests { add(Entry(request: request), at: waiting.count) }
        return makeRoom()
    }

    /// The oldest, to be sent; tell its end with `end` or `putBack`. Nil if there is none.
    mutating func next() -> Entry? {
        guard !waiting.isEmpty else { return nil }
        let entry = waiting.removeFirst()
        size -= entry.size
        return entry
    }

    /// What was given out was not tried.
    mutating func putBack(_ entry: Entry) {
        add(entry, at: 0)
    }

    /// What became of one that was given out.
    /// - Returns: how many are given up.
    mutating func end(_ entry: Entry, _ ending: Ending) -> Int {
        switch ending {
        case .sent: return 0
        case .refused: return 1
        case .failed:
            var entry = entry
            entry.failures += 1
            guard entry.failures < Self.failureLimit else { return 1 }
            add(entry, at: 0)
            return makeRoom()
        }
    }

    private mutating func add(_ entry: Entry, at index: Int) {
        size += entry.size
        waiting.insert(entry, at: index)
    }

    private mutating func makeRoom() -> Int {
        var dropped = 0
        while waiting.count > Self.countLimit || size > Self.sizeLimit {
            size -= waiting.removeFirst().size
            dropped += 1
        }
        return dropped
    }
}
