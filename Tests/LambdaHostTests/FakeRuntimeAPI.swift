// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ChaosSupport
import Foundation
import HumanSecurity
import Synchronization

@testable import LambdaHost

/// What happened, in order, as seen by platform and handler.
final class Journal: Sendable {
    private let lines = Mutex<[String]>([])

    func note(_ line: String) { lines.withLock { $0.append(line) } }

    var entries: [String] { lines.withLock { $0 } }
}

/// The platform's side of the Runtime API. When it has no more events, it answers 500, which ends the loop.
final class FakeRuntimeAPI: Sendable {
    struct Event: Sendable {
        var id: String
        var body: [UInt8] = []
        var fields = ""

        /// Announces more bytes than it sends.
        var isCutOff = false
    }

    struct Post: Sendable {
        var path: String
        var request: LoopbackConnection.Request
    }

    let journal = Journal()
    private let record = Record()
    private let server: LoopbackServer

    var endpoint: String { "127.0.0.1:\(server.port)" }
    var posts: [Post] { record.posts.withLock { $0 } }
    var connectionCount: Int { server.connectionCount }

    /// - Parameters:
    ///   - receipts: status of the first posts; 202 for those after them.
    ///   - beforeEvent: called before an event is handed out, with its number from 0.
    init(
        _ events: [Event], receipts: [Int] = [], beforeEvent: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws {
        let journal = journal
        let remaining = Mutex(events[...])
        let statuses = Mutex(receipts[...])
        let record = record
        server = try LoopbackServer { connection in
            while let request = connection.readRequest() {
                let path = request.path.replacingOccurrences(of: "/2018-06-01/runtime/", with: "")
                journal.note("\(request.method) \(path)")
                if request.method == "POST" {
                    record.posts.withLock { $0.append(Post(path: path, request: request)) }
                    connection.answer(statuses.withLock { $0.popFirst() } ?? 202, Array(#"{"status":"OK"}"#.utf8))
                } else if let (number, event) = remaining.withLock({ next in
                    next.popFirst().map { (next.startIndex - 1, $0) }
                }) {
                    beforeEvent(number)
                    let fields = "Lambda-Runtime-Aws-Request-Id: \(event.id)\r\n" + event.fields
                    guard event.isCutOff else {
                        connection.answer(200, event.body, fields: fields)
                        continue
                    }
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\(fields)\r\n{")
                    return
                } else {
                    connection.answer(500)
                }
            }
        }
    }

    func stop() { server.stop() }

    private final class Record: Sendable {
        let posts = Mutex<[Post]>([])
    }
}
