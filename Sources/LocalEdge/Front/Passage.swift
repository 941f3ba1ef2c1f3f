// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// One request on its way through the stages of a cache behaviour.
struct Passage {
    /// How a request ended.
    struct Ending: Error {
        var response: EdgeResponse
        var stage: RequestRecord.Stage
    }

    let behaviour: CacheBehaviour
    let builder: EventBuilder
    let network: OriginNetwork
    let requestID: String

    /// End when the functions that ran have sent their reports.
    private(set) var settled: [Task<Void, Never>] = []

    /// Where the request stopped so far.
    private(set) var stages: [StageRun] = []

    init(behaviour: CacheBehaviour, builder: EventBuilder, network: OriginNetwork, requestID: String) {
        self.behaviour = behaviour
        self.builder = builder
        self.network = network
        self.requestID = requestID
    }

    mutating func run(_ request: ViewerRequest) async -> Ending {
        do {
            return try await pass(request)
        } catch {
            return error
        }
    }

    /// Viewer-request, origin-request, origin, origin-response: any of them may end the passage.
    private mutating func pass(_ viewer: ViewerRequest) async throws(Ending) -> Ending {
        var request = viewer
        if let association = behaviour.viewerRequest {
            request = try await change(request, .viewerRequest, association)
        }
        request = behaviour.policy.originRequest(for: request, to: network.siteAddress)
        if let association = behaviour.originRequest {
            request = try await change(request, .originRequest, association)
        }
        var response = try await fetch(request)
        if let association = behaviour.originResponse {
            response = try await change(response, to: request, association)
        }
        response.headers.set("X-Cache", "Miss from cloudfront")
        let destination = request.origin ?? network.siteAddress
        let isSite = destination.address == network.siteAddress.address
        return Ending(response: response, stage: isSite ? .passed : .rerouted(destination.domainName))
    }

    // MARK: - Stages

    /// A request event: the request to go on with, unless the function answers.
    private mutating func change(
        _ request: ViewerRequest,
        _ type: EventType,
        _ association: Association
    ) async throws(Ending) -> ViewerRequest {
        let event = event(type, for: request, includeBody: association.includeBody)
        switch try await result(of: association, on: event, ResultValidator(original: request, event: event)) {
        case .request(let changed):
            return changed
        case .response(var response):
            response.headers.set("X-Cache", "LambdaGeneratedResponse from cloudfront")
            throw Ending(response: response, stage: .generated)
        }
    }

    /// The origin-response event.
    private mutating func change(
        _ response: EdgeResponse,
        to request: ViewerRequest,
        _ association: Association
    ) async throws(Ending) -> EdgeResponse {
        let event = event(.originResponse, for: request, response: response, includeBody: false)
        let validator = ResultValidator(original: request, response: response, event: event)
        guard case .response(let changed) = try await result(of: association, on: event, validator) else {
            throw refused(ResultRefusal("the result is not a response"), at: .originResponse)
        }
        return changed
    }

    private mutating func fetch(_ request: ViewerRequest) async throws(Ending) -> EdgeResponse {
        var request = request
        // Functions do not see it; origins do.
        request.headers.set("X-Amz-Cf-Id", requestID)
        let (began, start) = (WallClock.milliseconds(), ContinuousClock.now)
        defer {
            stages.append(StageRun(place: StageRun.origin, began: began, milliseconds: Self.elapsed(since: start)))
        }
        do throws(OriginFailure) {
            var response = try await network.respond(to: request)
            if !behaviour.policy.forwardsCookies { response.headers.remove("Set-Cookie") }
            return response
        } catch {
            let page = ErrorPage.make(status: error.status, error: "Error from cloudfront", requestID: requestID)
            throw Ending(response: page, stage: .failed("origin: \(error.reason)"))
        }
    }

    // MARK: - Functions

    private func event(
        _ type: EventType,
        for request: ViewerRequest,
        response: EdgeResponse? = nil,
        includeBody: Bool
    ) -> JSONValue {
        var builder = builder
        builder.includeBody = includeBody
        return builder.event(type, for: request, response: response, requestID: requestID)
    }

    private mutating func result(
        of association: Association,
        on event: JSONValue,
        _ validator: ResultValidator
    ) async throws(Ending) -> EdgeResult {
        let text = event.text
        let (began, start) = (WallClock.milliseconds(), ContinuousClock.now)
        let invocation = await association.function.invoke(text)
        settled.append(invocation.settled)
        stages.append(
            StageRun(
                place: validator.type.rawValue, event: text, outcome: invocation.outcome, began: began,
                milliseconds: Self.elapsed(since: start)))
        switch invocation.outcome {
        case .result(let text):
            do throws(ResultRefusal) {
                return try validator.validate(text)
            } catch {
                throw refused(error, at: validator.type)
            }
        case .failed(let reason), .exited(let reason):
            throw failed(reason, at: validator.type)
        case .timedOut(let limit):
            throw failed("no answer within \(limit) ms", at: validator.type)
        }
    }

    /// In ms.
    private static func elapsed(since start: ContinuousClock.Instant) -> Double {
        (ContinuousClock.now - start) / .milliseconds(1)
    }

    private func refused(_ refusal: ResultRefusal, at type: EventType) -> Ending {
        let page = ErrorPage.make(status: 502, error: "LambdaValidationError from cloudfront", requestID: requestID)
        return Ending(response: page, stage: .failed("validation error at \(type.rawValue): \(refusal.reason)"))
    }

    private func failed(_ reason: String, at type: EventType) -> Ending {
        let page = ErrorPage.make(status: 503, error: "LambdaExecutionError from cloudfront", requestID: requestID)
        return Ending(response: page, stage: .failed("execution error at \(type.rawValue): \(reason)"))
    }
}
