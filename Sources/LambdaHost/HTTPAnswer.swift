// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity

/// What came of a request.
struct HTTPAnswer {
    /// Nil if there is a whole answer.
    var failure: TransportError?

    /// 0 if no status line arrived.
    var status = 0

    var headers: [OutgoingRequest.Field] = []
    var body: [UInt8] = []

    /// The value of the first header of that name. `name` is in lower case.
    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }
}
