// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ChaosSupport
import Foundation
import Synchronization

/// HUMAN's servers, played on loopback, that do to each call what the call asks for.
final class SoakBackend: Sendable {
    private let server: LoopbackServer
    private let counts: Counts

    /// Calls by path and fault. A class of its own, as the script of the server holds on to it.
    private final class Counts: Sendable {
        let calls = Mutex<[String: Int]>([:])
        /// Raised when connections that are kept alive are to be closed.
        let generation = Atomic<Int>(0)
    }

    var url: String { server.url }

    /// How many calls came so far, by path and fault.
    var calls: [String: Int] { counts.calls.withLock { $0 } }

    init() throws {
        let counts = Counts()
        self.counts = counts
        server = try LoopbackServer { connection in
            let generation = counts.generation.load(ordering: .relaxed)
            while let request = connection.readRequest() {
                // A frozen function finds the connection gone when it goes on.
                guard counts.generation.load(ordering: .relaxed) == generation else { return }
                let fault = SoakFault.named(in: Array(request.path.utf8) + request.body)
                counts.calls.withLock { $0["\(Self.kind(of: request)) \(fault.rawValue)", default: 0] += 1 }
                guard Self.play(fault, Self.answer(to: request), on: connection) else { return }
            }
        }
    }

    func stop() { server.stop() }

    /// Connections that are kept alive take no further request.
    func dropConnections() {
        counts.generation.add(1, ordering: .relaxed)
    }

    private static func kind(of request: LoopbackConnection.Request) -> String {
        if request.path.hasPrefix("/api/v3/risk") { return "risk" }
        return request.path.hasPrefix("/api/v1/collector") ? "activities" : "first party"
    }

    private static func answer(to request: LoopbackConnection.Request) -> [UInt8] {
        switch kind(of: request) {
        case "risk": SoakAnswer.risk(to: request.body)
        case "activities": Array(#"{"status":0}"#.utf8)
        default: SoakAnswer.script
        }
    }

    /// - Returns: whether the connection goes on.
    private static func play(_ fault: SoakFault, _ body: [UInt8], on connection: LoopbackConnection) -> Bool {
        let head = Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n".utf8)
        switch fault {
        case .none: connection.answer(200, body)
        case .drip:
            for piece in [head[..<9], head[9...], body[..<(body.count / 2)], body[(body.count / 2)...]] {
                connection.write(Array(piece))
                Thread.sleep(forTimeInterval: 0.005)
            }
        case .error: connection.answer(500, Array("{}".utf8))
        case .garbage: connection.answer(200, Array("<!doctype html><title>Maintenance</title>".utf8))
        case .close: return false
        case .reset:
            connection.write(head + body.prefix(4))
            connection.reset()
            return false
        case .flood:
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n")
            let piece = [UInt8](repeating: 0x20, count: 1 << 16)
            while connection.write(piece) {}
            return false
        case .hang:
            connection.waitForClose()
            return false
        }
        return true
    }
}
