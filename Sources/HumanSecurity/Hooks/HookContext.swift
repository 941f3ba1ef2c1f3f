// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What is known of a request when it has been decided: what ``HumanSecurityHooks/additionalActivityHandler`` is told.
public struct HookContext: Sendable {
    /// All of it, under the names of the vendor's context (protocol.md §1.8). Holds the request's headers and cookies.
    public let value: HumanSecurityValue

    init(json: [UInt8]) {
        value = HumanSecurityValue(json: json) ?? .null
    }

    /// `pass_request`, `simulated_block` or `block`.
    public var action: String { value["action"]?.string ?? "" }

    /// Why, by product: `bd` (bot defender) or `hsc` (hype sale).
    public var reasons: [String: String] {
        var reasons: [String: String] = [:]
        for member in value["reasons"]?.members ?? [] {
            reasons[member.name] = member.value.string
        }
        return reasons
    }

    /// 0 to 100; nil if none is known.
    public var score: Double? { value["score"]?.number }

    /// The client's session id (`client_uuid`).
    public var uuid: String? { value["uuid"]?.string }

    /// The visitor's id.
    public var vid: String? { value["vid"]?.string }

    /// The letter of the challenge that a block has, or would have.
    public var blockAction: String? { value["blockAction"]?.string }

    /// HUMAN's data enrichment, and whether it is HUMAN's word (protocol.md §11.4).
    public var pxde: HumanSecurityValue? { value["pxde"] }

    /// Whether ``pxde`` bears HUMAN's signature.
    public var isPXDEVerified: Bool { value["pxdeVerified"]?.bool ?? false }

    /// What ``HumanSecurityHooks/enrichCustomParameters`` gave.
    public var customParameters: HumanSecurityValue? { value["customParameters"] }
}
