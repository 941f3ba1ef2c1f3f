// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import FlyingSocks
import Foundation

/// Reads one request after the other from a connection.
struct RequestReader {
    /// Why there is no request; the connection ends after the answer.
    enum Failure: Error, Equatable {
        case malformed(String)
        case headTooLarge
        case bodyTooLarge
    }

    /// What is read at most: enough to say what CloudFront says about heads above its limit.
    static let headLimit = 256 * 1_024
    static let bodyLimit = 64 * 1_024 * 1_024

    private let socket: AsyncSocket
    private var buffer: [UInt8] = []

    init(_ socket: AsyncSocket) {
        self.socket = socket
    }

    /// The next request; nil if the visitor has ended the connection.
    mutating func next() async throws -> (head: RequestHead, body: [UInt8])? {
        guard let end = try await headEnd() else { return nil }
        let head: RequestHead
        do {
            head = try RequestHead(buffer[..<end])
        } catch {
            throw Failure.malformed(error.reason)
        }
        buffer.removeFirst(end + 4)
        if head.expectsContinue { try await socket.write(Data("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
        switch head.framing {
        case .length(let count): return (head, try await take(count))
        case .chunked: return (head, try await takeChunks())
        }
    }

    /// Where the empty line begins.
    private mutating func headEnd() async throws -> Int? {
        var searched = 0
        while true {
            var index = searched
            while index + 4 <= buffer.count {
                if buffer[index] == 13, buffer[index + 1] == 10, buffer[index + 2] == 13, buffer[index + 3] == 10 {
                    return index
                }
                index += 1
            }
            searched = index
            guard buffer.count <= Self.headLimit else { throw Failure.headTooLarge }
            guard try await fill() else { return nil }
        }
    }

    private mutating func take(_ count: Int) async throws -> [UInt8] {
        guard count <= Self.bodyLimit else { throw Failure.bodyTooLarge }
        while buffer.count < count {
            guard try await fill() else { throw Failure.malformed("the body ends early") }
        }
        let body = Array(buffer[..<count])
        buffer.removeFirst(count)
        return body
    }

    private mutating func takeChunks() async throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let row = try await takeRow()
            // What follows a semicolon is an extension, which nobody uses.
            guard let size = Int(row.prefix { $0 != ";" }, radix: 16), size >= 0 else {
                throw Failure.malformed("not a chunk size")
            }
            if size == 0 { break }
            guard size <= Self.bodyLimit, body.count + size <= Self.bodyLimit else { throw Failure.bodyTooLarge }
            body += try await take(size)
            guard try await takeRow().isEmpty else { throw Failure.malformed("a chunk without an end") }
        }
        // Trailers are dropped.
        while try await !takeRow().isEmpty {}
        return body
    }

    private mutating func takeRow() async throws -> String {
        while true {
            if let end = buffer.firstIndex(of: 10) {
                let row = buffer[..<end].last == 13 ? buffer[..<(end - 1)] : buffer[..<end]
                let text = String(decoding: row, as: UTF8.self)
                buffer.removeFirst(end + 1)
                return text
            }
            guard buffer.count <= 8_192 else { throw Failure.malformed("a row of a chunked body is too long") }
            guard try await fill() else { throw Failure.malformed("the body ends early") }
        }
    }

    /// Reads what is there; false at the end of the connection.
    private mutating func fill() async throws -> Bool {
        do {
            let bytes = try await socket.read(atMost: 65_536)
            buffer += bytes
            return !bytes.isEmpty
        } catch SocketError.disconnected {
            return false
        }
    }
}
