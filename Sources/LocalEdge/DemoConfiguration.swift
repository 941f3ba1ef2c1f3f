// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The configurations that the local edge uses where none is given. Everything in them is made up.
public enum DemoConfiguration {
    /// For HumanEnforcer alone: what is put off for HumanActivities would never be reported.
    public static let value: JSONValue = .object(members)

    /// For HumanEnforcer and HumanActivities together.
    public static let valueWithActivities: JSONValue = .object(
        members.merging([
            "px_deferred_activities": true,
            "px_automatic_additional_s2s_activity_enabled": true,
        ]) { _, new in new }
    )

    private static let members: [String: JSONValue] = [
        "px_app_id": "PXdemo0001",
        "px_auth_token": "demo-auth-token-of-the-local-edge",
        "px_cookie_secret": "demo-cookie-secret-of-the-local-edge",
        "px_module_mode": "active_blocking",
        "px_s2s_timeout": 500,
        "px_login_credentials_extraction_enabled": true,
        "px_login_credentials_extraction": [
            [
                "path": "/login", "method": "post", "sent_through": "body", "user_field": "username",
                "pass_field": "password",
            ]
        ],
    ]
}
