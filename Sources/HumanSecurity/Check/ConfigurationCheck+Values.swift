// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

// Required values, the module as a whole, and numbers (configuration.md §1.1, §1.2, §1.7).

extension ConfigurationCheck {
    mutating func checkRequired() {
        if let app = value(.appID)?.string, !app.isEmpty {
            if Self.isPlaceholder(app) {
                warn(.appID, "looks like a placeholder; set it to the value shown in the HUMAN console")
            } else if !app.hasPrefix("PX") {
                warn(.appID, "does not begin with PX; copy it from the HUMAN console as it stands there")
            } else if !app.utf8.allSatisfy({ (ASCII.isLetter($0) || ASCII.isDigit($0)) }) {
                warn(.appID, "has characters that no app id has; copy it from the HUMAN console as it stands there")
            }
        }
        let secrets: [Option] = [
            .authToken, .cookieSecret, .loggerAuthToken, .remoteConfigAuthToken, .remoteConfigSecret,
        ]
        for option in secrets {
            for problem in value(option).map(SecretReference.problems) ?? [] { fail(option, problem) }
            for secret in value(option).map({ $0.elements ?? [$0] }) ?? [] {
                checkSecret(secret, of: option)
            }
        }
        if let namespace = value(.metricsNamespace)?.string, !namespace.isEmpty {
            if namespace.hasPrefix("AWS/") {
                warn(.metricsNamespace, "begins with AWS/, which CloudWatch keeps to itself; choose another name")
            } else if namespace.utf8.count > 255 || !namespace.utf8.allSatisfy(Self.mayBeInNamespace) {
                warn(
                    .metricsNamespace,
                    "is no namespace of CloudWatch: up to 255 letters, digits and . - _ / # : may be in it")
            }
        }
        if let token = value(.authToken)?.text, !token.isEmpty, value(.cookieSecret)?.text == token {
            warn(.cookieSecret, "is the same as px_auth_token; copy each of them from the HUMAN console")
        }
    }

    private mutating func checkSecret(_ secret: HumanSecurityValue, of option: Option) {
        guard let text = secret.string else {
            // A reference.
            if secret["secret"] != nil { return }
            if value(option)?.elements != nil {
                warn(option, "has an entry that is no text and is passed over; remove it")
            }
            return
        }
        if text.isEmpty {
            if value(option)?.elements != nil { warn(option, "has an empty entry, which is passed over; remove it") }
        } else if Self.isPlaceholder(text) {
            warn(option, "looks like a placeholder; set it to the value shown in the HUMAN console")
        } else if text.utf8.first.map(Self.isBlank) == true || text.utf8.last.map(Self.isBlank) == true {
            warn(option, "begins or ends with white space, which counts; remove it unless it belongs there")
        }
    }

    /// Whether `part` stands in `text`. The library's own search brings that of regular expressions along.
    private static func holds(_ text: String, _ part: String) -> Bool {
        var rest = text.utf8[...]
        while rest.count >= part.utf8.count {
            if rest.starts(with: part.utf8) { return true }
            rest.removeFirst()
        }
        return false
    }

    private static func mayBeInNamespace(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || Array(".-_/#:".utf8).contains(byte)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }

    /// Words that documentation, ours and the vendor's, puts where a value belongs.
    static func isPlaceholder(_ value: String) -> Bool {
        let text = value.lowercased()
        if ["…", "...", "placeholder"].contains(where: { holds(text, $0) }) { return true }
        if text.hasPrefix("<") && text.hasSuffix(">") || text.hasPrefix("${") || text.hasPrefix("{{") { return true }
        let letters = text.hasPrefix("px") ? text.dropFirst(2) : text[...]
        if letters.count >= 3, Set(letters).count == 1 { return true }
        let plain = text.filter { $0.isLetter || $0.isNumber }
        if text.hasPrefix("your-") || text.hasPrefix("your_") || text.hasPrefix("your ") || text.hasPrefix("demo-") {
            return true
        }
        return [
            "changeme", "secret", "password", "token", "todo", "example", "sample", "dummy", "demo", "test",
            "px12345678", "pxdemo0001", "pxappid", "appid", "yourappid", "authtoken", "cookiesecret", "replaceme",
        ].contains(plain)
    }

    mutating func checkModule() {
        if value(.moduleEnabled)?.bool == false {
            warn(.moduleEnabled, "is false, so nothing is enforced and nothing is reported; remove it to enforce")
        }
        guard let score = value(.blockingScore)?.number else { return }
        if score < 0 || score > 100 {
            let effect = score < 0 ? "everything is blocked" : "nothing is ever blocked"
            warn(.blockingScore, "is outside of 0 to 100, so \(effect); use a score from 1 to 100")
        } else if score == 0 {
            warn(.blockingScore, "is 0, so everything is blocked; use a score from 1 to 100")
        }
    }

    mutating func checkNumbers() {
        let limits: [Option] = [
            .userAgentMaximumLength, .tokenMaximumLength, .tokenMinimumIterations, .tokenMaximumIterations,
        ]
        for option in limits {
            guard let number = value(option)?.number else { continue }
            if number < 0 {
                warn(option, "is negative and taken as 0; use a whole number above 0")
            } else if number == 0, option != .tokenMinimumIterations {
                warn(option, "is 0, which no request can keep to; use a whole number above 0")
            } else if number != number.rounded(.down) {
                warn(option, "is no whole number and is rounded down; use a whole one")
            }
        }
        let minimum = value(.tokenMinimumIterations)?.number ?? 500
        let maximum = value(.tokenMaximumIterations)?.number ?? 5000
        if minimum > maximum {
            let option = value(.tokenMinimumIterations) == nil ? Option.tokenMaximumIterations : .tokenMinimumIterations
            warn(option, "leaves no count between the minimum and the maximum, so no token is accepted; swap them")
        }
        if let timeout = value(.firstPartyTimeout)?.number, timeout < 1 || timeout > 30_000 {
            warn(.firstPartyTimeout, "is outside of 1 to 30000 ms; the nearest sensible limit is used instead")
        }
        for option in [Option.riskTimeout, .firstPartyTimeout] {
            if let timeout = value(option)?.number, timeout >= 5000, timeout <= 30_000 {
                warn(option, "is as long as CloudFront lets a viewer-request function run; stay below 5000 ms")
            }
        }
        for option in [Option.activityBatchSize, .activityBatchTimeout] where isChanged(option) {
            warn(option, "has no effect at the edge, where every request sends its own activity; remove it")
        }
        let remote: [Option] = [
            .remoteConfigEnabled, .remoteConfigAuthToken, .remoteConfigSecret, .remoteConfigFetchAttempts,
            .remoteConfigRetryInterval,
        ]
        for option in remote where isChanged(option) {
            warn(option, "has no effect at the edge, which has no store for remote configuration; remove it")
        }
    }
}
