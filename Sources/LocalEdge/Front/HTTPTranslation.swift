// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import FlyingFox
import Foundation

/// Between the server's requests and responses and the edge's.
enum HTTPTranslation {
    /// Lets a visitor of the simulator choose where the request seems to come from.
    static let clientAddressHeader = "x-demo-client-ip"

    /// The request as a viewer sent it.
    ///
    /// The server keeps one value a name (the last one), so a repeated header line arrives as a single element here.
    static func viewerRequest(from request: HTTPRequest) async throws -> ViewerRequest {
        var lines = request.headers.map { HeaderLine($0.key.rawValue, $0.value) }
        lines.sort { $0.lowercasedName < $1.lowercasedName }
        let address = lines.first(clientAddressHeader) ?? peer(of: request)
        lines.remove(clientAddressHeader)
        return ViewerRequest(
            method: request.method.rawValue,
            uri: request.target.path(),
            querystring: request.target.query(),
            headers: lines,
            clientIP: address,
            body: Array(try await request.bodyData)
        )
    }

    static func serverResponse(from response: EdgeResponse, to method: String) -> HTTPResponse {
        var headers = HTTPHeaders()
        for line in response.headers {
            headers.addValue(line.value, for: HTTPHeader(line.name))
        }
        let phrase = response.reasonPhrase.isEmpty ? ReasonPhrase.of(response.status) : response.reasonPhrase
        // The server would send a body after a HEAD, so it gets none, only its length.
        headers[.contentLength] = String(response.body.count)
        return HTTPResponse(
            statusCode: HTTPStatusCode(response.status, phrase: phrase),
            headers: headers,
            body: method == "HEAD" ? Data() : Data(response.body)
        )
    }

    private static func peer(of request: HTTPRequest) -> String {
        switch request.remoteAddress {
        case .ip4(let address, _), .ip6(let address, _): address
        case .unix, nil: "127.0.0.1"
        }
    }
}
