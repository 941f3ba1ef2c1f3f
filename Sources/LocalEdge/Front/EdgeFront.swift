// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What viewers talk to: takes a request, finds its cache behaviour, and sends it through the stages of that.
struct EdgeFront: Sendable {
    var builder = EventBuilder()
    var distribution: Distribution
    var network: OriginNetwork

    /// The number to put into a record, taken when a request comes.
    var mark: @Sendable () async -> Int = { 0 }

    /// Told of every request once it is answered; must not wait.
    var observe: @Sendable (RequestRecord) -> Void = { _ in }

    /// Takes one request through all stages.
    func respond(to request: ViewerRequest) async -> EdgeResponse {
        let clock = ContinuousClock()
        let begin = clock.now
        let began = WallClock.milliseconds()
        let requestID = EventBuilder.makeRequestID()
        let mark = await mark()

        let behaviour = distribution.behaviour(for: request.uri)
        var passage = Passage(behaviour: behaviour, builder: builder, network: network, requestID: requestID)
        let ending: Passage.Ending
        if let (response, reason) = Admission.refusal(of: request) {
            ending = Passage.Ending(response: response, stage: .refused(reason))
        } else {
            ending = await passage.run(request)
        }
        var response = ending.response
        response.headers.set("X-Amz-Cf-Id", requestID)
        response.headers.set("Via", OriginRequestPolicy.via)
        response.headers.removeAll { Self.hopByHop.contains($0.lowercasedName) }

        var withoutBody = request
        withoutBody.body = []
        let elapsed = (clock.now - begin) / .milliseconds(1)
        observe(
            RequestRecord(
                requestID: requestID,
                request: withoutBody,
                stage: ending.stage,
                status: response.status,
                milliseconds: elapsed,
                settled: passage.settled,
                began: began,
                stages: passage.stages,
                mark: mark
            )
        )
        return response
    }

    private static let hopByHop: Set<String> = [
        "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "trailer", "te",
        "content-length",
    ]
}
