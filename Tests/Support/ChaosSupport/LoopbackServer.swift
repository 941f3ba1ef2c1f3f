// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Synchronization

/// A server on the loopback interface whose connections a test plays byte by byte, so that it can misbehave.
///
/// Each connection has its own thread. A script that waits for the client gives up after 120 s and closes, so that a
/// client that should have timed out fails its test rather than hanging it.
public final class LoopbackServer: Sendable {
    public let port: Int
    private let listener: Int32
    private let accepted = Mutex(0)

    public var url: String { "http://127.0.0.1:\(port)" }

    /// How many connections were made so far.
    public var connectionCount: Int { accepted.withLock { $0 } }

    public init(_ script: @escaping @Sendable (LoopbackConnection) -> Void) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        // Safe: the pointer is to a whole `sockaddr_in` and used inside the closures only.
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(listener, pointer, size) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, pointer, &size) == 0
            }
        }
        guard listener >= 0, status else { throw POSIXError(.EADDRNOTAVAIL) }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in
            while true {
                let socket = accept(listener, nil, nil)
                if socket < 0 {
                    // Closed by the thread that uses it: elsewhere, `accept` could meet another server's number.
                    Glibc.close(listener)
                    return
                }
                let number = accepted.withLock { count in
                    count += 1
                    return count
                }
                Thread.detachNewThread {
                    let connection = LoopbackConnection(socket: socket, number: number)
                    script(connection)
                    connection.close()
                }
            }
        }
    }

    /// Refuses connections from now on, and ends the accepting thread. To be called once.
    public func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
    }
}

/// The server's end of one connection.
public final class LoopbackConnection: Sendable {
    /// A request as it came in.
    public struct Request: Sendable {
        public var head: String
        public var body: [UInt8]

        public var method: String { String(head.prefix { $0 != " " }) }
        public var path: String { head.split(separator: " ").dropFirst().first.map(String.init) ?? "" }

        public func header(_ name: String) -> String? {
            for line in head.components(separatedBy: "\r\n").dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2, parts[0].lowercased() == name else { continue }
                return parts[1].trimmingCharacters(in: .whitespaces)
            }
            return nil
        }
    }

    /// 1 for the server's first connection.
    public let number: Int
    private let socket: Int32
    private let state: Mutex<(isOpen: Bool, unread: [UInt8])>

    init(socket: Int32, number: Int) {
        self.socket = socket
        self.number = number
        state = Mutex((true, []))
        var limit = timeval(tv_sec: 120, tv_usec: 0)
        // Safe: the size given is that of the value.
        unsafe setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    /// The next request with its body; nil if the client has closed the connection.
    public func readRequest() -> Request? {
        var bytes = state.withLock { $0.unread }
        while true {
            if let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
                var request = Request(head: head, body: [])
                let length = request.header("content-length").flatMap { Int($0) } ?? 0
                if bytes.count >= end.upperBound + length {
                    request.body = Array(bytes[end.upperBound..<end.upperBound + length])
                    let rest = Array(bytes[(end.upperBound + length)...])
                    state.withLock { $0.unread = rest }
                    return request
                }
            }
            guard let more = receive() else { return nil }
            bytes += more
        }
    }

    /// False once the client is gone.
    @discardableResult
    public func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            // Safe: the pointer is used for the call only, with the count of the same buffer.
            let count = unsafe rest.withUnsafeBytes { buffer in
                unsafe send(socket, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    @discardableResult
    public func write(_ text: String) -> Bool { write(Array(text.utf8)) }

    /// An answer with `Content-Length`.
    public func answer(_ status: Int, _ body: [UInt8] = [], fields: String = "") {
        write(Array("HTTP/1.1 \(status) Status\r\nContent-Length: \(body.count)\r\n\(fields)\r\n".utf8) + body)
    }

    /// Reads and drops until the client closes the connection, for 120 s at most.
    public func waitForClose() {
        while receive() != nil {}
    }

    /// Leaves what comes unread until the client closes the connection, for 120 s at most.
    public func waitForSilence() {
        // POLLRDHUP, which Swift is not shown.
        var place = pollfd(fd: socket, events: 0x2000, revents: 0)
        // Safe: one element, as the count says.
        unsafe _ = poll(&place, 1, 120_000)
    }

    public func close() {
        let wasOpen = state.withLock { state in
            defer { state.isOpen = false }
            return state.isOpen
        }
        if wasOpen { Glibc.close(socket) }
    }

    /// Closes with a TCP reset.
    public func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        // Safe: the size given is that of the value.
        unsafe setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    private func receive() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        // Safe: no more than the array holds is read into it.
        let count = unsafe recv(socket, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes[..<count]) : nil
    }
}
