// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// One operation of a GraphQL request (protocol.md §10). Slices are of the buffer that `GraphQLOperations.read` wrote to.
package struct GraphQLOperation: BitwiseCopyable, Sendable {
    package enum Kind: UInt8, BitwiseCopyable, Sendable {
        case query
        case mutation
        case subscription

        /// The keyword, which is also its name on the wire and in the configuration.
        package var name: StaticString {
            switch self {
            case .query: "query"
            case .mutation: "mutation"
            case .subscription: "subscription"
            }
        }
    }

    package var kind: Kind

    /// Nil for an anonymous operation. Text but for an `operationName` of another type, which is passed on as it came.
    package var name: JSONScalar?
    package var isSensitive: Bool

    /// Which of the flattened names are this operation's; nil if it came without variables.
    package var variables: Range?

    /// Indices into `GraphQLOperations.variableNames`.
    package struct Range: BitwiseCopyable, Sendable {
        package var start: Int
        package var end: Int
    }
}
