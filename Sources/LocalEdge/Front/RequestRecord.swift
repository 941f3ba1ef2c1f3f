// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What became of one request.
public struct RequestRecord: Sendable {
    /// How far a request got.
    public enum Stage: Sendable, Equatable {
        /// CloudFront refused it before the function.
        case refused(String)
        /// The function let it go on.
        case passed
        /// The function answered.
        case generated
        /// The function failed, or its result was refused.
        case failed(String)
    }

    /// The id in the event and in `X-Amz-Cf-Id`.
    public var requestID: String

    /// As the viewer sent it, without the body.
    public var request: ViewerRequest

    public var stage: Stage
    public var status: Int
    public var milliseconds: Double

    /// Ends when the function has sent its reports; nil if it did not run.
    var settled: Task<Void, Never>?

    /// The backend's activity number when the request came.
    var mark: Int
}
