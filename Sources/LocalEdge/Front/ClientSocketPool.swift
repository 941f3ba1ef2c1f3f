// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import FlyingSocks

/// The pool that clients' sockets wait in.
///
/// The library's own is set up again by every caller that comes before the first one is through with it, and the sockets
/// that already wait are then forgotten. A task runs once.
enum ClientSocketPool {
    private static let shared = Task<any AsyncSocketPool, any Error> {
        let pool = SocketPool.make()
        try await pool.prepare()
        Task { try await pool.run() }
        return pool
    }

    static func get() async throws -> any AsyncSocketPool {
        try await shared.value
    }
}
