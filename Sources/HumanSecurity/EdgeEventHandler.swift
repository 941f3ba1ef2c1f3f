// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A function at the edge: event bytes in, result bytes out.
///
/// Hosts (the Lambda Runtime API loop, the local edge) know nothing else of the enforcer.
public protocol EdgeEventHandler: Sendable {
    /// Gets ready for the first event: fetches secrets that the configuration refers to, within a second and a half. A
    /// host calls it before it asks for an event; without that the first event waits for it. Does nothing unless a handler says
    /// otherwise.
    func prepare() async

    /// Handles one CloudFront event.
    ///
    /// Never throws: whatever goes wrong, the reply lets the visitor's request go on.
    /// - Parameters:
    ///   - event: the event as JSON text.
    ///   - deadlineMilliseconds: when the platform ends the invocation, in ms since the epoch; nil if unknown.
    func handle(_ event: [UInt8], deadlineMilliseconds: Int64?) async -> HandlerReply

    /// Sends what `handle` left to be sent, and does what else is put off until nobody waits: secrets are refreshed here.
    /// A host calls it after it has answered the platform, every time, so that it adds nothing to the visitor's wait.
    func deliver(_ reports: [OutgoingRequest]) async
}

extension EdgeEventHandler {
    public func prepare() async {}
}

/// What a handler answers.
public struct HandlerReply: Sendable, Equatable {
    /// JSON text: the request to go on with, or a generated response.
    public var body: [UInt8]

    /// Activities still to be sent.
    public var reports: [OutgoingRequest]

    /// A reply with its activities, which the host passes to ``EdgeEventHandler/deliver(_:)``.
    public init(body: [UInt8], reports: [OutgoingRequest] = []) {
        self.body = body
        self.reports = reports
    }
}
