// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where a site serves HUMAN's scripts and collector itself, and where those come from (configuration.md §1.7, §1.8).
struct FirstPartyAddresses: Sendable, Equatable {
    let isEnabled: Bool

    /// As pages of the site name them: the most specific ones that are configured.
    let sensorPath: String
    let collectorPath: String

    /// The cache behaviours that first-party paths need, all variants that are served.
    let patterns: [PathPattern]

    /// The vendor's hosts, in lower case.
    let sensorHost: String
    let captchaHost: String
    let collectorHost: String

    /// - Parameter configuration: with the vendor's URLs, not with those of a backend that stands in.
    init(_ configuration: JSONValue) {
        func text(_ name: String) -> String { configuration[name]?.stringValue ?? "" }

        let appID = text("px_app_id")
        let standard = "/\(appID.dropFirst(2))"
        var prefix = text("px_custom_first_party_prefix")
        if !prefix.isEmpty, !prefix.hasPrefix("/") { prefix = "/" + prefix }
        let sensor = text("px_custom_first_party_sensor_endpoint")
        let collector = text("px_custom_first_party_xhr_endpoint")
        let captcha = text("px_custom_first_party_captcha_endpoint")

        isEnabled = configuration["px_first_party_enabled"] != false
        let directory = prefix.isEmpty ? standard : prefix
        sensorPath = sensor.isEmpty ? "\(directory)/init.js" : sensor
        collectorPath = collector.isEmpty ? "\(directory)/xhr" : collector

        // An endpoint without its slash matches no path, whatever the pattern would.
        let texts =
            [standard, prefix].filter { !$0.isEmpty }.map { "\($0)/*" } + [sensor].filter { $0.hasPrefix("/") }
            + [collector, captcha].filter { $0.hasPrefix("/") }.map { "\($0)*" }
        patterns = texts.map { PathPattern($0) }

        func host(_ name: String, default standard: String) -> String {
            URL(string: text(name))?.host?.lowercased() ?? standard
        }
        sensorHost = host("px_backend_client_url", default: "client.perimeterx.net")
        captchaHost = host("px_backend_captcha_url", default: "captcha.px-cdn.net")
        collectorHost = host("px_backend_collector_url", default: "collector-\(appID.lowercased()).perimeterx.net")
    }

    var hosts: Set<String> { [sensorHost, captchaHost, collectorHost] }
}
