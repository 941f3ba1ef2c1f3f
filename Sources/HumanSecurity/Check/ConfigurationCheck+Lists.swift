// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

// Lists whose entries can never match, URLs and paths (configuration.md §1.3, §1.5 to §1.8).

extension ConfigurationCheck {
    mutating func checkLists() {
        for (number, entry) in texts(.filterByExtension) {
            let name = entry.first == 0x2E ? entry.dropFirst() : entry[...]
            if name.isEmpty {
                warn(.filterByExtension, "has an empty entry \(number), which never matches; remove it")
            } else if name.contains(0x2F) {
                warn(.filterByExtension, "has an entry \(number) with a slash, which no extension has; name it alone")
            } else if name.contains(0x2E) {
                warn(
                    .filterByExtension,
                    "has an entry \(number) with a second dot, so it never matches; keep the last part")
            } else if name.contains(0x2A) || name.contains(0x20) {
                warn(
                    .filterByExtension, "has an entry \(number) with a * or a blank, so it never matches; name it alone"
                )
            }
        }
        for (number, entry) in texts(.filterByMethod) where !Self.isToken(entry) {
            warn(.filterByMethod, "has an entry \(number) that is no method's name; write for example \"HEAD\"")
        }
        for option in [Option.sensitiveHeaders, .ipHeaders] {
            for (number, entry) in texts(option) where !Self.isToken(entry) {
                warn(option, "has an entry \(number) that no header can be named; write the name alone")
            }
        }
        if value(.sensitiveHeaders)?.elements != nil,
            !texts(.sensitiveHeaders).contains(where: { String(decoding: $0.1, as: UTF8.self).lowercased() == "cookie" }
            )
        {
            warn(.sensitiveHeaders, "replaces the default and leaves out \"cookie\", so cookies are sent on; add it")
        }
        let names: [Option] = [
            .bypassMonitorHeader, .customCookieHeader, .compromisedCredentialsHeader, .loginHeaderName, .jwtHeaderName,
        ]
        for option in names {
            if let name = value(option)?.text, !name.isEmpty, !Self.isToken(name) {
                warn(option, "has characters that no header's name has; write the name alone")
            }
        }
        let types = ["query", "mutation", "subscription"]
        for (number, entry) in texts(.sensitiveOperationTypes)
        where !types.contains(String(decoding: entry, as: UTF8.self)) {
            warn(
                .sensitiveOperationTypes,
                "has an entry \(number) that is no operation type; use \"query\", \"mutation\" or \"subscription\"")
        }
        for option in Option.allCases where option.valueType == .strings {
            for (index, entry) in entries(option).enumerated() where entry.text == nil {
                warn(option, "has an entry \(index + 1) that is no text and is passed over; remove it")
            }
        }
    }

    mutating func checkAddresses() {
        for (number, entry) in texts(.filterByIP) {
            if AddressRange.parse(entry.span) == nil {
                warn(
                    .filterByIP, "has an entry \(number) that is no address or CIDR block, so it never matches; mend it"
                )
            } else if let slash = entry.lastIndex(of: 0x2F) {
                if entry[..<slash].contains(0x3A), IPAddress.parse(Array(entry[..<slash]).span)?.isIPv4 == true {
                    warn(
                        .filterByIP,
                        "has an entry \(number) with a mapped IPv4 block, which never matches; write it as IPv4")
                } else if entry[(slash + 1)...].allSatisfy({ $0 == 0x30 }) {
                    warn(.filterByIP, "has an entry \(number) that takes in every address of its kind; narrow it")
                }
            }
        }
        for option in [Option.backendURL, .collectorURL, .captchaURL, .clientURL] {
            guard let url = value(option)?.string, !url.isEmpty else { continue }
            if url.hasPrefix("http://") {
                warn(option, "is not encrypted on its way; use https://")
            } else if !url.hasPrefix("https://") || url.utf8.contains(0x20) {
                warn(option, "is no URL that can be called; write https://, a host and nothing else")
            } else if url.hasSuffix("/") || url.contains("?") || url.contains("#") {
                warn(option, "has more behind the host than a base URL may have; write https:// and the host")
            }
        }
        for option in [Option.firstPartySensorEndpoint, .firstPartyXHREndpoint, .firstPartyCaptchaEndpoint] {
            guard let path = value(option)?.string, !path.isEmpty else { continue }
            if !path.hasPrefix("/") {
                warn(option, "never matches, as paths begin with a slash; begin it with one")
            } else if path == "/" {
                warn(option, "takes the place of the whole site; use a path of its own")
            }
        }
        if let prefix = value(.firstPartyPrefix)?.string, !prefix.isEmpty, prefix.hasSuffix("/") {
            warn(.firstPartyPrefix, "ends with a slash, so its paths have two in a row and never match; leave it out")
        }
    }

    /// The texts of a list with their numbers, counted from 1.
    private func texts(_ option: Option) -> [(Int, [UInt8])] {
        entries(option).enumerated().compactMap { index, entry in entry.text.map { (index + 1, $0) } }
    }

    /// A token of RFC 9110 §5.6.2: what methods and header names are made of.
    private static func isToken(_ text: [UInt8]) -> Bool {
        !text.isEmpty
            && text.allSatisfy { (ASCII.isLetter($0) || ASCII.isDigit($0)) || "!#$%&'*+-.^_`|~".utf8.contains($0) }
    }
}
