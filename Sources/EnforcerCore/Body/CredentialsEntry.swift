// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// One login endpoint of `px_login_credentials_extraction` (configuration.md §1.14): where the credentials stand and how
/// they are hashed. Which requests it is for, the caller finds out.
package struct CredentialsEntry: Sendable {
    package enum PathKind: UInt8, BitwiseCopyable, Sendable {
        /// `path` is the whole normalised path.
        case exact
        /// `path` is the source of a regular expression that is found in it.
        case pattern

        /// Any other value of `path_type` means `exact`.
        package init(_ text: Span<UInt8>) {
            self = text.equals("regex") ? .pattern : .exact
        }
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
    package var pathKind: PathKind
    package var path: [UInt8]
    package var container: Container

    /// Names of the two fields; in JSON bodies dotted paths. One that is not configured is empty and finds nothing.
    package var userField: [UInt8]
    package var passField: [UInt8]
    package var version: CredentialsVersion

    package init(
        method: [UInt8],
        pathKind: PathKind = .exact,
        path: [UInt8],
        container: Container = .body,
        userField: [UInt8],
        passField: [UInt8],
        version: CredentialsVersion = .both
    ) {
        self.method = method
        for index in self.method.indices {
            self.method[index] = ASCII.uppercase(self.method[index])
        }
        self.pathKind = pathKind
        self.path = path
        self.container = container
        self.userField = userField
        self.passField = passField
        self.version = version
    }
}
