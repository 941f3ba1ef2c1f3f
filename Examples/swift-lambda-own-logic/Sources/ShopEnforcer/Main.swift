// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import LambdaHost

@main
enum Main {
    static func main() {
        LambdaRuntime.run { configuration, transport in
            var hooks = HumanSecurityHooks()
            hooks.customIsSensitiveRequest = { request in request.uri.hasPrefix("/checkout") }
            return ShopHandler(
                enforcer: try HumanSecurityEnforcer.initialize(
                    HumanSecurityConfiguration(json: configuration),
                    hooks: hooks,
                    transport: transport,
                    logger: LambdaRuntime.logger("human-security.enforcer")
                )
            )
        }
    }
}
