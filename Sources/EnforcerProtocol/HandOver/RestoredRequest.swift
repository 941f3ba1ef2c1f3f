// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

/// What HumanActivities takes over from HumanEnforcer's hand-over in place of what it would read itself. Slices are of
/// `Exchange.text`.
package struct RestoredRequest: Sendable {
    /// Whether there is one.
    package var isPresent = false

    /// The viewer's headers, as they were before CloudFront made a request to the origin of them.
    package var headers = HeaderTable()

    /// `graphql_operations` as JSON; empty if there are none.
    package var graphQL = ByteSlice.empty

    /// Where HumanEnforcer ran.
    package var region = ByteSlice.empty

    /// The `cpa` of a hype sale's token as JSON; empty if it was no hype sale.
    package var approval = ByteSlice.empty

    mutating func removeAll() {
        isPresent = false
        headers.removeAll()
        graphQL = .empty
        region = .empty
        approval = .empty
    }
}
