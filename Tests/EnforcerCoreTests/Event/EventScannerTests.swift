// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Foundation
import TestSupport
import Testing

/// The scanner on the events that the conformance cases are made of, and on what becomes of them when they are damaged.
struct EventScannerTests {
    static func events() throws -> [[UInt8]] {
        try FixtureLines("event/events.jsonl", in: .module).lines
    }

    @Test("what is read from an event is what Foundation reads from it")
    func foundation() throws {
        let events = try Self.events()
        #expect(events.count == 681)
        var responses = 0
        for event in events {
            let scan = Scan(event)
            #expect(scan.error == nil)
            let model = EventModel(scan)
            let expected = try EventModel(foundation: event)
            #expect(model.unordered == expected.unordered)
            if expected.hasResponse { responses += 1 }
        }
        #expect(responses > 30)
    }

    @Test("each range is the JSON of its object, and each header's of its member")
    func ranges() throws {
        func object(_ text: [UInt8]) throws -> NSDictionary {
            try #require(try JSONSerialization.jsonObject(with: Data(text)) as? NSDictionary)
        }
        for event in try Self.events() {
            let scan = Scan(event)
            let root = try #require(try object(event)["Records"] as? [[String: Any]])
            let cloudFront = try #require(root.first?["cf"] as? [String: Any])
            let request = try #require(cloudFront["request"] as? NSDictionary)
            #expect(try object(scan.text(scan.event.request.range)) == request)
            #expect(try object(scan.text(scan.event.request.headersRange)) == request["headers"] as? NSDictionary)
            let members = scan.event.request.headers.fields.map { scan.text($0.raw) }
            let rebuilt = [0x7B] + Array(members.joined(separator: [0x2C])) + [0x7D]
            #expect(rebuilt == scan.text(scan.event.request.headersRange), "the events have no white space")
            guard let response = cloudFront["response"] as? NSDictionary else {
                #expect(scan.event.response.range.isEmpty)
                continue
            }
            #expect(try object(scan.text(scan.event.response.range)) == response)
            #expect(try object(scan.text(scan.event.response.headersRange)) == response["headers"] as? NSDictionary)
        }
    }

    @Test("how an event is cut does not show, and a document says the same")
    func cuts() throws {
        var generator = SeededGenerator(seed: 6)
        for event in try Self.events() {
            try check(event, using: &generator, bytewiseLimit: 4000)
        }
    }

    @Test("how a damaged event is cut does not show, and a document says the same")
    func mutants() throws {
        let events = try Self.events()
        let small = Self.smallEvents(from: events)
        var mutator = ByteMutator(seed: 7, tokens: ByteMutator.jsonTokens + Self.eventTokens)
        var read = 0
        for round in 0..<10_000 {
            let base = round % 10 == 0 ? events[round / 10 % events.count] : small[round % small.count]
            let donor = small[mutator.generator.below(small.count)]
            let mutant = mutator.mutate(base, donor: donor)
            if try check(mutant, using: &mutator.generator, bytewiseLimit: 1000) { read += 1 }
        }
        #expect(read > 1000, "many of the damaged events must still be JSON")
    }

    /// Feeds an event in several ways; all must agree with each other and with a document of it.
    /// - Returns: whether it was JSON.
    @discardableResult
    private func check(
        _ event: [UInt8],
        using generator: inout SeededGenerator,
        bytewiseLimit: Int
    ) throws -> Bool {
        let whole = Scan(event)
        var isSame = true
        if event.count <= bytewiseLimit {
            let bytewise = Scan(event) { 1 }
            isSame = bytewise.agrees(with: whole)
        }
        let size = 1 + generator.below(64)
        let cut = Scan(event) { 1 + generator.below(size) }
        isSame = isSame && cut.agrees(with: whole)

        var document = JSONDocument()
        var error: JSONError?
        do throws(JSONError) {
            try document.parse(event.span)
        } catch let thrown {
            error = thrown
        }
        isSame = isSame && error == whole.error
        if error == nil {
            isSame = isSame && EventModel(whole) == EventModel(document, in: event.span)
        }
        if !isSame {
            Attachment.record(event, named: "event.json")
            Issue.record("\(String(decoding: event, as: UTF8.self))")
        }
        return error == nil
    }

    /// Each event with no more than a few of its headers, for speed; the escapes are Foundation's.
    private static func smallEvents(from events: [[UInt8]]) -> [[UInt8]] {
        events.enumerated().map { index, event in
            let scan = Scan(event)
            let fields = scan.event.request.headers.fields
            let kept = (0..<min(2, fields.count)).map { scan.text(fields[(index + $0 * 7) % fields.count].raw) }
            let long = kept.filter { $0.count < 200 }
            let headers = [0x7B] + Array(long.joined(separator: [0x2C])) + [0x7D]
            let range = scan.event.request.headersRange
            return Array(event[0..<range.start]) + headers + Array(event[range.end...])
        }
    }

    /// Members of an event, so that a mutant may have them twice, or of another type.
    private static let eventTokens: [[UInt8]] = [
        "\"uri\":", "\"uri\":\"/\",", "\"uri\":1,", "\"\\u0075ri\":\"/x\",", "\"method\":null,", "\"headers\":{},",
        "\"headers\":[],",
        "\"headers\":{\"host\":[{\"value\":\"h\"}]},", "\"value\":\"v\",", "\"value\":null,",
        "\"body\":{\"data\":\"eA==\"},",
        "\"body\":{\"inputTruncated\":true,", "\"request\":{}", "\"request\":{},", "\"response\":{\"status\":200},",
        "\"cf\":{},", "{\"cf\":",
        "\"Records\":[", "\"config\":{\"eventType\":\"x\"},", "[{\"value\":\"w\"}],", "\"host\":",
    ].map { Array($0.utf8) }
}
