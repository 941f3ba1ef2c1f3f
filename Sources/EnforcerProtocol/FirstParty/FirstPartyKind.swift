// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What a first-party request is for (protocol.md §8).
package enum FirstPartyKind: UInt8, BitwiseCopyable, Sendable {
    case sensor
    case xhr
    case captcha

    package var name: StaticString {
        switch self {
        case .sensor: "first_party_sensor"
        case .xhr: "first_party_xhr"
        case .captcha: "first_party_captcha"
        }
    }
}

/// A request for one of the vendor's scripts or for its collector.
struct FirstPartyMatch: BitwiseCopyable, Sendable {
    var kind: FirstPartyKind

    /// How much of the path names the kind; what stands behind it goes to the collector.
    var prefixCount: Int
}
