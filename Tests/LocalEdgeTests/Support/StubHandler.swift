// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import LocalEdge
import Synchronization

/// A function that does as it is told.
final class StubHandler: EdgeEventHandler {
    private let result: @Sendable (_ event: JSONValue) -> [UInt8]
    private let reports: [OutgoingRequest]
    private let log = Mutex<[String]>([])

    init(reports: [OutgoingRequest] = [], result: @escaping @Sendable (_ event: JSONValue) -> [UInt8]) {
        self.reports = reports
        self.result = result
    }

    /// What was called, in order.
    var calls: [String] { log.withLock { $0 } }

    func handle(_ event: [UInt8], deadlineMilliseconds: Int64?) async -> HandlerReply {
        log.withLock { $0.append("handle") }
        return HandlerReply(body: result(JSONValue(event) ?? .null), reports: reports)
    }

    func deliver(_ reports: [OutgoingRequest]) async {
        log.withLock { $0.append("deliver \(reports.count)") }
    }

    /// Lets every request go on as it came.
    static func pass(_ event: JSONValue) -> [UInt8] {
        (event["Records"]?[0]?["cf"]?["request"] ?? .null).text
    }
}
