// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Where requests go that are let through.
protocol Origin: Sendable {
    func respond(to request: ViewerRequest) async throws(OriginFailure) -> EdgeResponse
}

/// Why there is no answer from an origin; CloudFront makes one of its own then, and no function sees it.
struct OriginFailure: Error, Equatable {
    /// 502 or 504.
    var status: Int
    var reason: String
}
