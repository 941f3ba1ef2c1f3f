// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A request as a viewer sent it, or as a function let it go on.
public struct ViewerRequest: Sendable, Equatable {
    /// In capitals.
    public var method: String

    /// The path as received: not decoded, begins with `/`.
    public var uri: String

    /// Without the leading `?`; empty if there is none.
    public var querystring: String

    /// The lines in order, repeated names included.
    public var headers: [HeaderLine]

    /// The address of the peer, without a port.
    public var clientIP: String

    /// The whole body; empty for none.
    public var body: [UInt8]

    /// Where the request goes; nil until a cache behaviour has said so.
    public var origin: CustomOrigin?

    /// A request of given parts.
    public init(
        method: String,
        uri: String,
        querystring: String = "",
        headers: [HeaderLine] = [],
        clientIP: String = "127.0.0.1",
        body: [UInt8] = []
    ) {
        self.method = method
        self.uri = uri
        self.querystring = querystring
        self.headers = headers
        self.clientIP = clientIP
        self.body = body
    }

    /// Path and query as they stand in a request line.
    public var target: String { querystring.isEmpty ? uri : "\(uri)?\(querystring)" }
}
