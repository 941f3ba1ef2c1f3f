// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A CloudFront distribution: cache behaviours in order, and the default one.
struct Distribution: Sendable {
    /// Tried in order; the first whose pattern matches is used.
    var behaviours: [CacheBehaviour] = []

    /// Used where no other is.
    var defaultBehaviour: CacheBehaviour

    /// - Parameter path: as received.
    func behaviour(for path: String) -> CacheBehaviour {
        behaviours.first { $0.pattern.matches(path) } ?? defaultBehaviour
    }
}
