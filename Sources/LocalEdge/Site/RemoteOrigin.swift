// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import FoundationNetworking

/// An origin elsewhere, reached over HTTP or HTTPS.
final class RemoteOrigin: Origin {
    private let base: URL
    private let session: URLSession

    /// - Parameter base: scheme, host and perhaps port and a path that is put before every request's.
    init?(_ base: String) {
        guard let url = URL(string: base), let scheme = url.scheme, ["http", "https"].contains(scheme), url.host != nil
        else { return nil }
        self.base = url
        let configuration = URLSessionConfiguration.ephemeral
        // Cookies belong to the visitor, and so do redirects.
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.timeoutIntervalForRequest = 30
        session = URLSession(configuration: configuration, delegate: RedirectRefusal(), delegateQueue: nil)
    }

    deinit {
        session.invalidateAndCancel()
    }

    func respond(to request: ViewerRequest) async -> EdgeResponse {
        var prefix = base.absoluteString
        while prefix.hasSuffix("/") { prefix.removeLast() }
        guard let url = URL(string: prefix + request.target) else {
            return ErrorPage.make(status: 502, error: "The path cannot be sent to the origin.")
        }
        var outgoing = URLRequest(url: url)
        outgoing.httpMethod = request.method
        for line in request.headers where !Self.notForwarded.contains(line.lowercasedName) {
            outgoing.addValue(line.value, forHTTPHeaderField: line.name)
        }
        outgoing.setValue(request.clientIP, forHTTPHeaderField: "X-Forwarded-For")
        // The client undoes compression by itself; asking for none keeps lengths and encodings true.
        outgoing.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        if !request.body.isEmpty { outgoing.httpBody = Data(request.body) }

        do {
            let (data, response) = try await session.data(for: outgoing)
            guard let response = response as? HTTPURLResponse else {
                return ErrorPage.make(status: 502, error: "The origin's answer is no HTTP.")
            }
            return EdgeResponse(status: response.statusCode, headers: Self.lines(of: response), body: Array(data))
        } catch {
            return ErrorPage.make(status: 502, error: "CloudFront could not connect to the origin.")
        }
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
        "host", "connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
        "content-length", "expect", "x-forwarded-for", "accept-encoding",
    ]

    private static let notReturned: Set<String> = [
        "connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding", "upgrade", "trailer",
    ]
}
