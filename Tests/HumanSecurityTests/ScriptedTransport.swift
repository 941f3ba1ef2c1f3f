// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Synchronization

/// Answers by kind, remembers what it was asked.
final class ScriptedTransport: Transport {
    typealias Answer = Result<IncomingResponse, TransportError>

    private let risk: @Sendable (OutgoingRequest) async -> Answer
    private let activities: Answer
    private let sent = Mutex<[OutgoingRequest]>([])

    init(
        activities: Answer = .success(IncomingResponse(status: 200)),
        risk: @escaping @Sendable (OutgoingRequest) async -> Answer
    ) {
        self.risk = risk
        self.activities = activities
    }

    convenience init(risk body: String, status: Int = 200) {
        self.init { _ in .success(IncomingResponse(status: status, body: Array(body.utf8))) }
    }

    convenience init(failing error: TransportError) {
        self.init(activities: .failure(error)) { _ in .failure(error) }
    }

    var requests: [OutgoingRequest] { sent.withLock { $0 } }

    func requests(_ kind: OutgoingRequest.Kind) -> [OutgoingRequest] {
        requests.filter { $0.kind == kind }
    }

    func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse {
        sent.withLock { $0.append(request) }
        let answer = request.kind == .risk ? await risk(request) : activities
        return try answer.get()
    }
}
