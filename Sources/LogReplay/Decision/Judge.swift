// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore
internal import EnforcerProtocol

/// What one configuration does with one request.
struct Verdict {
    var requestClass: RequestClass
    /// Why the Risk API is asked.
    var reason: CallReason?
    var mode: Tally.Mode?
    var isSensitive = false
    /// A body that the log does not have might make the request a sensitive one.
    var lacksBody = false
    /// Headers that the log does not have might make it a preflight that goes through.
    var lacksPreflight = false

    var callsForCertain: Bool { requestClass.asksForCertain && !lacksPreflight }
    var mayCall: Bool {
        requestClass.asksForCertain || requestClass.dependsOnAToken || requestClass == .passesByToken && lacksBody
    }
}

/// Holds requests against one configuration: an engine and an exchange of its own, so that it belongs to one worker.
struct Judge: ~Copyable {
    private let configuration: ReplayConfiguration
    private var engine: Engine
    private var exchange = Exchange()
    private(set) var tally = Tally()

    /// Bodies matter only where operations can be sensitive, and headers of a preflight where those go through.
    private let readsOperations: Bool
    private let passesPreflights: Bool

    init(_ configuration: ReplayConfiguration) {
        self.configuration = configuration
        let compiled = configuration.compiled
        engine = Engine(configuration: compiled)
        readsOperations = compiled.sensitiveOperationTypes.count + compiled.sensitiveOperationNames.count > 0
        passesPreflights = compiled.isCORSSupported && compiled.filtersPreflightRequests
    }

    mutating func decide(_ request: borrowing LoggedRequest) -> Verdict {
        exchange.reset()
        exchange.dryRun = request.knowsCookies && !configuration.lacksSecrets ? .withCookies : .withoutCookies
        switch request.form {
        case .frame: exchange.feed(frame: request.frame)
        case .json: exchange.feed(request.json)
        }
        // Without a time there is no token either, and nothing else depends on it.
        let now = request.time ?? 0
        var step = exchange.begin(&engine, now: now, entropy: Entropy(high: 0, low: 0))
        // A configuration in JSON has no functions to ask, and a dry run sends nothing.
        while case .ask = step { step = exchange.supply(.failed, json: [UInt8]().span, engine: &engine, now: now) }
        var verdict = Verdict(requestClass: requestClass())
        if case .asks(let reason) = exchange.dryOutcome { verdict.reason = reason }
        read(exchange.trace.entries, request, into: &verdict)
        if verdict.requestClass.isExamined {
            verdict.isSensitive = exchange.asksInSpiteOfToken
            verdict.mode = verdict.mode ?? .bypassed
            verdict.lacksPreflight = passesPreflights && !request.knowsHeaders && isOptions
        }
        tally.add(verdict)
        return verdict
    }

    private var isOptions: Bool { exchange.text.bytes(of: exchange.context.method).equals("OPTIONS") }

    private func requestClass() -> RequestClass {
        let isMonitored = exchange.context.isMonitored
        switch exchange.dryOutcome {
        case .asks: return isMonitored ? .asksMonitored : .asks
        case .dependsOnToken where exchange.asksInSpiteOfToken:
            return isMonitored ? .dependsOnTokenSensitiveMonitored : .dependsOnTokenSensitive
        case .dependsOnToken: return isMonitored ? .dependsOnTokenMonitored : .dependsOnToken
        case .decided: break
        }
        let decision = exchange.decision
        switch decision.outcome {
        case .pass: return .passesByToken
        case .block: return .blockedByToken
        case .simulatedBlock: return .simulatedBlockByToken
        case .firstParty: return .firstParty
        case .preflight: return .preflight
        case .telemetry: return .telemetry
        case .disabled: return .disabled
        case .failedOpen: return .failedOpen
        case .filtered:
            switch decision.reason {
            case .fileExtension: return .filteredByExtension
            case .method: return .filteredByMethod
            case .userAgent: return .filteredByUserAgent
            case .address: return .filteredByAddress
            default: return .filteredByRoute
            }
        }
    }

    /// Finds in the trace which entries matched, and what the mode comes from.
    private mutating func read(
        _ entries: [Trace.Entry], _ request: borrowing LoggedRequest, into verdict: inout Verdict
    ) {
        for entry in entries {
            switch entry.stage {
            case .filterExtension: count(entry, 0)
            case .filterRoute: count(entry, 1)
            case .filterMethod: count(entry, 2)
            case .filterUserAgent: count(entry, 3)
            case .filterIP: count(entry, 4)
            case .enforcedRoute:
                verdict.mode = .enforcedRoute
                count(entry, 5)
            case .monitoredRoute:
                verdict.mode = .monitoredRoute
                count(entry, 6)
            case .sensitiveRoute: if entry.option == .sensitiveRoutes { count(entry, 7) }
            case .mode: verdict.mode = configuration.compiled.mode == .monitor ? .monitor : .activeBlocking
            case .graphQL:
                if !request.knowsBody, readsOperations { verdict.lacksBody = true }
                count(entry, 8)
            case .credentials:
                if !request.knowsBody, !exchange.asksInSpiteOfToken { verdict.lacksBody = true }
                count(entry, 9)
            default: break
            }
        }
    }

    private mutating func count(_ entry: Trace.Entry, _ list: Int) {
        if let element = entry.element { tally.add(entry: element, of: list) }
    }

    /// Method, host and path of the request decided last, without the query.
    var description: (method: String, host: String, path: String) {
        let context = exchange.context
        let origin = text(ByteSlice(from: context.url.start, to: context.pathAndQuery.start))
        let scheme = "https://"
        let host = origin.hasPrefix(scheme) ? String(origin.dropFirst(scheme.count)) : origin
        return (text(context.method), host, text(context.path))
    }

    private func text(_ slice: ByteSlice) -> String {
        String(copying: exchange.text.bytes(of: ByteSlice(from: slice.start, to: min(slice.end, slice.start + 256))))
    }
}
