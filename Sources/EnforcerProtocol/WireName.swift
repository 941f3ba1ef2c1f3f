// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Names that are spelt on the wire in one way only. Names of JSON members stand where they are written, each once.
package enum WireName {
    package static var riskCookie: StaticString { "_px3" }
    package static var visitorIDCookie: StaticString { "_pxvid" }
    package static var visitorCookie: StaticString { "_pxhd" }
    package static var crossTabSessionCookie: StaticString { "pxcts" }

    package static var handOverHeader: StaticString { "px-context" }

    package static var riskPath: StaticString { "/api/v3/risk" }
    package static var activitiesPath: StaticString { "/api/v1/collector/s2s" }

    /// The backend knows enforcers by platform and generation; ours behaves as 4.1.0 does, and says whose it is
    /// (protocol.md §5.3, configuration.md §3.6).
    package static var moduleVersion: StaticString { "AWS Lambda@Edge 4.1.0 (Edge Enforcer 0.1.0)" }
}
