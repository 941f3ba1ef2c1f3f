// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge
import Synchronization

/// Hands what the edge decides to the inspector, which comes to be after the edge.
final class InspectorWatch: Sendable {
    private let inspector = Mutex<Inspector?>(nil)

    /// Takes a request, and lets it go if there is no inspector yet.
    func take(_ observed: ObservedRequest) {
        guard let inspector = inspector.withLock({ $0 }) else { return }
        Task { await inspector.take(observed) }
    }

    /// Makes the inspector and starts it.
    /// - Returns: its URL.
    func start(_ configuration: JSONValue, port: UInt16, isFixed: Bool) async throws -> String {
        let made = Inspector(configuration: configuration)
        let url = try await made.start(port: port, isFixed: isFixed)
        inspector.withLock { $0 = made }
        return url
    }

    func stop() async {
        let last = inspector.withLock { inspector in
            defer { inspector = nil }
            return inspector
        }
        await last?.stop()
    }
}
