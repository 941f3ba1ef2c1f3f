// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ChaosSupport
import Foundation
import Glibc

/// Something that can go wrong with the Risk API, and what is promised for it.
struct Fault: Sendable, CustomStringConvertible {
    /// Where the backend is, and what keeps it there.
    struct Backend: Sendable {
        var url: String
        var certificate: String?
        var stop: @Sendable () -> Void = {}
    }

    var name: String
    /// Of the log line and the counter; nil if the fault is none: the answer is taken.
    var code: String?
    var stage: String?
    /// Whether the call may take all of its time.
    var isSlow = false
    /// Whether it can be told to behave.
    var recovers = true
    /// Makes the backend; it behaves once told that it is to be healthy.
    var start: @Sendable (_ isHealthy: @escaping @Sendable () -> Bool) throws -> Backend

    var description: String { name }

    /// A viewer request of a visitor without a token.
    static let event = Array(
        (#"{"Records":[{"cf":{"config":{"eventType":"viewer-request"},"request":{"clientIp":"203.0.113.9","method":"GET","#
            + #""uri":"/","querystring":"","headers":{"host":[{"key":"Host","value":"shop.example"}]}}}}]}"#).utf8)

    static let block = #"{"status":0,"score":100,"action":"c","uuid":"00000000-0000-4000-8000-000000000001"}"#

    /// A server that plays the script on each connection until it is to be healthy, and then answers.
    private static func server(
        _ scheme: String = "http", _ script: @escaping @Sendable (LoopbackConnection) -> Void
    ) -> @Sendable (@escaping @Sendable () -> Bool) throws -> Backend {
        { isHealthy in
            let server = try LoopbackServer { connection in
                guard isHealthy() else { return script(connection) }
                while connection.readRequest() != nil { connection.answer(200, Array(block.utf8)) }
            }
            return Backend(url: "\(scheme)://127.0.0.1:\(server.port)", stop: { server.stop() })
        }
    }

    /// A script that begins after the request.
    private static func answering(
        _ script: @escaping @Sendable (LoopbackConnection) -> Void
    ) -> @Sendable (@escaping @Sendable () -> Bool) throws -> Backend {
        server { connection in
            _ = connection.readRequest()
            script(connection)
        }
    }

    private static let head = "HTTP/1.1 200 OK\r\n"

    static let all: [Fault] = [
        Fault(name: "refuses connections", code: "connection", stage: "connect", recovers: false) { _ in
            let server = try LoopbackServer { _ in }
            let url = server.url
            server.stop()
            return Backend(url: url)
        },
        Fault(name: "takes no connection", code: "timeout", stage: "connect", isSlow: true, recovers: false) { _ in
            let full = FullListener()
            return Backend(url: "http://127.0.0.1:\(full.port)", stop: { full.stop() })
        },
        Fault(
            name: "hangs in TLS", code: "timeout", isSlow: true, recovers: false,
            start: server("https") { $0.waitForClose() }),
        Fault(
            name: "hangs before the answer", code: "timeout", stage: "answer", isSlow: true,
            start: answering { $0.waitForClose() }),
        Fault(
            name: "hangs in the header", code: "timeout", stage: "answer", isSlow: true,
            start: answering {
                $0.write(head + "Content-Le")
                $0.waitForClose()
            }),
        Fault(
            name: "hangs in the body", code: "timeout", stage: "answer", isSlow: true,
            start: answering {
                $0.write(head + "Content-Length: 100\r\n\r\n{\"status\":0,")
                $0.waitForClose()
            }),
        Fault(
            name: "drips a byte at a time", code: "timeout", stage: "answer", isSlow: true,
            start: answering { connection in
                for byte in Array((head + "Content-Length: \(block.utf8.count)\r\n\r\n" + block).utf8) {
                    guard connection.write([byte]) else { return }
                    usleep(20_000)
                }
            }),
        Fault(name: "resets the connection", code: "connection", stage: "answer", start: answering { $0.reset() }),
        Fault(name: "closes without an answer", code: "connection", stage: "answer", start: answering { _ in }),
        Fault(
            name: "sends 100 MB", code: "too_large", stage: "answer",
            start: answering { connection in
                connection.write(head + "Content-Length: 104857600\r\n\r\n")
                let piece = [UInt8](repeating: 0x20, count: 1 << 16)
                for _ in 0..<1600 { guard connection.write(piece) else { return } }
            }),
        Fault(
            name: "sends a header without end", code: "too_large", stage: "answer",
            start: answering { connection in
                connection.write(head)
                let line = Array(("X-Pad: " + String(repeating: "x", count: 4000) + "\r\n").utf8)
                for _ in 0..<25_000 { guard connection.write(line) else { return } }
            }),
        Fault(
            name: "answers garbage for HTTP", code: "connection", stage: "answer",
            start: answering { $0.write([UInt8](0...255) + [0x0A, 0x0A]) }),
        Fault(
            name: "answers a page in place of JSON", code: "invalid_response", stage: "answer",
            start: answering { $0.answer(200, Array("<!doctype html><p>\u{1}server-token".utf8)) }),
        Fault(
            name: "answers 500", code: "server_error", stage: "answer",
            start: answering { $0.answer(500, Array("{}".utf8)) }),
        Fault(
            name: "announces more than it sends", code: "connection", stage: "answer",
            start: answering { $0.write(head + "Content-Length: 1000\r\n\r\n" + block) }),
        Fault(
            name: "announces less than it sends", code: "invalid_response", stage: "answer",
            start: answering { $0.write(head + "Content-Length: 10\r\n\r\n" + block) }),
        Fault(
            name: "redirects", code: "unknown_error", stage: "answer",
            start: answering { $0.answer(302, fields: "Location: http://127.0.0.1:1/\r\n") }),
        Fault(
            name: "answers in HTTP/1.0",
            start: answering { $0.write("HTTP/1.0 200 OK\r\n\r\n" + block) }),
        Fault(
            name: "sends 1xx before the answer",
            start: answering {
                $0.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")
                $0.answer(200, Array(block.utf8))
            }),
        Fault(name: "has an expired certificate", code: "connection", stage: "tls", recovers: false) { _ in
            let server = try TLSServer(isExpired: true)
            return Backend(url: server.url, certificate: server.certificate, stop: { withExtendedLifetime(server) {} })
        },
        Fault(name: "has a certificate for another host", code: "connection", stage: "tls", recovers: false) { _ in
            let server = try TLSServer(address: "192.0.2.1")
            return Backend(url: server.url, certificate: server.certificate, stop: { withExtendedLifetime(server) {} })
        },
        Fault(name: "has a name that nobody knows", code: "connection", stage: "name_lookup", recovers: false) { _ in
            Backend(url: "http://human.invalid")
        },
    ]
}

/// Listens, and has no room for another connection.
private final class FullListener: Sendable {
    let port: Int
    private let sockets: [Int32]

    init() {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var sockets = [listener]
        // Safe: the pointer is to a whole `sockaddr_in` and used inside the closure only.
        unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(listener, pointer, size)
                unsafe getsockname(listener, pointer, &size)
                listen(listener, 0)
                for _ in 0..<3 {
                    let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
                    unsafe _ = connect(client, pointer, size)
                    sockets.append(client)
                }
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        self.sockets = sockets
    }

    func stop() { for socket in sockets { close(socket) } }
}
