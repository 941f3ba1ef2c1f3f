// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import LocalEdge
import Logging

/// The engine run directly, with what the backend would answer: what the executables' results are held against.
struct SoakReference: Sendable {
    let enforcer: HumanSecurityEnforcer
    let postEnforcer: HumanSecurityPostEnforcer
    let firstParty: HumanSecurityFirstParty

    /// - Parameter isLate: whether every call runs out of time, in place of what the backend does.
    init(_ configurations: [EventType: [UInt8]], isLate: Bool) throws {
        let transport = ReferenceTransport(isLate: isLate)
        let logger = Logger(label: "soak", factory: { _ in SwiftLogNoOpLogHandler() })
        let configuration = { (type: EventType) in HumanSecurityConfiguration(json: configurations[type] ?? []) }
        enforcer = try .initialize(configuration(.viewerRequest), transport: transport, logger: logger)
        postEnforcer = try .initialize(configuration(.originResponse), transport: transport, logger: logger)
        firstParty = try .initialize(configuration(.originRequest), transport: transport, logger: logger)
    }

    func enforcement(of event: [UInt8], at type: EventType) async -> Enforcement {
        switch type {
        case .viewerRequest: await enforcer.decide(event)
        case .originRequest: await firstParty.serve(event)
        case .originResponse: await postEnforcer.conclude(event)
        }
    }
}

private struct ReferenceTransport: Transport {
    let isLate: Bool

    func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse {
        if isLate { throw TransportError(.timeout, "late") }
        switch SoakFault.named(in: Array(request.url.utf8) + request.body) {
        case .none, .drip:
            return IncomingResponse(
                status: 200, body: request.kind == .risk ? SoakAnswer.risk(to: request.body) : SoakAnswer.script)
        case .error: return IncomingResponse(status: 500, body: Array("{}".utf8))
        case .garbage:
            return IncomingResponse(status: 200, body: Array("<!doctype html><title>Maintenance</title>".utf8))
        case .close, .reset: throw TransportError(.connection, "gone")
        case .flood: throw TransportError(.tooLarge, "too large")
        case .hang: throw TransportError(.timeout, "late")
        }
    }
}

/// Compares results, but for what time and chance have put into them.
enum SoakComparison {
    /// Nil if the two are the same.
    static func difference(_ actual: [UInt8], _ expected: [UInt8]) -> String? {
        if actual == expected { return nil }
        guard let one = JSONValue(actual), let other = JSONValue(expected) else { return "not the same text" }
        let pair = (comparable(one), comparable(other))
        return pair.0 == pair.1 ? nil : firstDifference(pair.0, pair.1, at: "result")
    }

    /// The header between the functions is sealed with the time in it; what it holds shows in what HumanActivities does.
    private static func comparable(_ value: JSONValue) -> JSONValue {
        guard case .object(var members) = value, case .object(var headers)? = members["headers"] else { return value }
        if headers["px-context"] != nil { headers["px-context"] = "there" }
        members["headers"] = .object(headers)
        return .object(members)
    }

    private static func firstDifference(_ one: JSONValue, _ other: JSONValue, at place: String) -> String {
        if case .object(let left) = one, case .object(let right) = other {
            for name in Set(left.keys).union(right.keys).sorted() where left[name] != right[name] {
                guard let a = left[name] else { return "\(place).\(name) is missing" }
                guard let b = right[name] else { return "\(place).\(name) is too much" }
                return firstDifference(a, b, at: "\(place).\(name)")
            }
        }
        return "\(place) differs"
    }
}
