// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A customer's function that the engine may ask (configuration.md §1). The engine stores none: it says which one it
/// wants asked, and the host answers with JSON.
package enum Hook: UInt8, CaseIterable, BitwiseCopyable, Sendable {
    /// → text: the visitor's address.
    case userIP
    /// → truthy: let through unexamined.
    case isFiltered
    /// → `{status, headers, body}`: the answer to a CORS preflight; `null` for none.
    case preflightResponse
    /// → an object with `custom_param1` … `custom_param10` and `is_hype_sale`.
    case customParameters
    /// → truthy: enforced, whatever the mode.
    case isEnforced
    /// → truthy: a block would only be simulated.
    case isMonitored
    /// → `{user, pass}`.
    case credentials
    /// → truthy: the Risk API is asked in any case.
    case isSensitive
    /// Told of the decision; its answer is nothing.
    case additionalActivity
    /// → an object, header name → text or list of texts.
    case blockResponseHeaders
    /// → true or false; anything else is unknown.
    case loginSuccessful

    /// The option that the function is the value of.
    package var option: Option {
        switch self {
        case .userIP: .extractUserIP
        case .isFiltered: .customIsFiltered
        case .preflightResponse: .customPreflightHandler
        case .customParameters: .enrichCustomParameters
        case .isEnforced: .customIsEnforced
        case .isMonitored: .customIsMonitored
        case .credentials: .loginCredentials
        case .isSensitive: .customIsSensitive
        case .additionalActivity: .additionalActivityHandler
        case .blockResponseHeaders: .customBlockResponseHeaders
        case .loginSuccessful: .loginCustomCallback
        }
    }
}

/// Which hooks a customer has set.
package struct HookSet: OptionSet, BitwiseCopyable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    package init(_ hook: Hook) {
        self.init(rawValue: 1 << UInt16(hook.rawValue))
    }

    package func contains(_ hook: Hook) -> Bool {
        contains(HookSet(hook))
    }

    package mutating func insert(_ hook: Hook) {
        insert(HookSet(hook))
    }
}
