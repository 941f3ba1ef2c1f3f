// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import FoundationNetworking

/// An origin elsewhere, reached over HTTP or HTTPS.
final class RemoteOrigin: Origin {
    private let address: String
    private let session: URLSession

    init(_ origin: CustomOrigin) {
        address = origin.address
        let configuration = URLSessionConfiguration.ephemeral
        // Cookies belong to the visitor, and so do redirects.
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.timeoutIntervalForRequest = Double(origin.readTimeout)
        session = URLSession(configuration: configuration, delegate: RedirectRefusal(), delegateQueue: nil)
    }

    deinit {
        session.invalidateAndCancel()
    }

    func respond(to request: ViewerRequest) async throws(OriginFailure) -> EdgeResponse {
        guard let url = URL(string: address + request.target) else {
            throw OriginFailure(status: 502, reason: "the path cannot be sent to the origin")
        }
        var outgoing = URLRequest(url: url)
        outgoing.httpMethod = request.method
        for (name, value) in Self.fields(of: request) { outgoing.setValue(value, forHTTPHeaderField: name) }
        // The client undoes compression by itself; asking for none keeps lengths and encodings true.
        outgoing.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        if !request.body.isEmpty { outgoing.httpBody = Data(request.body) }

        do {
            let (data, response) = try await session.data(for: outgoing)
            guard let response = response as? HTTPURLResponse else {
                throw OriginFailure(status: 502, reason: "its answer is no HTTP")
            }
            return EdgeResponse(status: response.statusCode, headers: Self.lines(of: response), body: Array(data))
        } catch let failure as OriginFailure {
            throw failure
        } catch {
            throw OriginFailure(status: 502, reason: "CloudFront could not connect to \(address)")
        }
    }

    /// Lines of one name as one: cookies are joined in their own way (RFC 6265 §5.4).
    private static func fields(of request: ViewerRequest) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        for line in request.headers where !notForwarded.contains(line.lowercasedName) {
            let name = line.lowercasedName
            if let index = fields.firstIndex(where: { $0.name.lowercased() == name }) {
                fields[index].value += (name == "cookie" ? "; " : ", ") + line.value
            } else {
                fields.append((line.name, line.value))
            }
        }
        return fields
    }

    private static func lines(of response: HTTPURLResponse) -> [HeaderLine] {
        var lines: [HeaderLine] = []
        for (name, value) in response.allHeaderFields {
            guard let name = name as? String, let value = value as? String else { continue }
            if notReturned.contains(name.lowercased()) { continue }
            if name.lowercased() == "set-cookie" {
                lines += splitCookies(value).map { HeaderLine("Set-Cookie", $0) }
            } else {
                lines.append(HeaderLine(name, value))
            }
        }
        return lines
    }

    /// The client joins Set-Cookie lines with commas. A comma begins a new cookie if a name and `=` follow; the comma of
    /// an `Expires` date is followed by a blank and digits.
    static func splitCookies(_ joined: String) -> [String] {
        var cookies: [String] = []
        for piece in joined.split(separator: ",", omittingEmptySubsequences: false) {
            let trimmed = piece.drop { $0 == " " }
            let name = trimmed.prefix { $0 != "=" && $0 != ";" && $0 != " " }
            let isNew = !name.isEmpty && trimmed.dropFirst(name.count).first == "="
            if isNew || cookies.isEmpty {
                cookies.append(String(trimmed))
            } else {
                cookies[cookies.count - 1] += "," + piece
            }
        }
        return cookies
    }

    private static let notForwarded: Set<String> = [
        "connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
        "content-length", "expect", "accept-encoding",
    ]

    private static let notReturned: Set<String> = [
        "connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding", "upgrade", "trailer",
    ]
}
