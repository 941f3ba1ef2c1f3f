// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What became of one request.
public struct RequestRecord: Sendable {
    /// How far a request got.
    public enum Stage: Sendable, Equatable {
        /// CloudFront refused it before the function.
        case refused(String)
        /// It went on to the distribution's own origin.
        case passed
        /// The origin-request function sent it to another origin, which is named.
        case rerouted(String)
        /// A function answered.
        case generated
        /// A function failed, its result was refused, or there was no answer from an origin.
        case failed(String)
    }

    /// The id in the event and in `X-Amz-Cf-Id`.
    public var requestID: String

    /// As the viewer sent it, without the body.
    public var request: ViewerRequest

    /// How far the request got.
    public var stage: Stage

    /// What the viewer was answered with.
    public var status: Int

    /// From the request's last byte to the answer, in ms.
    public var milliseconds: Double

    /// End when the functions that ran have sent their reports.
    var settled: [Task<Void, Never>]

    /// When the request was there, in ms since the epoch.
    package var began: Int64 = 0

    /// Whether the embedded backend took no connections then.
    var isBackendRefusing = false

    /// Where it stopped, in order.
    package var stages: [StageRun] = []

    /// The backend's activity number when the request came.
    var mark: Int
}
