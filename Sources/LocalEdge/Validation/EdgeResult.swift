// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A function's result that CloudFront takes.
public enum EdgeResult: Sendable, Equatable {
    /// The request goes on, perhaps changed.
    case request(ViewerRequest)

    /// The response to go on with: one that the function made, or at origin-response the origin's, perhaps changed.
    case response(EdgeResponse)
}

/// Why CloudFront refuses a function's result; the viewer gets a 502.
public struct ResultRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    /// What CloudFront has against the result.
    public var reason: String

    /// A refusal for that reason.
    public init(_ reason: String) {
        self.reason = reason
    }

    public var description: String { reason }
}
