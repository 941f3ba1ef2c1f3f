// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Where requests go that are let through.
protocol Origin: Sendable {
    func respond(to request: ViewerRequest) async -> EdgeResponse
}
