// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A response on its way to the viewer.
public struct EdgeResponse: Sendable, Equatable {
    /// 100 to 599.
    public var status: Int

    /// What stands behind the status in HTTP/1.1; may be empty.
    public var reasonPhrase: String

    /// The lines in order, repeated names included.
    public var headers: [HeaderLine]

    /// The whole body.
    public var body: [UInt8]

    /// A response of given parts.
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
