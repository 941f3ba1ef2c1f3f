// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import LambdaHost

@main
enum Main {
    static func main() async {
        await LambdaRuntime.run { _, _ in PassThrough() }
    }
}

struct PassThrough: EdgeEventHandler {
    func handle(_ event: [UInt8], deadlineMilliseconds: Int64?) async -> HandlerReply { HandlerReply(body: event) }
    func deliver(_ reports: [OutgoingRequest]) async {}
}
