// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Brings what two enforcers wrote into one form: what is free is levelled, everything else is kept.
enum VectorNormaliser {
    private static let free: Set<String> = [
        "request_id", "requestId", "module_version", "moduleVersion", "risk_rtt", "riskRtt", "node_name", "nodeName",
        "os_name", "osName",
    ]
    /// JSON inside a text.
    private static let nested: Set<String> = ["px_cookie", "px_decoded_original_token", "payloadString", "px-context"]
    private static let sorted: Set<String> = ["request_cookie_names", "variables"]
    /// Members that this enforcer may send and the vendor's does not.
    private static let extra: Set<String> = ["is_sensitive_route", "hostname"]

    static func normalised(_ value: VectorValue, key: String = "") -> VectorValue {
        if free.contains(key) { return .text("<\(key)>") }
        switch value {
        case .text(let text) where nested.contains(key):
            return VectorValue.parse(text: text).map { normalised($0) } ?? value
        case .list(let values):
            let values = values.map { normalised($0) }
            let isHeaders = !values.isEmpty && values.allSatisfy { Set($0.members.keys) == ["name", "value"] }
            guard sorted.contains(key) || isHeaders else { return .list(values) }
            return .list(values.sorted { order($0) < order($1) })
        case .object(let members):
            var result: [String: VectorValue] = [:]
            for (name, member) in members where !extra.contains(name) && member != .null {
                result[name] = normalised(member, key: name)
            }
            if let name = result["name"]?.text, result.count == 2, result["value"] != nil {
                result["name"] = .text(name.lowercased())
            }
            return .object(result)
        default:
            return value
        }
    }

    private static func order(_ value: VectorValue) -> String {
        value.text ?? "\(value["name"]?.text ?? "")\u{0}\(value["value"]?.text ?? "")"
    }

    /// `expected` cut out of `actual`: members of objects that only `actual` has are left out.
    static func reduced(_ actual: VectorValue, to expected: VectorValue) -> VectorValue {
        guard case .object(let members) = actual, case .object(let wanted) = expected else { return actual }
        return .object(
            members.filter { wanted[$0.key] != nil }.reduce(into: [:]) { result, member in
                result[member.key] = wanted[member.key].map { reduced(member.value, to: $0) }
            }
        )
    }

    /// The values that a block page sets, and the two addresses that it loads.
    static func pageValues(_ html: String) -> [String: VectorValue] {
        var values: [String: VectorValue] = [:]
        let literal = /(?:window\.(_px\w+)|var (\w+))\s*=\s*("(?:[^"\\]|\\.)*"|true|false)\s*;/
        for match in html.matches(of: literal) {
            let name = String(match.1 ?? match.2 ?? "")
            values[name] = VectorValue.parse(text: String(match.3))
        }
        return values
    }

    /// `a?b=%3D` as `a?b==`: either way of writing a parameter reads as the same.
    static func unescaped(_ value: VectorValue?) -> String? {
        value?.text.map { $0.removingPercentEncoding ?? $0 }
    }
}
