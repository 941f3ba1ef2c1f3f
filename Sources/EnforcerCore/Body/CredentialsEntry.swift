// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// One login endpoint of `px_login_credentials_extraction` (configuration.md §1.14): where the credentials stand and how
/// they are hashed. Which requests it is for, the caller finds out.
package struct CredentialsEntry: Sendable {
    /// How `path` is compared with the normalised path.
    package enum PathRule: Sendable {
        /// It is the whole path.
        case exact([UInt8])
        /// It is found in it.
        case pattern(Pattern)
    }

    /// Where the credentials are sent (protocol.md §9.2).
    package enum Container: UInt8, BitwiseCopyable, Sendable {
        case body
        case header
        case queryParameter
        /// A function of the customer's gives them.
        case custom

        /// Any other value of `sent_through` means `body`.
        package init(_ text: Span<UInt8>) {
            if text.equals("header") {
                self = .header
            } else if text.equals("query-param") {
                self = .queryParameter
            } else if text.equals("custom") {
                self = .custom
            } else {
                self = .body
            }
        }
    }

    /// In upper case.
    package private(set) var method: [UInt8]
    package var path: PathRule
    package var container: Container

    /// Names of the two fields; in JSON bodies dotted paths. One that is not configured is empty and finds nothing.
    package var userField: [UInt8]
    package var passField: [UInt8]
    package var version: CredentialsVersion
    package var reporting = LoginReporting()

    package init(
        method: [UInt8],
        path: PathRule,
        container: Container = .body,
        userField: [UInt8],
        passField: [UInt8],
        version: CredentialsVersion = .both
    ) {
        self.method = method
        for index in self.method.indices {
            self.method[index] = ASCII.uppercase(self.method[index])
        }
        self.path = path
        self.container = container
        self.userField = userField
        self.passField = passField
        self.version = version
    }
}
