// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A request that was answered, with everything that its decision depended on.
package struct ObservedRequest: Sendable {
    /// What can be said of calls to HUMAN's backend.
    package enum BackendSight: Sendable {
        /// Every call that came is among the exchanges.
        case seen
        /// The backend takes no connections.
        case refusing
        /// Calls go to a backend elsewhere.
        case unseen
    }

    package var record: RequestRecord
    package var decision: Decision

    /// Oldest first; more may come while functions still report.
    package var exchanges: [BackendExchange] = []

    package var backend: BackendSight

    package init(
        record: RequestRecord, decision: Decision, exchanges: [BackendExchange] = [], backend: BackendSight
    ) {
        self.record = record
        self.decision = decision
        self.exchanges = exchanges
        self.backend = backend
    }
}
