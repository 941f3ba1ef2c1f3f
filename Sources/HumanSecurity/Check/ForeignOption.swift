// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Keys that are no options here although somebody had a reason to write them.
enum ForeignOption {
    /// What is said about an unknown key.
    static func message(for name: String) -> String {
        if let own = siblings[name] {
            let advice = own.isEmpty ? "there is nothing like it here, so remove it" : "use \(own) instead"
            return "is an option of another enforcer of the vendor and is ignored; \(advice)"
        }
        if name.hasPrefix("px_backend_"), name.hasSuffix("_origin_name") {
            return "is an option of another enforcer of the vendor and is ignored; there is nothing like it here, "
                + "so remove it"
        }
        if let key = NearestKey.of(name) {
            return "is no option that this version knows, so it is ignored; did you mean \(key)?"
        }
        return "is no option that this version knows, so it is ignored; remove it"
    }

    /// Options of sibling enforcers, with what does the same here (configuration.md §1.21).
    private static let siblings: [String: String] = [
        "px_proxy_url": "", "px_proxy_port": "", "px_use_proxy": "",
        "px_send_async_activities_enabled": "",
        "px_custom_request_handler": "",
        "px_modify_context": "",
        "px_dynamic_configuration_enabled": "",
        "px_testing_mode_enabled": "", "px_custom_template_root": "", "px_config_file_path": "",
        "px_telemetry_header": "", "px_module_version": "",
        "px_custom_first_party_path": "px_custom_first_party_prefix",
        "px_cd_first_party_enabled": "",
        "px_sensitive_routes_regex": "px_sensitive_routes with {\"regex\": …} entries",
        "px_enabled": "px_module_enabled",
        "px_server_url": "px_backend_url",
        "px_collector_url": "px_backend_collector_url",
        "px_client_url": "px_backend_client_url",
        "px_sync_request_timeout_ms": "px_s2s_timeout",
        "px_connection_timeout_ms": "px_s2s_timeout",
        "px_max_buffer_length": "", "px_encryption_enabled": "",
        "px_advanced_blocking_response": "px_advanced_blocking_response_enabled",
        "px_enable_login_creds_extraction": "px_login_credentials_extraction_enabled",
        "px_login_creds_settings_filename": "px_login_credentials_extraction",
        "px_compromised_credentials_header_name": "px_compromised_credentials_header",
        "onPass": "",
    ]
}
