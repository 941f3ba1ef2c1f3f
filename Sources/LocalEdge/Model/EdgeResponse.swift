// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A response on its way to the viewer.
public struct EdgeResponse: Sendable, Equatable {
    public var status: Int
    public var reasonPhrase: String
    public var headers: [HeaderLine]
    public var body: [UInt8]

    public init(status: Int, reasonPhrase: String = "", headers: [HeaderLine] = [], body: [UInt8] = []) {
        self.status = status
        self.reasonPhrase = reasonPhrase
        self.headers = headers
        self.body = body
    }

    init(status: Int, reasonPhrase: String = "", contentType: String, body: String) {
        self.init(
            status: status,
            reasonPhrase: reasonPhrase,
            headers: [HeaderLine("Content-Type", contentType)],
            body: Array(body.utf8)
        )
    }
}
