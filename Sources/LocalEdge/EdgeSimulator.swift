// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

public import Logging

/// Plays CloudFront on loopback: front, functions, origin and HUMAN's backend in one.
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

    private var configuration: EdgeConfiguration?
    private var backend: EmbeddedBackend?
    /// Where functions find the embedded backend; nil with the live one.
    public private(set) var backendURL: String?
    private var functions: [any FunctionHost] = []
    private var server: LoopbackServer?
    private var book: DecisionBook?
    private var issuer: RiskTokenIssuer?

    /// Where the front can be reached; empty before the start.
    public private(set) var url = ""

    /// Where the embedded backend's `/control` can be reached in every mode; nil with the live backend.
    public private(set) var controlURL: String?

    /// An edge that is not started yet.
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
        for function in functions { await function.stop() }
        await backend?.stop()
        await server?.stop()
        server = nil
        functions = []
        backend = nil
        backendURL = nil
    }

    /// Sends the tour's requests through the front.
    /// - Parameter show: called with each step as soon as it is done.
    public func runTour(_ show: @Sendable (TourStep) -> Void) async throws -> [TourStep] {
        guard let backend, let issuer, let book, let server, let configuration else {
            throw EdgeSimulatorError("the tour needs the embedded backend")
        }
        let tour = Tour(
            client: LoopbackClient(port: await server.port),
            backend: backend,
            issuer: issuer,
            book: book,
            configuration: configuration,
            hasActivities: options.activities != nil,
            hasFirstParty: options.firstParty != nil,
            waitsForReports: options.waitsForReports
        )
        return try await tour.run(show)
    }

    // MARK: - Parts

    private func startParts() async throws -> String {
        let configuration = try EdgeConfiguration(options.configuration, hasActivities: options.activities != nil)
        self.configuration = configuration
        var vendor: [String: UInt16] = [:]
        if options.backend == .embedded {
            let port = try await startBackend(configuration)
            for host in configuration.addresses.hosts { vendor[host] = port }
        }
        let network = try makeNetwork(configuration, vendor)
        let distribution = try makeDistribution(configuration)
        for function in functions { try await function.start() }

        let logger = logger
        let observe = observer()
        let book = DecisionBook(backend: backend) { record, decision in
            RequestLog.write(record, decision, to: logger)
            observe?(record, decision)
        }
        self.book = book
        let front = EdgeFront(
            distribution: distribution,
            network: network,
            mark: { await book.mark() },
            observe: { [backend] record in
                Task {
                    var record = record
                    record.isBackendRefusing = await backend?.state.mode == .refuse
                    await book.add(record)
                }
            }
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

    /// Hands requests to who watches, at once and again when there is more to tell.
    private func observer() -> (@Sendable (RequestRecord, Decision) -> Void)? {
        guard let observe = options.observe else { return nil }
        guard let backend else { return { observe(ObservedRequest(record: $0, decision: $1, backend: .unseen)) } }
        let log = backend.exchanges
        log.turnOn()
        return { record, decision in
            @Sendable func observed() -> ObservedRequest {
                var observed = ObservedRequest(
                    record: record, decision: decision, backend: record.isBackendRefusing ? .refusing : .seen)
                let found = log.exchanges(about: record)
                observed.exchanges = found?.exchanges ?? []
                // The log's word is a guess where requests are alike; this is what the request's own report says, if any.
                let activity = found.flatMap { id, exchanges in
                    exchanges.lazy.compactMap { $0.decidingActivity(on: id) }.first
                }
                observed.decision = Decision(record, activity: activity, isBackendVisible: true)
                return observed
            }
            let first = observed()
            observe(first)
            Task {
                for task in record.settled { await task.value }
                let last = observed()
                let isNews =
                    last.exchanges.count != first.exchanges.count
                    || zip(last.exchanges, first.exchanges).contains { ($0.answer == nil) != ($1.answer == nil) }
                if isNews { observe(last) }
            }
        }
    }

    /// The functions' configuration; nil before the start.
    package var functionConfiguration: JSONValue? { configuration?.given }

    /// - Returns: the port that it listens on.
    private func startBackend(_ configuration: EdgeConfiguration) async throws -> UInt16 {
        let (expectations, issuer) = try configuration.shared()
        let backend = EmbeddedBackend(expectations: expectations, issuer: issuer, logger: logger)
        self.backend = backend
        self.issuer = issuer
        let (url, controlURL) = try await backend.start()
        backendURL = url
        self.controlURL = controlURL
        return await backend.port
    }

    /// The site behind the edge, and the ways to others.
    private func makeNetwork(_ configuration: EdgeConfiguration, _ vendor: [String: UInt16]) throws -> OriginNetwork {
        let address: CustomOrigin
        let site: any Origin
        if let base = options.origin {
            guard let origin = CustomOrigin(url: base) else {
                throw EdgeSimulatorError("\(base) is not an http or https URL")
            }
            (address, site) = (origin, RemoteOrigin(origin))
        } else {
            (address, site) = (CustomOrigin(domainName: "origin.shop.example"), demoSite(configuration))
        }
        return OriginNetwork(
            siteAddress: address,
            site: site,
            loopbackNames: vendor,
            reachesOutside: options.backend == .live
        )
    }

    private func demoSite(_ configuration: EdgeConfiguration) -> DemoSite {
        let addresses = configuration.addresses
        let sensor = backend?.sensor
        if addresses.isEnabled {
            return DemoSite(
                sensor: sensor,
                script: SensorScript(url: addresses.sensorPath, collector: addresses.collectorPath)
            )
        }
        if sensor != nil { return DemoSite(sensor: sensor) }
        let appID = configuration["px_app_id"]?.stringValue ?? ""
        return DemoSite(sensor: nil, script: SensorScript(url: "https://\(addresses.sensorHost)/\(appID)/main.min.js"))
    }

    // MARK: - Functions

    private func makeDistribution(_ configuration: EdgeConfiguration) throws -> Distribution {
        let policy = options.originRequestPolicy
        let calling = backendURL.map { configuration.directed(to: $0) } ?? configuration.given
        var standard = CacheBehaviour(policy: policy)
        standard.viewerRequest = Association(
            function: try makeFunction(options.runtime, calling, "HumanEnforcer"),
            includeBody: options.includeBody
        )
        if let runtime = options.activities {
            standard.originResponse = Association(function: try makeFunction(runtime, calling, "HumanActivities"))
        }
        guard let runtime = options.firstParty else { return Distribution(defaultBehaviour: standard) }

        // It calls nobody but names hosts, which have to be those of production.
        let function = try makeFunction(runtime, configuration.given, "HumanFirstParty")
        let behaviours = configuration.addresses.patterns.map { pattern in
            CacheBehaviour(pattern: pattern, originRequest: Association(function: function), policy: policy)
        }
        return Distribution(behaviours: behaviours, defaultBehaviour: standard)
    }

    private func makeFunction(
        _ runtime: EdgeSimulatorOptions.Runtime,
        _ configuration: JSONValue,
        _ name: String
    ) throws -> any FunctionHost {
        let function: any FunctionHost
        switch runtime {
        case .lambda(let executable, let arguments):
            function = ExecutableHost(
                executable: executable, arguments: arguments, configuration: configuration.text, name: name)
        case .inProcess(let make):
            function = InProcessHost(handler: try make(configuration.text))
        }
        functions.append(function)
        return function
    }
}
