// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import CSystem
import HumanSecurity

/// Plain HTTP/1.1 to one server over one connection that is kept: what the Lambda Runtime API takes, and no more.
///
/// With it nothing of libcurl is needed before the first call to the vendor.
struct RuntimeConnection: ~Copyable {
    private let endpoint: String
    private let host: [UInt8]
    private let port: [UInt8]
    private let bodyLimit: Int
    private var descriptor: Int32 = -1
    private var buffer = [UInt8](repeating: 0, count: 16 << 10)

    /// - Parameters:
    ///   - endpoint: host and perhaps port (80 without); a host with colons is in brackets.
    ///   - bodyLimit: the most bytes that the body of an answer may have.
    init(endpoint: String, bodyLimit: Int) {
        self.endpoint = endpoint
        self.bodyLimit = bodyLimit
        var host = Array(endpoint.utf8)[...]
        var port = Array("80".utf8)[...]
        if let colon = host.lastIndex(of: 0x3A), !host[colon...].contains(0x5D) {
            port = host[(colon + 1)...]
            host = host[..<colon]
        }
        if host.first == 0x5B, host.last == 0x5D, host.count > 2 { host = host.dropFirst().dropLast() }
        self.host = Array(host) + [0]
        self.port = Array(port) + [0]
    }

    deinit {
        if descriptor >= 0 { enforcer_socket_close(descriptor) }
    }

    /// Sends a request and waits for the answer. What had arrived of it is in the answer after a failure, too.
    ///
    /// A request on a kept connection that turns out to be dead goes out again on a new one, within the same limit.
    /// - Parameters:
    ///   - path: the target, as it is sent.
    ///   - headers: besides `Host` and `Content-Length`.
    ///   - timeoutMilliseconds: for all of it; nil to wait for the answer as long as it takes.
    mutating func send(
        method: String,
        path: String,
        headers: [OutgoingRequest.Field] = [],
        body: [UInt8] = [],
        timeoutMilliseconds: Int? = nil
    ) -> HTTPAnswer {
        let head: [UInt8]
        do throws(TransportError) {
            head = try RequestHead.text(
                method: method,
                target: path,
                host: endpoint,
                headers: headers,
                bodySize: method == "GET" ? nil : body.count
            )
        } catch {
            return HTTPAnswer(failure: error)
        }
        let end = timeoutMilliseconds.map { enforcer_socket_now_ms() + Int64($0) }
        if isAlive {
            let reader = exchange(head, body, until: end)
            let isDead = reader.isUntouched && reader.answer.failure?.code == .connection
            if !isDead { return reader.answer }
        }
        if let failure = connect(until: end) { return HTTPAnswer(failure: failure) }
        return exchange(head, body, until: end).answer
    }

    // MARK: - The connection

    /// Whether there is a kept connection with nothing on it. One that the server has closed, or on which it says
    /// something that nobody asked for, is closed.
    private var isAlive: Bool {
        mutating get {
            if descriptor < 0 { return false }
            let number = descriptor
            var target = buffer.mutableSpan
            if enforcer_socket_receive(number, &target) == again { return true }
            close()
            return false
        }
    }

    private mutating func connect(until end: Int64?) -> TransportError? {
        let limit = min(end.map { timeLeft(until: $0) } ?? connectLimitMilliseconds, connectLimitMilliseconds)
        let result = enforcer_socket_connect(host.span, port.span, limit)
        if result < 0 { return error(Int64(result)) }
        descriptor = result
        return nil
    }

    private mutating func close() {
        enforcer_socket_close(descriptor)
        descriptor = -1
    }

    // MARK: - One request

    /// Sends and receives as the connection allows. An answer that comes early is read while the request is still on
    /// its way, so that neither side can wait for the other for ever.
    private mutating func exchange(_ head: [UInt8], _ body: [UInt8], until end: Int64?) -> AnswerReader {
        var reader = AnswerReader(bodyLimit: bodyLimit)
        var remaining = head.count + body.count
        let size = remaining
        while !reader.isFinished {
            var code = again
            if remaining > 0 {
                code = enforcer_socket_send(descriptor, head.span, body.span, size - remaining)
                if code > 0 {
                    remaining -= Int(code)
                    continue
                }
            }
            if code == again {
                // Looked at here, too, since a server that sends a byte now and then is never waited for long.
                let left = end.map { timeLeft(until: $0) }
                code = left == 0 ? timeout : wait(forSending: remaining > 0, left)
                if code == writable { continue }
            }
            // After any other failure, why the server has gone may be on the connection already.
            if code == timeout { reader.end(error(code)) } else { receive(&reader, failure: code) }
        }
        if remaining > 0 || !reader.isReusable { close() }
        return reader
    }

    private func wait(forSending: Bool, _ limit: Int64?) -> Int64 {
        Int64(enforcer_socket_wait(descriptor, forSending ? 1 : 0, limit ?? Int64(ENFORCER_SOCKET_NO_TIMEOUT)))
    }

    /// - Parameter failure: a negative code if sending or waiting has failed, so that there will be nothing to wait for.
    private mutating func receive(_ reader: inout AnswerReader, failure: Int64) {
        let number = descriptor
        var target = buffer.mutableSpan
        let count = enforcer_socket_receive(number, &target)
        if count > 0 {
            reader.take(buffer.span.extracting(first: Int(count)))
        } else if count == 0 {
            reader.end()
        } else if count != again {
            reader.end(error(count))
        } else if failure < 0 {
            reader.end(error(failure))
        }
    }

    private func error(_ code: Int64) -> TransportError {
        var text = [UInt8](repeating: 0, count: 128)
        var target = text.mutableSpan
        let count = enforcer_socket_message(code, &target)
        let message = String(decoding: text.prefix(Int(count)), as: UTF8.self)
        return TransportError(code == timeout ? .timeout : .connection, "Runtime API: \(message)")
    }
}

private let again = Int64(ENFORCER_SOCKET_AGAIN.rawValue)
private let timeout = Int64(ENFORCER_SOCKET_TIMEOUT.rawValue)
private let writable = Int64(ENFORCER_SOCKET_WRITABLE.rawValue)

/// A connection must come about in this time, even for a request without limit.
private let connectLimitMilliseconds: Int64 = 10_000

private func timeLeft(until end: Int64) -> Int64 {
    max(end - enforcer_socket_now_ms(), 0)
}
