// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Logging

/// The façades as the documentation calls them.
struct FacadeSnippets {
    let configuration: HumanSecurityConfiguration
    let transport: any Transport
    let event: [UInt8]

    func enforce() async throws -> [UInt8] {
        let enforcer = try HumanSecurityEnforcer.initialize(configuration, transport: transport)
        let enforcement = await enforcer.enforce(event)
        if let response = enforcement.response {
            return response  // blocked: this is the JSON to answer with
        }
        return enforcement.result  // goes on: the request, as it came or with changed headers
    }

    func postEnforce() async throws -> [UInt8] {
        let postEnforcer = try HumanSecurityPostEnforcer.initialize(configuration, transport: transport)
        let enforcement = await postEnforcer.postEnforce(event)
        return enforcement.result  // the response, as it came or with one more cookie
    }

    func handleFirstParty() async throws -> [UInt8]? {
        let firstParty = try HumanSecurityFirstParty.initialize(configuration, transport: transport)
        if let served = await firstParty.handleFirstParty(event) {
            return served.result  // the request for the vendor's origin, or a neutral answer
        }
        return nil
    }

    func configure() throws -> HumanSecurityEnforcer {
        let configuration = HumanSecurityConfiguration(
            json: """
                {"px_app_id": "PX12345678", "px_auth_token": "…", "px_cookie_secret": "…"}
                """)
        let enforcer = try HumanSecurityEnforcer.initialize(configuration, transport: transport)
        return enforcer
    }

    func monitor(_ logger: Logger) async throws {
        let enforcer = try HumanSecurityEnforcer.initialize(configuration, transport: transport)
        let enforcement = await enforcer.decide(event)
        switch enforcement.outcome {
        case .simulatedBlock: logger.notice("would block", metadata: ["reason": "\(enforcement.reason)"])
        case .block: logger.notice("blocked", metadata: ["reason": "\(enforcement.reason)"])
        default: break
        }
    }

    func explain(print: (String, String, String, String) -> Void) async throws {
        let enforcer = try HumanSecurityEnforcer.initialize(configuration, transport: transport)
        let enforcement = await enforcer.decide(event, tracing: true)
        for entry in enforcement.trace {
            print(entry.step, entry.outcome, entry.option ?? "", entry.detail ?? "")
        }
    }
}

let parameters: [String: HumanSecurityValue] = ["custom_param1": "gold", "custom_param2": 7, "is_hype_sale": false]
