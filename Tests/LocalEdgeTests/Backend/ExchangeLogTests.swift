// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalEdge

@Suite("The log of exchanges")
struct ExchangeLogTests {
    private func body(_ id: String, size: Int = 0) -> [UInt8] {
        Array(#"{"additional":{"request_id":"\#(id)"},"pad":"\#(String(repeating: "x", count: size))"}"#.utf8)
    }

    private func record(_ log: ExchangeLog, _ id: String, size: Int = 0) async {
        _ = await log.record(.risk, [], body(id, size: size)) { EdgeResponse(status: 200) }
    }

    @Test("keeps nothing until it is turned on")
    func off() async {
        let log = ExchangeLog()
        await record(log, "a")
        #expect(log.exchanges(about: "a").isEmpty)
        log.turnOn()
        await record(log, "a")
        #expect(log.exchanges(about: "a").count == 1)
    }

    @Test("knows exchanges by the request that they are about, activities in a list too")
    func kinds() async {
        let log = ExchangeLog()
        log.turnOn()
        await record(log, "a")
        await record(log, "b")
        let list = Array(#"[{"details":{"request_id":"a"}},{"details":{"request_id":"c"}}]"#.utf8)
        _ = await log.record(.activities, [HeaderLine("a", "b")], list) { EdgeResponse(status: 204) }
        let found = log.exchanges(about: "a")
        #expect(found.map(\.kind) == [.risk, .activities])
        #expect(found.map { $0.answer?.status } == [200, 204])
        #expect(found.allSatisfy { ($0.milliseconds ?? -1) >= 0 })
        #expect(log.exchanges(about: "c").count == 1)
    }

    @Test("an exchange is there before its answer")
    func open() async {
        let log = ExchangeLog()
        log.turnOn()
        _ = await log.record(.risk, [], body("a")) {
            #expect(log.exchanges(about: "a").count == 1)
            #expect(log.exchanges(about: "a").first?.answer == nil)
            return EdgeResponse(status: 200)
        }
        #expect(log.exchanges(about: "a").first?.answer != nil)
    }

    @Test("the oldest go when there are too many, or when they are too large")
    func bounds() async {
        let log = ExchangeLog()
        log.turnOn()
        await record(log, "first")
        for _ in 0..<1_000 { await record(log, "more") }
        #expect(log.exchanges(about: "first").isEmpty)
        #expect(log.exchanges(about: "more").count == 1_000)
        for _ in 0..<3 { await record(log, "large", size: 3 << 20) }
        #expect(log.exchanges(about: "more").isEmpty)
        #expect(log.exchanges(about: "large").count == 2)
    }
}
