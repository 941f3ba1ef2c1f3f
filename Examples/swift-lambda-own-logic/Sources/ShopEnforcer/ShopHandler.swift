// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity

struct ShopHandler: EdgeEventHandler {
    let enforcer: HumanSecurityEnforcer

    func prepare() async {
        await enforcer.prepare()
    }

    func handle(_ event: [UInt8], deadlineMilliseconds: Int64?) async -> HandlerReply {
        let enforcement = await enforcer.decide(event, deadlineMilliseconds: deadlineMilliseconds)
        guard !enforcement.isResponse, let request = HumanSecurityValue(json: enforcement.result) else {
            return HandlerReply(body: enforcement.result, reports: enforcement.reports)
        }
        return HandlerReply(body: answer(to: request) ?? enforcement.result, reports: enforcement.reports)
    }

    func deliver(_ reports: [OutgoingRequest]) async {
        await enforcer.deliver(reports)
    }

    /// Old addresses of the shop are answered at the edge; nil lets the request go on.
    private func answer(to request: HumanSecurityValue) -> [UInt8]? {
        guard request["uri"]?.string == "/shop" else { return nil }
        let location = #"{"location": [{"key": "Location", "value": "/catalogue"}]}"#
        return Array(#"{"status": "301", "statusDescription": "Moved Permanently", "headers": \#(location)}"#.utf8)
    }
}
