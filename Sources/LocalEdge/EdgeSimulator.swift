// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

public import Logging

/// Plays CloudFront on loopback: front, function, origin and HUMAN's backend in one.
///
/// ```swift
/// let edge = EdgeSimulator(EdgeSimulatorOptions(runtime: .lambda(executable: path)), logger: logger)
/// let url = try await edge.start()
/// ```
public actor EdgeSimulator {
    /// Lets a visitor of the simulator choose where the request seems to come from.
    static let clientAddressHeader = "x-demo-client-ip"

    private let options: EdgeSimulatorOptions
    private let logger: Logger

    private var configuration: JSONValue = .null
    private var backend: EmbeddedBackend?
    private var function: (any FunctionHost)?
    private var server: LoopbackServer?
    private var book: DecisionBook?
    private var issuer: RiskTokenIssuer?

    /// Where the front can be reached; empty before the start.
    public private(set) var url = ""

    /// Where the embedded backend's `/control` can be reached in every mode; nil with the live backend.
    public private(set) var controlURL: String?

    public init(_ options: EdgeSimulatorOptions, logger: Logger) {
        self.options = options
        self.logger = logger
    }

    /// Starts everything, the front last.
    /// - Returns: the front's URL.
    /// - Throws: ``EdgeSimulatorError``, ``FunctionStartError``, or what the system says about a port.
    @discardableResult
    public func start() async throws -> String {
        do {
            return try await startParts()
        } catch {
            await stop()
            throw error
        }
    }

    /// Stops everything, children included.
    public func stop() async {
        // What requests wait for goes first, so that the front does not have to wait for them.
        await function?.stop()
        await backend?.stop()
        await server?.stop()
        server = nil
        function = nil
        backend = nil
    }

    /// Sends the tour's requests through the front.
    /// - Parameter show: called with each step as soon as it is done.
    public func runTour(_ show: @Sendable (TourStep) -> Void) async throws -> [TourStep] {
        guard let backend, let issuer, let book, let server else {
            throw EdgeSimulatorError("the tour needs the embedded backend")
        }
        let tour = Tour(
            client: LoopbackClient(port: await server.port),
            backend: backend,
            issuer: issuer,
            book: book,
            sensorPath: sensorPath,
            riskTimeout: configuration["px_s2s_timeout"]?.numberValue.map { Int($0) } ?? 1_000
        )
        return try await tour.run(show)
    }

    // MARK: - Parts

    private func startParts() async throws -> String {
        configuration = try readConfiguration()
        if options.backend == .embedded { try await startBackend() }
        let origin = try makeOrigin()

        let function = try makeFunction()
        self.function = function
        try await function.start()

        let logger = logger
        let book = DecisionBook(backend: backend) { record, decision in
            RequestLog.write(record, decision, to: logger)
        }
        self.book = book
        let front = EdgeFront(
            builder: EventBuilder(includeBody: options.includeBody),
            function: function,
            origin: origin,
            mark: { await book.mark() },
            observe: { record in Task { await book.add(record) } }
        )
        let server = LoopbackServer(port: options.port) { request in
            var request = request
            if let address = request.headers.first(Self.clientAddressHeader) { request.clientIP = address }
            request.headers.remove(Self.clientAddressHeader)
            return await front.respond(to: request)
        }
        self.server = server
        url = "http://127.0.0.1:\(try await server.start())"
        return url
    }

    private func readConfiguration() throws -> JSONValue {
        guard let text = options.configuration else { return DemoConfiguration.value }
        guard let value = JSONValue(text), value.objectValue != nil else {
            throw EdgeSimulatorError("the configuration is not a JSON object")
        }
        return value
    }

    /// Starts the backend and turns the configuration towards it.
    private func startBackend() async throws {
        guard var members = configuration.objectValue else { return }
        let secret = members["px_cookie_secret"]?.stringValue ?? members["px_cookie_secret"]?[0]?.stringValue
        guard let appID = members["px_app_id"]?.stringValue, let token = members["px_auth_token"]?.stringValue,
            let secret
        else {
            throw EdgeSimulatorError("px_app_id, px_auth_token or px_cookie_secret is missing in the configuration")
        }
        var expectations = BackendExpectations(appID: appID, authToken: token)
        if let names = members["px_sensitive_headers"]?.arrayValue {
            expectations.sensitiveHeaders = Set(names.compactMap { $0.stringValue?.lowercased() })
        }
        let backend = EmbeddedBackend(expectations: expectations, logger: logger)
        self.backend = backend
        let (url, controlURL) = try await backend.start()
        for key in ["px_backend_url", "px_backend_collector_url", "px_backend_client_url", "px_backend_captcha_url"] {
            members[key] = .string(url)
        }
        configuration = .object(members)
        self.controlURL = controlURL
        issuer = RiskTokenIssuer(secret: secret)
    }

    private func makeOrigin() throws -> any Origin {
        if let base = options.origin {
            guard let origin = RemoteOrigin(base) else {
                throw EdgeSimulatorError("\(base) is not an http or https URL")
            }
            return origin
        }
        if configuration["px_first_party_enabled"] != false {
            return DemoSite(sensor: issuer.map { VisitorSensor(issuer: $0) }, sensorScript: sensorPath)
        }
        if let issuer { return DemoSite(sensor: VisitorSensor(issuer: issuer)) }
        let appID = configuration["px_app_id"]?.stringValue ?? ""
        return DemoSite(sensor: nil, sensorScript: "https://client.perimeterx.net/\(appID)/main.min.js")
    }

    /// Where pages load the sensor from when it is served first-party (configuration.md §1.8).
    private var sensorPath: String {
        "/\(configuration["px_app_id"]?.stringValue?.dropFirst(2) ?? "")/init.js"
    }

    private func makeFunction() throws -> any FunctionHost {
        switch options.runtime {
        case .lambda(let executable):
            ExecutableHost(executable: executable, configuration: configuration.text)
        case .inProcess(let make):
            InProcessHost(handler: try make(configuration.text))
        }
    }
}
