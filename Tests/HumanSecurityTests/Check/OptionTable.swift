// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

/// What `docs/options.md` says. Keys, types and defaults come from the one table in the code; a new option without a
/// text here does not compile.
enum OptionTable {
    static var markdown: String {
        var lines = [
            "<!-- Written by OptionTableTests; to write it anew, run that test with UPDATE_DOCS=1. -->",
            "",
            "# Options",
            "",
            "Every option that a configuration may have, with the key that the vendor's enforcer uses. A value of",
            "another type than the one given is ignored and the default holds. `edge-enforcer check FILE` lists what is",
            "wrong with a configuration.",
            "",
            "*Route lists* hold text, which is a prefix of the path, and `{\"regex\": …, \"flags\": …}` objects, which are",
            "searched for in it. Regular expressions are JavaScript's, matched in linear time; back-references are refused.",
            "",
            "*Functions* cannot stand in JSON: they are set in code, as `HumanSecurityHooks`. One that throws, or does not",
            "answer within a second (another limit can be set), counts as not set.",
            "",
            "| Option | Type | Default | Effect | State | Differs from the vendor's |",
            "|---|---|---|---|---|---|",
        ]
        lines += Option.allCases.map(row)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func row(_ option: Option) -> String {
        let text = text(of: option)
        let cells = ["`\(option.key)`", type(of: option), standard(option) ?? "`\(option.row.standard)`", text.effect]
        return "| " + (cells + [state(of: option), text.difference]).joined(separator: " | ") + " |"
    }

    private static func standard(_ option: Option) -> String? {
        switch option {
        case .appID, .authToken, .cookieSecret: "required"
        case .backendURL: "`https://sapi-<app id>.perimeterx.net`"
        case .collectorURL: "`https://collector-<app id>.perimeterx.net`"
        case .filterByExtension: "the 38 usual ones, from `.css` to `.xml`"
        default: nil
        }
    }

    private static func type(of option: Option) -> String {
        switch option.valueType {
        case .string: "string"
        case .stringOrStrings: "string or array of strings"
        case .number: "number"
        case .bool: "boolean"
        case .strings: "array of strings"
        case .numbers: "array of numbers, or one"
        case .patterns: option == .filterByUserAgent ? "array of strings and expressions" : "route list"
        case .entries: "array of objects"
        case .mode: "`\"monitor\"` or `\"active_blocking\"`"
        case .severity: "`\"none\"`, `\"error\"` or `\"debug\"`"
        case .function: "function"
        }
    }

    private static func state(of option: Option) -> String {
        switch option {
        case .activityBatchSize, .activityBatchTimeout, .remoteConfigEnabled, .remoteConfigAuthToken,
            .remoteConfigSecret, .remoteConfigFetchAttempts, .remoteConfigRetryInterval:
            "inert, as with the vendor"
        case .automaticAdditionalActivity, .deferredActivities, .loginReportingMethod,
            .loginStatuses, .loginHeaderName, .loginHeaderValue:
            "with HumanActivities"
        case .loginBodyPattern: "checked, then inert, as with the vendor"
        default: option.valueType == .function ? "hook" : "supported"
        }
    }
}
