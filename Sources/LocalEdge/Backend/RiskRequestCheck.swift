// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Holds a Risk API request against protocol.md §5.1 to §5.3.
public enum RiskRequestCheck {
    /// Everything that is wrong with it; empty if it is right.
    public static func violations(
        headers: [HeaderLine],
        body: [UInt8],
        expecting expectations: BackendExpectations
    ) -> [String] {
        var check = PayloadCheck()
        check.transport(headers, expecting: expectations)
        guard let payload = JSONValue(body), let members = payload.objectValue else {
            check.fail("the body is not a JSON object")
            return check.violations
        }

        for name in members.keys.sorted() where !topLevel.contains(name) {
            check.fail("\(name) does not belong to a risk request")
        }
        for name in ["vid", "client_uuid", "pxhd"] {
            check.text(name, in: payload, path: "", required: false)
        }

        let request = payload["request"]
        check.object("request", in: payload, path: "")
        check.text("socket_ip", in: request, path: "request")
        check.headerList(request?["headers"], path: "request.headers", without: expectations.sensitiveHeaders)
        check.member("url", in: request, path: "request", expected: "an absolute URL") {
            $0.stringValue.map { $0.hasPrefix("https://") || $0.hasPrefix("http://") } ?? false
        }

        let additional = payload["additional"]
        check.object("additional", in: payload, path: "")
        CommonDetailsCheck.check(additional, path: "additional", into: &check)
        check.member(
            "s2s_call_reason",
            in: additional,
            path: "additional",
            expected: "a known call reason",
            CommonDetailsCheck.isCallReason
        )
        check.number("risk_start_time", in: additional, path: "additional")
        return check.violations
    }

    private static let topLevel: Set<String> = ["vid", "client_uuid", "pxhd", "request", "additional"]
}
