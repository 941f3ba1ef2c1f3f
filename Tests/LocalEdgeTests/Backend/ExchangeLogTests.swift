// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalEdge

@Suite("The log of exchanges")
struct ExchangeLogTests {
    private static let now: Int64 = 1_790_000_000_000

    /// A request at the edge, on which the function ran for 20 ms from `now` on.
    private func edgeRequest(
        _ id: String, path: String = "/a", method: String = "GET", clientIP: String = "192.0.2.1", began: Int64 = now
    ) -> RequestRecord {
        RequestRecord(
            requestID: id, request: ViewerRequest(method: method, uri: path, clientIP: clientIP), stage: .passed,
            status: 200, milliseconds: 30, settled: [], began: began,
            stages: [StageRun(place: "viewer-request", began: began, milliseconds: 20)], mark: 0)
    }

    private func risk(_ id: String, began: Int64 = now, path: String = "/a", size: Int = 0) -> [UInt8] {
        let body: JSONValue = [
            "request": ["socket_ip": "192.0.2.1", "url": .string("https://shop.example\(path)?q=1")],
            "additional": [
                "request_id": .string(id), "http_method": "GET", "enforcer_start_time": .number(Double(began)),
            ],
            "pad": .string(String(repeating: "x", count: size)),
        ]
        return body.text
    }

    private func activity(_ id: String, type: String = "block", began: Int64 = now, path: String = "/a") -> JSONValue {
        [
            "type": .string(type), "socket_ip": "192.0.2.1", "url": .string("https://shop.example\(path)"),
            "details": [
                "request_id": .string(id), "http_method": "GET", "enforcer_start_time": .number(Double(began)),
            ],
        ]
    }

    private func log() -> ExchangeLog {
        let log = ExchangeLog()
        log.turnOn()
        return log
    }

    private func record(_ log: ExchangeLog, _ body: [UInt8], _ kind: BackendExchange.Kind = .risk) async {
        _ = await log.record(kind, [], body) { EdgeResponse(status: kind == .risk ? 200 : 204) }
    }

    @Test("keeps nothing until it is turned on")
    func off() async {
        let log = ExchangeLog()
        await record(log, risk("a"))
        #expect(log.exchanges(about: edgeRequest("1")) == nil)
        log.turnOn()
        await record(log, risk("a"))
        #expect(log.exchanges(about: edgeRequest("1"))?.exchanges.count == 1)
    }

    @Test("finds all exchanges about a request, also activities that came late and with those of others")
    func kinds() async {
        let log = log()
        await record(log, risk("a"))
        await record(log, risk("b", began: Self.now + 1_000))
        #expect(log.exchanges(about: edgeRequest("1"))?.exchanges.map(\.kind) == [.risk])
        let list: JSONValue = [activity("b", began: Self.now + 1_000), activity("a")]
        await record(log, list.text, .activities)
        let found = log.exchanges(about: edgeRequest("1"))
        #expect(found?.requestID == "a")
        #expect(found?.exchanges.map(\.kind) == [.risk, .activities])
        #expect(found?.exchanges.map { $0.answer?.status } == [200, 204])
        #expect(found?.exchanges.last?.decidingActivity(on: "a") == activity("a"))
        #expect(found?.exchanges.first?.decidingActivity(on: "a") == nil)
    }

    @Test("a report of a login says nothing of the decision")
    func login() {
        let list: JSONValue = [activity("a", type: "additional_s2s"), activity("a")]
        let exchange = BackendExchange(kind: .activities, body: list.text)
        #expect(exchange.decidingActivity(on: "a")?["type"] == "block")
    }

    @Test(
        "an exchange of another time, visitor or method is not about it",
        arguments: [
            ("1", "GET", "192.0.2.1", now - 24), ("1", "GET", "192.0.2.1", now + 3), ("1", "POST", "192.0.2.1", now),
            ("1", "GET", "192.0.2.2", now),
        ])
    func others(id: String, method: String, clientIP: String, began: Int64) async {
        let log = log()
        await record(log, risk("a"))
        #expect(log.exchanges(about: edgeRequest(id, method: method, clientIP: clientIP, began: began)) == nil)
        #expect(log.exchanges(about: edgeRequest("2")) != nil)
    }

    @Test("of requests at the same time each gets its own, the one of its path first")
    func alike() async {
        let log = log()
        await record(log, risk("b", path: "/b"))
        await record(log, risk("a"))
        await record(log, risk("c"))
        #expect(log.exchanges(about: edgeRequest("1"))?.requestID == "a")
        #expect(log.exchanges(about: edgeRequest("2"))?.requestID == "c")
        #expect(log.exchanges(about: edgeRequest("3", path: "/b"))?.requestID == "b")
        #expect(log.exchanges(about: edgeRequest("4")) == nil)
        #expect(log.exchanges(about: edgeRequest("2"))?.requestID == "c", "asked again it says the same")
    }

    @Test("an exchange is there before its answer")
    func open() async {
        let log = log()
        _ = await log.record(.risk, [], risk("a")) {
            #expect(log.exchanges(about: edgeRequest("1"))?.exchanges.count == 1)
            #expect(log.exchanges(about: edgeRequest("1"))?.exchanges.first?.answer == nil)
            return EdgeResponse(status: 200)
        }
        let exchange = log.exchanges(about: edgeRequest("1"))?.exchanges.first
        #expect(exchange?.answer != nil)
        #expect((exchange?.milliseconds ?? -1) >= 0)
    }

    @Test("the oldest go when there are too many, or when they are too large")
    func bounds() async {
        let log = log()
        await record(log, risk("first"))
        for _ in 0..<1_000 { await record(log, risk("more", began: Self.now + 1_000)) }
        #expect(log.exchanges(about: edgeRequest("1")) == nil)
        let later = edgeRequest("2", began: Self.now + 1_000)
        #expect(log.exchanges(about: later)?.exchanges.count == 1_000)
        for _ in 0..<3 { await record(log, risk("large", began: Self.now + 2_000, size: 3 << 20)) }
        #expect(log.exchanges(about: later)?.exchanges.isEmpty == true)
        #expect(log.exchanges(about: edgeRequest("3", began: Self.now + 2_000))?.exchanges.count == 2)
    }
}
