// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import LambdaHost

@main
enum Main {
    static func main() {
        LambdaRuntime.run { configuration, transport in
            try createHumanEnforceHandler(
                HumanSecurityConfiguration(json: configuration),
                transport: transport,
                logger: LambdaRuntime.logger("human-security.enforcer")
            )
        }
    }
}
