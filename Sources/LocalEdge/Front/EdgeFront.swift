// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// One CloudFront distribution with a function at viewer-request.
struct EdgeFront: Sendable {
    var builder = EventBuilder()
    var function: any FunctionHost
    var origin: any Origin

    /// The number to put into a record, taken when a request comes.
    var mark: @Sendable () async -> Int = { 0 }

    /// Told of every request once it is answered; must not wait.
    var observe: @Sendable (RequestRecord) -> Void = { _ in }

    /// Takes one request through all stages.
    func respond(to request: ViewerRequest) async -> EdgeResponse {
        let clock = ContinuousClock()
        let begin = clock.now
        let requestID = EventBuilder.makeRequestID()
        let mark = await mark()

        var (response, stage, settled) = await answer(request, requestID)
        response.headers.set("X-Amz-Cf-Id", requestID)
        response.headers.set("Via", "1.1 local-edge.cloudfront.net (CloudFront)")
        response.headers.removeAll { Self.hopByHop.contains($0.lowercasedName) }

        var withoutBody = request
        withoutBody.body = []
        let elapsed = (clock.now - begin) / .milliseconds(1)
        observe(
            RequestRecord(
                requestID: requestID,
                request: withoutBody,
                stage: stage,
                status: response.status,
                milliseconds: elapsed,
                settled: settled,
                mark: mark
            )
        )
        return response
    }

    private func answer(
        _ request: ViewerRequest,
        _ requestID: String
    ) async -> (EdgeResponse, RequestRecord.Stage, Task<Void, Never>?) {
        if let (response, reason) = Admission.refusal(of: request) {
            return (response, .refused(reason), nil)
        }
        let event = builder.event(for: request, requestID: requestID)
        let invocation = await function.invoke(event.text)
        let settled = invocation.settled

        let result: [UInt8]
        switch invocation.outcome {
        case .result(let text):
            result = text
        case .failed(let reason), .exited(let reason):
            return (Self.executionError(requestID), .failed("execution error: \(reason)"), settled)
        case .timedOut(let limit):
            return (Self.executionError(requestID), .failed("execution error: no answer within \(limit) ms"), settled)
        }

        do throws(ResultRefusal) {
            switch try ResultValidator(original: request, event: event).validate(result) {
            case .request(let onward):
                var response = await origin.respond(to: onward)
                response.headers.set("X-Cache", "Miss from cloudfront")
                return (response, .passed, settled)
            case .response(var response):
                response.headers.set("X-Cache", "LambdaGeneratedResponse from cloudfront")
                return (response, .generated, settled)
            }
        } catch {
            let page = ErrorPage.make(status: 502, error: "LambdaValidationError from cloudfront", requestID: requestID)
            return (page, .failed("validation error: \(error.reason)"), settled)
        }
    }

    private static func executionError(_ requestID: String) -> EdgeResponse {
        ErrorPage.make(status: 503, error: "LambdaExecutionError from cloudfront", requestID: requestID)
    }

    private static let hopByHop: Set<String> = [
        "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "trailer", "te",
        "content-length",
    ]
}
