// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

/// Holds a call for a script, or of the sensor, against protocol.md §8.3.
public enum FirstPartyCheck {
    /// What is called for.
    public enum Kind: String, Sendable, CaseIterable {
        /// The script that watches a page.
        case sensor
        /// The script of the challenge.
        case captcha
        /// What the sensor sends.
        case xhr
    }

    /// Everything that is wrong with a first-party call; nil if the call is none: a page may load the scripts from the
    /// vendor itself, as those in apps do.
    /// - Parameters:
    ///   - headers: the call's.
    ///   - kind: what is called for.
    ///   - expectations: what the call is compared with.
    ///   - ownAddress: host and port that the backend listens on.
    public static func violations(
        _ headers: [HeaderLine],
        for kind: Kind,
        expecting expectations: BackendExpectations,
        ownAddress: String
    ) -> [String]? {
        let host = headers.first("host") ?? ""
        let vendorHost = expectations.firstPartyHosts[kind]
        let mark = headers.first("x-px-first-party")
        guard mark != nil || host == vendorHost else { return nil }

        var check = PayloadCheck()
        if mark != "1" { check.fail("header x-px-first-party is \(mark ?? "missing"), not 1") }
        if host != ownAddress, host != vendorHost {
            check.fail("header host is \(host), neither \(vendorHost ?? "a vendor's") nor \(ownAddress)")
        }
        let address = headers.first("x-px-enforcer-true-ip") ?? ""
        if IPAddress.parse(Array(address.utf8).span) == nil {
            check.fail("header x-px-enforcer-true-ip is \(address.isEmpty ? "missing" : "not an address")")
        }
        let forwarded = headers.all("x-forwarded-for").joined(separator: ",").split(separator: ",")
        if forwarded.last?.drop(while: { $0 == " " }) != Substring(address) {
            check.fail("header x-forwarded-for does not end in the visitor's address")
        }
        sensitive(headers, expectations.sensitiveHeaders, &check)
        return check.violations
    }

    /// Of a sensitive `cookie` only the visitor id is sent, in a cookie of its own name.
    private static func sensitive(_ headers: [HeaderLine], _ names: Set<String>, _ check: inout PayloadCheck) {
        for name in names.sorted() {
            for value in headers.all(name) {
                let isVisitor = name == "cookie" && value.hasPrefix("pxvid=") && !value.contains(";")
                if !isVisitor { check.fail("sensitive header \(name) was sent") }
            }
        }
    }
}
