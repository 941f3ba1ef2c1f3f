// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

public import HumanSecurity

/// What the local edge is made of.
public struct EdgeSimulatorOptions: Sendable {
    /// Where risk requests and activities go.
    public enum Backend: String, Sendable, CaseIterable {
        /// A stand-in in this process.
        case embedded
        /// What the configuration says.
        case live
    }

    /// What runs a function.
    public enum Runtime: Sendable {
        /// A program at this path that speaks to the Runtime API, which is emulated: a Lambda executable, or whatever
        /// else runs the function.
        case lambda(executable: String, arguments: [String] = [])
        /// A handler in this process, made from the configuration's JSON text.
        case inProcess(make: @Sendable (_ configuration: [UInt8]) throws -> any EdgeEventHandler)
    }

    /// 0 for any free one.
    public var port: UInt16
    /// JSON text with `px_…` keys; nil for the demo's own.
    public var configuration: [UInt8]?

    /// Where risk requests and activities go.
    public var backend: Backend
    /// The origin's base URL; nil for the embedded demo site.
    public var origin: String?

    /// HumanEnforcer, at viewer-request of the default behaviour.
    public var runtime: Runtime

    /// HumanActivities, at origin-response of the default behaviour; nil to do without.
    public var activities: Runtime?

    /// HumanFirstParty, at origin-request of the behaviours for first-party paths; nil to do without, and without those
    /// behaviours: HumanEnforcer then serves such paths.
    public var firstParty: Runtime?

    /// Whether the functions' answers wait until their reports are delivered, as those of managed runtimes do.
    public var waitsForReports: Bool

    /// Whether the association at viewer-request has Include Body.
    public var includeBody: Bool

    /// Of all behaviours.
    public var originRequestPolicy: OriginRequestPolicy

    /// Told of every request once its decision is known, and once more if calls to the backend came after that. Must not
    /// wait.
    package var observe: (@Sendable (ObservedRequest) -> Void)?

    /// Options; what is left out is as the demo has it.
    public init(
        port: UInt16 = 8080,
        configuration: [UInt8]? = nil,
        backend: Backend = .embedded,
        origin: String? = nil,
        runtime: Runtime,
        activities: Runtime? = nil,
        firstParty: Runtime? = nil,
        waitsForReports: Bool = false,
        includeBody: Bool = true,
        originRequestPolicy: OriginRequestPolicy = .allViewerExceptHostHeader
    ) {
        self.port = port
        self.configuration = configuration
        self.backend = backend
        self.origin = origin
        self.runtime = runtime
        self.activities = activities
        self.firstParty = firstParty
        self.waitsForReports = waitsForReports
        self.includeBody = includeBody
        self.originRequestPolicy = originRequestPolicy
    }
}
