// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What a risk token says (protocol.md §3.4).
public struct RiskTokenClaim: Sendable, Equatable {
    /// In ms since the epoch.
    public var expiry: Int64

    /// 0 to 100.
    public var score: Int

    /// The request that the token came of.
    public var uuid: String

    /// The visitor's id.
    public var vid: String

    /// The letter of the challenge that a high score brings.
    public var action: String

    /// A claim of given parts.
    public init(expiry: Int64, score: Int, uuid: String, vid: String, action: String) {
        self.expiry = expiry
        self.score = score
        self.uuid = uuid
        self.vid = vid
        self.action = action
    }

    /// The payload as it is sealed.
    var payload: JSONValue {
        [
            "u": .string(uuid), "v": .string(vid), "t": .number(Double(expiry)), "s": .number(Double(score)),
            "a": .string(action),
        ]
    }
}
