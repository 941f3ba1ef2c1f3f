// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import LogReplay
import TestSupport
import Testing

@Suite("Replay")
struct ReplayTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "replay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private static let account = #""px_app_id": "PXabcd1234", "px_auth_token": "t", "px_cookie_secret": "s""#
    private static let columns =
        "#Version: 1.0\n#Fields: date time c-ip cs-method cs(Host) cs-uri-stem cs(User-Agent) cs-uri-query cs(Cookie)"
        + " x-host-header\n"

    private static func configuration(_ options: String = "") -> ReplayConfiguration {
        ReplayConfiguration(json: Array("{\(account)\(options)}".utf8))
    }

    private static func line(
        _ path: String, method: String = "GET", time: String = "00:00:00", agent: String = "Mozilla/5.0",
        cookie: String = "-", address: String = "203.0.113.9"
    ) -> String {
        "2026-01-01\t\(time)\t\(address)\t\(method)\td1.cloudfront.net\t\(path)\t\(agent)\t-\t\(cookie)\tshop.example\n"
    }

    private func file(_ name: String, _ bytes: Data) throws -> String {
        let url = folder.appending(path: name)
        try bytes.write(to: url)
        return url.path
    }

    private func file(_ name: String, _ text: String) throws -> String { try file(name, Data(text.utf8)) }

    private func replay(
        _ paths: [String], _ options: String = "", change: (inout Replay) -> Void = { _ in }
    ) async -> ReplayCounts {
        var replay = Replay(Self.configuration(options), paths: paths)
        change(&replay)
        return await replay.run()
    }

    private func classes(_ counts: ReplayCounts) -> [RequestClass: Int] {
        Dictionary(uniqueKeysWithValues: RequestClass.allCases.map { ($0, counts.tally.count($0)) }).filter {
            $0.value > 0
        }
    }

    private func gzip(_ path: String) throws -> Data {
        try BuiltProducts.run(URL(filePath: "/usr/bin/env"), ["gzip", "-c", path]).standardOutput
    }

    // MARK: - Where a log is cut, and by how many it is read

    private static let mixed =
        columns + line("/a.css") + line("/health", time: "01:00:00") + "cut off\t\n" + line("/login", method: "POST")
        + "\n# a comment\n" + "bin\u{0}ary\n" + line("/s%25C3%25A9/%C3%A9", agent: "%C3%A9") + "{\"cs-method\":\"GET\","
        + "\"cs-uri-stem\":\"/x\"}\n" + "#Fields: cs-uri-stem cs-method\n" + "/y\tGET\n" + "/z\tGET\textra\r\n"
        + "{no\n"
        + "/last\tGET"
    private static let options = #", "px_filter_by_route": ["/health"], "px_enforced_routes": ["/login"]"#

    @Test("Where chunks are cut, and how many workers there are, changes nothing")
    func cuts() async throws {
        let log = try file("log", Self.mixed)
        let other = try file("other", Self.columns + Self.line("/a") + "x\n" + Self.line("/b"))
        let compared = Self.configuration(#", "px_sensitive_routes": ["/"]"#)
        let whole = await replay([log, other], Self.options) { $0.other = compared }
        #expect(whole.requests == 9)
        #expect(whole.badLines.total == 5)
        #expect(whole.comparison?.changed ?? 0 > 0)
        for size in Array(1...80) + [200, 500] {
            for workers in [1, 2] {
                let counts = await replay([log, other], Self.options) {
                    $0.other = compared
                    $0.chunkSize = size
                    $0.workers = workers
                }
                #expect(counts == whole, "chunks of \(size) bytes, \(workers) workers")
            }
        }
    }

    @Test("Faults are told apart, and named by file and line")
    func faults() async throws {
        let good = try file("good", Self.columns + Self.line("/"))
        let counts = await replay([good, try file("log", Self.mixed)])
        func places(_ fault: LineFault) -> [Int] {
            counts.badLines.positions(fault).map { position in
                #expect(position.file == 1)
                return position.line
            }
        }
        #expect(places(.fewFields) == [5])
        #expect(places(.binary) == [9])
        #expect(places(.manyFields) == [14])
        #expect(places(.notJSON) == [15])
        #expect(places(.tooLong) == [])
    }

    @Test("A line beyond the limit is passed over, whatever follows it", arguments: [1 << 16, 1 << 20, 4 << 20])
    func longLines(size: Int) async throws {
        let long = String(repeating: "x", count: 4 << 20)
        let text = Self.columns + Self.line("/") + long + "y\n" + Self.line("/") + long + "z"
        let log = try file("log", text)
        let counts = await replay([log]) { $0.chunkSize = size }
        #expect(counts.requests == 2)
        #expect(counts.badLines.positions(.tooLong).map(\.line) == [4, 6])
        #expect(counts.badLines.total == 2)
    }

    @Test("Of many bad lines the first ten are named")
    func manyFaults() async throws {
        let log = try file("log", Self.columns + String(repeating: "bad\n", count: 500))
        let counts = await replay([log]) {
            $0.workers = 2
            $0.chunkSize = 64
        }
        #expect(counts.badLines.count(.fewFields) == 500)
        #expect(counts.badLines.positions(.fewFields).map(\.line) == Array(3...12))
    }

    // MARK: - gzip

    @Test("A gzip file may have several members, and ends early or is damaged without ending the run")
    func packed() async throws {
        let plain = try file("log", Self.columns + (0..<200).map { Self.line("/\($0 * $0 * 7919)") }.joined())
        let member = try gzip(plain)
        let whole = await replay([try file("two.gz", member + member)])
        #expect(whole.requests == 400)
        #expect(whole.troubles.isEmpty)
        let cut = await replay([try file("cut.gz", member.prefix(member.count / 2)), plain])
        #expect(cut.requests >= 200 && cut.requests < 400)
        #expect(cut.troubles.map(\.text) == ["is a gzip file that ends too early"])
        var damaged = member
        damaged[member.count / 2] ^= 0xFF
        let counts = await replay([try file("damaged.gz", damaged), plain])
        #expect(counts.requests >= 200)
        #expect(counts.troubles.map(\.file) == [0])
        let tail = await replay([try file("tail.gz", member + Data("no gzip".utf8))])
        #expect(tail.requests == 200)
        #expect(tail.troubles.map(\.text) == ["is a damaged gzip file"])
    }

    // MARK: - Forms

    @Test("A real-time log has the documented columns, or those that are named")
    func realTime() async throws {
        let named = ["timestamp", "c-ip", "cs-method", "cs-uri-stem", "cs-user-agent", "cs-cookie"]
        let log = try file("log", "1767225600.123\t203.0.113.9\tGET\t/a.css\tMozilla\t-\n")
        let counts = await replay([log]) { $0.layout = LineLayout(named, isRealTime: true) }
        #expect(classes(counts) == [.filteredByExtension: 1])
        #expect(counts.timeline.start == 1_767_225_600_000)
        var fields = LineLayout.realTimeFields.map { _ in "-" }
        for (name, value) in ["cs-method": "GET", "cs-uri-stem": "/health", "c-ip": "10.1.2.3"] {
            fields[try #require(LineLayout.realTimeFields.firstIndex(of: name))] = value
        }
        let full = try file("full", fields.joined(separator: "\t") + "\n" + "only\tthree\tfields\n")
        let documented = await replay([full], #", "px_filter_by_ip": ["10.0.0.0/8"]"#)
        #expect(classes(documented) == [.filteredByAddress: 1])
        #expect(documented.formats[LogFormat.realTime.rawValue] == 1)
        #expect(documented.badLines.count(.fewFields) == 1)
    }

    @Test("Headers of a real-time log count, cookies too, unless they may be cut off")
    func headers() async throws {
        func counts(_ headers: String) async throws -> ReplayCounts {
            let log = try file("log", "GET\t/x\t\(headers)\n")
            return await replay([log], #", "px_bypass_monitor_header": "x-bypass""#) {
                $0.layout = LineLayout(["cs-method", "cs-uri-stem", "cs-headers"], isRealTime: true)
            }
        }
        #expect(classes(try await counts("Host:a%0AX-Bypass:%201%0A")) == [.asks: 1])
        #expect(classes(try await counts("Host:a%0ACookie:_px3=x%0A")) == [.asksMonitored: 1])
        #expect(classes(try await counts("-")) == [.dependsOnTokenMonitored: 1])
        let long = "Host:a%0AX-Bypass:1%0AA:" + String(repeating: "x", count: 800)
        #expect(classes(try await counts(long)) == [.dependsOnTokenMonitored: 1])
    }

    @Test("A JSON log may have numbers, escapes and members in any order")
    func json() async throws {
        let log = try file(
            "log",
            #"{"sc-status":200,"cs-uri-stem":"\/a\u002ecss","timestamp(ms)":1767225600000,"cs-method":"GET"}"# + "\n"
                + #"{"cs-uri-stem":"/a.css"}"# + "\n" + #"["GET","/a.css"]"# + "\n" + #"{"cs-method":"GET","cs-ur"#)
        let counts = await replay([log])
        #expect(classes(counts) == [.filteredByExtension: 1])
        #expect(counts.timeline.start == 1_767_225_600_000)
        #expect(counts.badLines.positions(.noRequest).map(\.line) == [2])
        #expect(counts.badLines.count(.notJSON) == 1)
        #expect(counts.badLines.count(.unknownFields) + counts.badLines.count(.fewFields) == 1)
    }

    @Test("A saved event is decided with its cookies only where its time is known")
    func events() async throws {
        func event(_ uri: String) -> String {
            #"{"Records":[{"cf":{"request":{"clientIp":"1.2.3.4","method":"GET","uri":"\#(uri)","querystring":"","#
                + #""headers":{"host":[{"key":"Host","value":"a"}]}}}}]}"#
        }
        let log = try file(
            "log",
            event("/") + "\n" + #"{"event":\#(event("/")),"now":1767225600000}"# + "\n" + event("/a.css") + "\n"
                + #"{"Records":[]}"# + "\n" + #"{"Records":[{"cf":{"request":{"uri":"/"}}}]}"# + "\n")
        let counts = await replay([log])
        #expect(classes(counts) == [.dependsOnTokenMonitored: 1, .asksMonitored: 1, .filteredByExtension: 1])
        #expect(counts.formats[LogFormat.events.rawValue] == 3)
        #expect(counts.badLines.positions(.noRequest).map(\.line) == [4, 5])
    }

    // MARK: - What is known

    @Test("Cookies that are logged decide; a dash means none only if that is said")
    func cookies() async throws {
        let log = try file("log", Self.columns + Self.line("/") + Self.line("/", cookie: "_px3=nonsense"))
        #expect(classes(await replay([log])) == [.dependsOnTokenMonitored: 1, .asksMonitored: 1])
        let logged = await replay([log]) { $0.dashMeansNoCookies = true }
        #expect(classes(logged) == [.asksMonitored: 2])
        #expect(logged.tally.certainCalls == 2 && logged.tally.possibleCalls == 2)
    }

    @Test("Fields are decoded once: what the viewer sent stays as it was sent")
    func decoding() async throws {
        let options = #", "px_filter_by_user_agent": ["a b%c", "é"], "px_filter_by_route": ["/%C3%A9"]"#
        let log = try file(
            "log",
            Self.columns + Self.line("/", agent: "a%20b%25c") + Self.line("/", agent: "%C3%A9")
                + Self.line("/%25C3%25A9") + Self.line("/", agent: "a%2520b%25c") + Self.line("/", agent: "a%20b%c"))
        let found = classes(await replay([log], options))
        #expect(found == [.filteredByUserAgent: 3, .filteredByRoute: 1, .dependsOnTokenMonitored: 1])
    }

    @Test("A secret that is kept elsewhere leaves tokens unknown, and all else as it is")
    func references() async throws {
        let reference = #"{"secret": "arn:aws:secretsmanager:us-east-1:123456789012:secret:px", "key": "k"}"#
        let options = #", "px_cookie_secret": \#(reference)"#
        let log = try file("log", Self.columns + Self.line("/a.css") + Self.line("/", cookie: "_px3=nonsense"))
        #expect(classes(await replay([log], options)) == [.filteredByExtension: 1, .dependsOnTokenMonitored: 1])
    }

    @Test("Entries of every list are counted under their own numbers")
    func entries() async throws {
        let options = """
            , "px_filter_by_extension": ["css", ".js"], "px_filter_by_http_method": ["TRACE", "PUT"],
            "px_filter_by_ip": ["nonsense", "192.0.2.0/24", "198.51.100.7"],
            "px_filter_by_route": ["/a", {"regex": "^/b"}], "px_module_mode": "active_blocking",
            "px_monitored_routes": ["/never", "/m"], "px_enforced_routes": ["/e"], "px_sensitive_routes": ["/m/s", "/e"]
            """
        let log = try file(
            "log",
            Self.columns + Self.line("/x.js") + Self.line("/x", method: "PUT")
                + Self.line("/x", address: "198.51.100.7")
                + Self.line("/b") + Self.line("/b/c") + Self.line("/m/s") + Self.line("/e"))
        var replay = Replay(Self.configuration(options), paths: [log])
        replay.workers = 2
        let report = ReplayReport(replay, await replay.run(), riskLatency: 50)
        func counts(_ key: String) -> [Int] { report.before.lists.first { $0.key == key }?.entries.map(\.count) ?? [] }
        #expect(counts("px_filter_by_extension") == [0, 1])
        #expect(counts("px_filter_by_http_method") == [0, 1])
        #expect(counts("px_filter_by_ip") == [0, 0, 1])
        #expect(counts("px_filter_by_route") == [0, 2])
        #expect(counts("px_monitored_routes") == [0, 1])
        #expect(counts("px_enforced_routes") == [1])
        #expect(counts("px_sensitive_routes") == [1, 1])
        #expect(report.before.addedAtMost == 100 && report.before.addedAtLeast == 0)
        #expect(report.before.addedByTimeouts == 2000)
    }

    // MARK: - Reports

    @Test("Examples are the first of the log, without queries and cookies")
    func examples() async throws {
        let log = try file(
            "log",
            Self.columns + (0..<20).map { Self.line("/p\($0)", cookie: "_px3=secret-cookie") }.joined())
        var replay = Replay(Self.configuration(), paths: [log])
        replay.other = Self.configuration(#", "px_filter_by_route": ["/p"]"#)
        replay.workers = 2
        replay.chunkSize = 100
        let report = ReplayReport(replay, await replay.run(), riskLatency: 50)
        let change = try #require(report.counts.comparison?.changes.first)
        #expect(change.before == .asksMonitored && change.after == .filteredByRoute)
        #expect(change.cell.count == 20)
        #expect(change.cell.examples.map(\.path) == (0..<5).map { "/p\($0)" })
        #expect(change.cell.examples.map(\.position.line) == Array(3...7))
        let json = String(decoding: ReportJSON.text(of: report), as: UTF8.self)
        for text in [json, ReportText.text(of: report), ReportPage.html(of: report)] {
            #expect(!text.contains("secret-cookie"))
            #expect(text.contains("shop.example"))
        }
    }

    @Test("Nothing of a log reaches a terminal or a page as anything but text")
    func escapes() async throws {
        let hostile = #"/%1B[2J"><img src=x onerror='a'>&%0Anext"#
        let log = try file("<b>log", Self.columns + Self.line(hostile) + "bad\n")
        var replay = Replay(Self.configuration(), paths: [log])
        replay.other = Self.configuration(#", "px_filter_by_route": ["/"]"#)
        let report = ReplayReport(replay, await replay.run(), riskLatency: 50)
        let text = ReportText.text(of: report)
        #expect(!text.contains("\u{1B}"))
        #expect(text.contains(#"/?[2J"><img"#) || text.contains("%1B[2J"))
        let page = ReportPage.html(of: report)
        #expect(!page.contains("<img") && !page.contains("<b>log") && !page.contains("\u{1B}"))
        #expect(page.contains("&lt;img"))
    }

    @Test("Times far apart share one plot")
    func timeline() async throws {
        let days = ["2026-01-01", "2026-06-30", "2026-01-02", "2025-01-01"]
        let text = days.map { Self.line("/").replacing("2026-01-01", with: $0) }.joined()
        let log = try file("log", Self.columns + text + Self.line("/").replacing("2026-01-01", with: "1804-01-01"))
        for workers in 1...3 {
            let counts = await replay([log]) {
                $0.workers = workers
                $0.chunkSize = 50
            }
            #expect(counts.timeline.slots.count <= 240)
            #expect(counts.timeline.slots.map(\.requests).reduce(0, +) == 4)
            #expect(counts.timeline.untimed == 1)
            #expect(counts.timeline.width == 60_000 << 12)
        }
    }
}
