// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

// The header that HumanEnforcer writes for HumanActivities, seen from the other side. Whatever is in it may come from a
// visitor until its signature is found to be ours.

extension Exchange {
    /// Reads the hand-over of the request in the event. Nil if it is good; then the exchange knows of the request what
    /// HumanEnforcer knew.
    mutating func readHandOver(_ engine: inout Engine, now: Int64) -> Decision.Reason? {
        guard let value = header(WireName.handOverHeader) else { return .handOverMissing }
        guard value.count <= Self.handOverLimit + Self.signatureCount else {
            return refuse("too_large", .handOverRefused)
        }
        guard isSignedByUs(value, &engine), document.reads(value, of: text), document.kind(of: 0) == .object else {
            return refuse("not_ours", .handOverRefused)
        }
        guard isFresh(value, now: now) else { return refuse("expired", .handOverExpired) }
        restore(value)
        trace.note(.handOver, "read")
        return nil
    }

    private mutating func refuse(_ outcome: StaticString, _ reason: Decision.Reason) -> Decision.Reason {
        trace.note(.handOver, outcome)
        return reason
    }

    /// `,"hmac":"` + 64 digits + `"}`
    static var signatureCount: Int { 75 }

    /// Whether the last member is the HMAC of all before it, with one of our secrets.
    private mutating func isSignedByUs(_ value: ByteSlice, _ engine: inout Engine) -> Bool {
        guard value.count > Self.signatureCount else { return false }
        let content = ByteSlice(from: value.start, to: value.end - Self.signatureCount)
        guard text.bytes(of: ByteSlice(from: content.end, to: content.end + 9)).equals(",\"hmac\":\""),
            text.bytes(of: value).hasSuffix("\"}")
        else { return false }
        return isSignedByAnySecret(content, signature: ByteSlice(from: content.end + 9, to: value.end - 2), &engine)
    }

    /// Whether it was made for a request of this visitor, and lately: an old one, or one that somebody else got hold of,
    /// says nothing about this request.
    private func isFresh(_ base: ByteSlice, now: Int64) -> Bool {
        let bytes = text.bytes(of: base)
        guard let time = document.member("enforcerStartTime", of: 0, in: bytes),
            let began = document.number(of: time, in: bytes),
            Double(now) - began < Self.lifetime, began - Double(now) < Self.lifetime
        else { return false }
        guard let peer = document.member("peer", of: 0, in: bytes) else { return false }
        return document.text(of: peer).equals(text.bytes(of: event.request.clientIP.raw), in: bytes)
    }

    /// Far longer than an origin may take, its repetitions included, and the clocks of two machines may differ, in ms.
    private static var lifetime: Double { 600_000 }

    /// Whether this process has seen the request before: it is reported once, whatever happens on the way to the origin.
    mutating func isRepeated(_ engine: inout Engine) -> Bool {
        let isRepeated = !engine.reported.insert(text.bytes(of: context.requestID))
        if isRepeated { trace.note(.handOver, "reported_before") }
        return isRepeated
    }
}
