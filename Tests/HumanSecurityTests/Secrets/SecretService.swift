// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Logging
import Synchronization

@testable import HumanSecurity

/// Plays AWS Secrets Manager and HUMAN's backend, on a clock that the test sets.
final class SecretService: Transport {
    typealias Answer = Result<IncomingResponse, TransportError>

    static let human = "arn:aws:secretsmanager:us-east-1:123456789012:secret:human-AbCdEf"
    static let other = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:other-AbCdEf"

    private struct State {
        var now = EnforcerFixture.now
        var secrets: [String: Answer] = [:]
        var requests: [OutgoingRequest] = []
        var lines: [String] = []
        /// How long each call of the service takes, in ms of the clock.
        var delay: Int64 = 0
    }

    private let state = Mutex(State())

    var now: Int64 {
        get { state.withLock { $0.now } }
        set { state.withLock { $0.now = newValue } }
    }

    var delay: Int64 {
        get { state.withLock { $0.delay } }
        set { state.withLock { $0.delay = newValue } }
    }

    /// Lines of the log, with all they say.
    var lines: [String] { state.withLock { $0.lines } }

    func requests(_ kind: OutgoingRequest.Kind) -> [OutgoingRequest] {
        state.withLock { $0.requests.filter { $0.kind == kind } }
    }

    func set(_ arn: String, _ text: String) {
        let body = HumanSecurityValue.object([.init("SecretString", .string(text))]).json
        set(arn, .success(IncomingResponse(status: 200, body: body)))
    }

    func set(_ arn: String, _ answer: Answer) {
        state.withLock { $0.secrets[arn] = answer }
    }

    func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse {
        let answer: Answer = state.withLock { state in
            state.requests.append(request)
            switch request.kind {
            case .secret:
                state.now += state.delay
                if state.delay > request.timeoutMilliseconds { return .failure(TransportError(.timeout, "timeout")) }
                let arn = HumanSecurityValue(json: request.body)?["SecretId"]?.string ?? ""
                let missing = #"{"__type":"ResourceNotFoundException"}"#
                return state.secrets[arn] ?? .success(IncomingResponse(status: 400, body: Array(missing.utf8)))
            case .risk: return .success(IncomingResponse(status: 200, body: Array(EnforcerFixture.low.utf8)))
            default: return .success(IncomingResponse(status: 200))
            }
        }
        // Lets others run, as a real call would.
        await Task.yield()
        return try answer.get()
    }

    // MARK: - What uses it

    static let references = """
        "px_auth_token": {"secret": "\(human)", "key": "auth_token"},
        "px_cookie_secret": {"secret": "\(human)", "key": "cookie_secret"}
        """

    static func text(token: String = "server-token", cookie: String = #""cookie-secret""#) -> String {
        #"{"auth_token": "\#(token)", "cookie_secret": \#(cookie)}"#
    }

    func configuration(_ options: String = references) -> HumanSecurityConfiguration {
        HumanSecurityConfiguration(
            json: #"{"px_app_id": "PXtest0001", "px_module_mode": "active_blocking", \#(options)}"#)
    }

    func enforcer(_ options: String = references) throws -> HumanSecurityEnforcer {
        try HumanSecurityEnforcer.initialize(
            configuration(options),
            transport: self,
            environment: environment,
            logger: logger
        )
    }

    var environment: EnforcerEnvironment {
        EnforcerEnvironment(
            now: { self.now },
            random: { (0, 0) },
            variable: { ["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "aws-key"][$0] }
        )
    }

    var logger: Logger { Logger(label: "test") { _ in Handler(service: self) } }

    private func add(_ line: String) { state.withLock { $0.lines.append(line) } }

    private struct Handler: LogHandler {
        let service: SecretService
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.debug

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            service.add("\(event.level) \(event.message) \(event.metadata ?? [:])")
        }
    }
}
