// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// How it is known that a login succeeded (protocol.md §9.7): one endpoint's own words, filled up with the global ones.
package struct LoginReporting: Sendable {
    package enum Method: UInt8, BitwiseCopyable, Sendable {
        case status
        case header
        /// No function at the edge sees the response's body: always "no", as with the vendor.
        case body
        /// A function of the customer's says it.
        case custom

        /// Nil for any other value, which is a configuration error.
        package init?(_ text: Span<UInt8>) {
            if text.equals("status") {
                self = .status
            } else if text.equals("header") {
                self = .header
            } else if text.equals("body") {
                self = .body
            } else if text.equals("custom") {
                self = .custom
            } else {
                return nil
            }
        }
    }

    package var method = Method.status
    package var statuses: [Double] = [200]

    /// In lower case.
    package var headerName: [UInt8] = []

    /// Empty: the header only has to be there.
    package var headerValue: [UInt8] = []

    package init() {}
}
