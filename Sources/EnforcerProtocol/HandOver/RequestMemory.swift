// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

/// Remembers the last requests by the hash of their ids, in a ring of fixed size.
struct RequestMemory: Sendable {
    private static var capacity: Int { 1024 }

    private var hashes: [UInt64] = []
    private var next = 0

    /// Remembers a request. False if it was there already.
    mutating func insert(_ id: Span<UInt8>) -> Bool {
        let hash = Digest.xxh3(id, seed: 0)
        for known in hashes where known == hash {
            return false
        }
        if hashes.count < Self.capacity {
            hashes.append(hash)
        } else {
            hashes[next] = hash
        }
        next = (next + 1) % Self.capacity
        return true
    }
}
