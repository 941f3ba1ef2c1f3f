// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

/// Remembers tokens that were found good, because finding that out again costs more than all the rest of a request.
///
/// An entry stands for one token text with the fields that its signature covers; both are compared byte for byte, so an
/// entry can only be found by who could be verified anew. Tokens that are not verified, or have expired, never enter.
/// Memory is bounded by the number of entries and the size of each.
struct TokenMemory: Sendable {
    /// What is remembered of a token. Slices are of `bytes`.
    struct Entry: Sendable {
        var hash: UInt64 = 0
        /// When it was found last, in a count of our own.
        var lastUse: UInt64 = 0
        var token = RiskToken()
        var bytes: [UInt8] = []
        /// Pieces of `bytes`: the token as it came, the fields that its signature covers, and all that was read from it.
        var text = ByteSlice.empty
        var signedFields = ByteSlice.empty
        var content = ByteSlice.empty
    }

    /// Entries that one hash can be found in.
    private static var ways: Int { 4 }

    /// The most bytes of an entry; a longer one is not worth its room.
    static var entryLimit: Int { 8 << 10 }

    /// A table of this many at the most, whatever is configured.
    private static var capacityLimit: Int { 1 << 16 }

    private let setCount: Int
    private let seed: UInt64
    private var entries: [Entry] = []
    private var uses: UInt64 = 0

    /// - Parameters:
    ///   - capacity: how many tokens; 0 remembers nothing.
    ///   - seed: random, so that nobody can choose tokens that push others out.
    init(capacity: Int, seed: UInt64) {
        setCount = (min(max(capacity, 0), Self.capacityLimit) + Self.ways - 1) / Self.ways
        self.seed = seed
    }

    var isOn: Bool { setCount > 0 }

    /// Where the token is, if it is remembered and has not expired.
    mutating func find(_ text: Span<UInt8>, now: Int64) -> Int? {
        guard !entries.isEmpty else { return nil }
        let hash = Digest.xxh3(text, seed: seed)
        let first = firstSlot(of: hash)
        for slot in first..<first + Self.ways where entries[slot].hash == hash && !entries[slot].bytes.isEmpty {
            let bytes = entries[slot].bytes
            guard bytes.span.bytes(of: entries[slot].text).equals(text) else { continue }
            if let expiry = entries[slot].token.expiry, Double(now) <= expiry { return slot }
            entries[slot] = Entry()
        }
        return nil
    }

    /// Whether the signature of the entry covers just these fields.
    func covers(_ slot: Int, _ signedFields: Span<UInt8>) -> Bool {
        let bytes = entries[slot].bytes
        return bytes.span.bytes(of: entries[slot].signedFields).equals(signedFields)
    }

    /// Appends all that was read from the token.
    func appendContent(of slot: Int, to buffer: inout ByteBuffer) {
        let bytes = entries[slot].bytes
        buffer.append(bytes.span.bytes(of: entries[slot].content))
    }

    /// The token, its slices as if its content began at `start`.
    mutating func use(_ slot: Int, contentAt start: Int, textAt textStart: Int) -> RiskToken {
        uses &+= 1
        entries[slot].lastUse = uses
        return entries[slot].token.moved(
            content: start - entries[slot].content.start, text: textStart - entries[slot].text.start)
    }

    /// Remembers a token that was verified and has not expired.
    /// - Parameters:
    ///   - token: its slices are of one buffer.
    ///   - text: the token as it came.
    ///   - content: all that was read from it, and where that begins in the buffer.
    mutating func insert(
        _ token: RiskToken,
        text: Span<UInt8>,
        signedFields: Span<UInt8>,
        content: Span<UInt8>,
        contentStart: Int
    ) {
        let size = text.count + signedFields.count + content.count
        guard isOn, size <= Self.entryLimit else { return }
        if entries.isEmpty { entries = [Entry](repeating: Entry(), count: setCount * Self.ways) }
        var entry = Entry()
        entry.hash = Digest.xxh3(text, seed: seed)
        uses &+= 1
        entry.lastUse = uses
        entry.bytes.reserveCapacity(size)
        entry.text = Self.append(text, to: &entry.bytes)
        entry.signedFields = Self.append(signedFields, to: &entry.bytes)
        entry.content = Self.append(content, to: &entry.bytes)
        entry.token = token.moved(
            content: entry.content.start - contentStart, text: entry.text.start - token.text.start)
        entries[victim(of: entry.hash)] = entry
    }

    private func firstSlot(of hash: UInt64) -> Int {
        Int(truncatingIfNeeded: hash % UInt64(setCount)) * Self.ways
    }

    /// An empty slot, or the one that was not used for longest.
    private func victim(of hash: UInt64) -> Int {
        let first = firstSlot(of: hash)
        var oldest = first
        for slot in first..<first + Self.ways {
            if entries[slot].bytes.isEmpty { return slot }
            if entries[slot].lastUse < entries[oldest].lastUse { oldest = slot }
        }
        return oldest
    }

    private static func append(_ span: Span<UInt8>, to bytes: inout [UInt8]) -> ByteSlice {
        let start = bytes.count
        for index in span.indices {
            bytes.append(span[index])
        }
        return ByteSlice(from: start, to: bytes.count)
    }
}

extension ByteSlice {
    /// The same bytes, in a buffer where they lie elsewhere. The empty slice lies nowhere.
    func moved(by distance: Int) -> ByteSlice {
        isEmpty ? .empty : ByteSlice(from: start + distance, to: end + distance)
    }
}

extension JSONScalar {
    fileprivate func moved(by distance: Int) -> JSONScalar {
        JSONScalar(slice: slice.moved(by: distance), isText: isText)
    }
}

extension RiskToken {
    fileprivate func moved(content distance: Int, text textDistance: Int) -> RiskToken {
        var token = self
        token.text = text.moved(by: textDistance)
        token.signature = signature.moved(by: textDistance)
        token.payload = payload.moved(by: distance)
        token.vid = vid.moved(by: distance)
        token.uuid = uuid.moved(by: distance)
        token.action = action.moved(by: distance)
        token.scoreValue = scoreValue.moved(by: distance)
        token.expiryValue = expiryValue.moved(by: distance)
        token.approval = approval.moved(by: distance)
        if case .listed(let fields) = signing { token.signing = .listed(fields.moved(by: distance)) }
        return token
    }
}
