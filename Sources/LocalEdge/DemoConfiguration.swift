// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The configuration that the local edge uses where none is given. Everything in it is made up.
public enum DemoConfiguration {
    public static let value: JSONValue = [
        "px_app_id": "PXdemo0001",
        "px_auth_token": "demo-auth-token-of-the-local-edge",
        "px_cookie_secret": "demo-cookie-secret-of-the-local-edge",
        "px_module_mode": "active_blocking",
        "px_s2s_timeout": 500,
    ]
}
