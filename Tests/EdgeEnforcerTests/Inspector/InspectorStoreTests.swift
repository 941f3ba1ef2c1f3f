// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge
import Testing

@testable import edge_enforcer

@Suite("The inspector's store")
struct InspectorStoreTests {
    private func store(
        requests: Int = 500, bytes: Int = 16 << 20, subscribers: Int = 16, waiting: Int = 1_024
    ) -> InspectorStore {
        InspectorStore(
            .init(requests: requests, bytes: bytes, subscribers: subscribers, waiting: waiting), generation: "g")
    }

    private func text(_ iterator: inout AsyncStream<[UInt8]>.Iterator) async -> String? {
        await iterator.next().map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("the oldest go when there are too many")
    func count() async {
        let store = store(requests: 3)
        for number in 1...5 { await store.put(InspectorSample.inspected("\(number)")) }
        #expect(await store.count == 3)
        #expect(await store.request(2) == nil)
        #expect(await store.request(3)?.id == "3")
    }

    @Test("the oldest go when they take too much memory, but the newest stays whatever it takes")
    func bytes() async {
        let size = InspectorSample.inspected().size
        let store = store(bytes: size * 2 + size / 2)
        for number in 1...4 { await store.put(InspectorSample.inspected("\(number)")) }
        #expect(await store.count == 2)
        await store.put(InspectorSample.inspected("big", path: "/" + String(repeating: "a", count: size * 4)))
        #expect(await store.count == 1)
        #expect(await store.request(5)?.id == "big")
    }

    @Test("news about a request take the place of what was there, and make no second one")
    func update() async {
        let store = store()
        await store.put(InspectorSample.inspected("1"))
        await store.put(InspectorSample.inspected("1", path: "/b"))
        #expect(await store.count == 1)
        #expect(await store.request(1)?.observed.record.request.uri == "/b")
    }

    @Test("a page gets what is there, then what comes; one that comes back only what it missed")
    func resume() async throws {
        let store = store()
        for number in 1...3 { await store.put(InspectorSample.inspected("\(number)", path: "/\(number)")) }
        var all = try #require(await store.events(after: nil)).makeAsyncIterator()
        #expect(await text(&all)?.contains("event: reset") == true)
        for number in 1...3 {
            let event = try #require(await text(&all))
            #expect(event.hasPrefix("id: g-\(number)\nevent: request\ndata: {"))
            #expect(event.contains("\"/\(number)\""))
            #expect(event.hasSuffix("}\n\n"))
        }
        var rest = try #require(await store.events(after: "g-2")).makeAsyncIterator()
        #expect(await text(&rest)?.hasPrefix("id: g-3\n") == true)
        await store.put(InspectorSample.inspected("4"))
        #expect(await text(&rest)?.hasPrefix("id: g-4\n") == true)
        #expect(await text(&all)?.hasPrefix("id: g-4\n") == true)
        await store.beat()
        #expect(await text(&all)?.hasPrefix(":") == true)
        await store.close()
        #expect(await text(&all) == nil)
    }

    @Test(
        "an event of another store, or none at all, begins anew", arguments: ["h-1", "g-99", "g", "", "g-1-1", "g-x"])
    func unknown(_ last: String) async throws {
        let store = store()
        await store.put(InspectorSample.inspected())
        var events = try #require(await store.events(after: last)).makeAsyncIterator()
        #expect(await text(&events)?.contains("event: reset") == true)
    }

    @Test("there are only so many pages at the same time, and one that is gone makes room")
    func subscribers() async throws {
        let store = store(subscribers: 1)
        var first: AsyncStream<[UInt8]>? = await store.events(after: nil)
        try #require(first != nil)
        #expect(await store.events(after: nil) == nil)
        first = nil
        var isFree = false
        for _ in 0..<500 where !isFree {
            try await Task.sleep(for: .milliseconds(10))
            isFree = await store.events(after: nil) != nil
        }
        #expect(isFree)
    }

    @Test("a page that does not take its events is cut off instead of filling the memory")
    func slow() async throws {
        let store = store(waiting: 2)
        let events = try #require(await store.events(after: nil))
        for number in 1...10 { await store.put(InspectorSample.inspected("\(number)")) }
        var count = 0
        for await _ in events { count += 1 }
        #expect(count <= 4)
    }
}
