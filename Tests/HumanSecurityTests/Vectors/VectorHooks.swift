// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity

/// Functions as vectors write them: `{"returns": …}`, or a sentence about what they do.
enum VectorHooks {
    /// The options without those that are functions, and these as hooks.
    static func split(_ configuration: VectorValue) -> (VectorValue, HumanSecurityHooks) {
        var options = configuration.members
        var hooks = HumanSecurityHooks()
        if let value = options.removeValue(forKey: "px_enrich_custom_parameters")?["returns"] {
            let parameters = value.members.compactMapValues { HumanSecurityValue(json: $0.json) }
            hooks.enrichCustomParameters = { _, _ in parameters }
        }
        if let value = options.removeValue(forKey: "px_extract_user_ip")?["returns"]?.text {
            hooks.extractUserIP = { _ in value }
        }
        if let value = options.removeValue(forKey: "px_cors_create_custom_block_response_headers")?["returns"] {
            let headers = value.members.compactMapValues { $0.text.map { [$0] } }
            hooks.createCustomBlockResponseHeaders = { _ in headers }
        }
        if let sentence = options.removeValue(forKey: "px_cors_custom_preflight_handler")?.text {
            let status = sentence.split { !$0.isNumber }.first.flatMap { Int($0) } ?? 0
            hooks.customPreflightHandler = { _ in .init(status: status) }
        }
        return (.object(options), hooks)
    }
}
