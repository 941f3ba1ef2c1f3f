// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A function's result that CloudFront takes.
public enum EdgeResult: Sendable, Equatable {
    /// The request goes on, perhaps changed.
    case request(ViewerRequest)

    /// The function answered by itself.
    case response(EdgeResponse)
}

/// Why CloudFront refuses a function's result; the viewer gets a 502.
public struct ResultRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    public var reason: String

    public init(_ reason: String) {
        self.reason = reason
    }

    public var description: String { reason }
}
