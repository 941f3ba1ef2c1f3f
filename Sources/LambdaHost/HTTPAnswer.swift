// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import HumanSecurity

/// What came of a request.
package struct HTTPAnswer: Equatable {
    /// Nil if there is a whole answer.
    package var failure: TransportError?

    /// 0 if no status line arrived.
    package var status = 0

    package var headers: [OutgoingRequest.Field] = []
    package var body: [UInt8] = []

    /// The value of the first header of that name. `name` is in lower case.
    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }
}
