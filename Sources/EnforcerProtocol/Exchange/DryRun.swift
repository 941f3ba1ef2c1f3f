// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A run that sends nothing and writes no result: it ends where the vendor would have to be asked.
///
/// The stages and their order are those of any other run, so what it tells is what a real one would do.
package enum DryRun: UInt8, BitwiseCopyable, Sendable {
    case off
    /// The event has all that the visitor sent.
    case withCookies
    /// The event has neither cookies nor an app's token, whatever the visitor sent: nothing is concluded from that.
    case withoutCookies

    package enum Outcome: BitwiseCopyable, Sendable, Equatable {
        /// `decision` holds.
        case decided
        /// The Risk API would have been asked. `decision` means nothing.
        case asks(CallReason)
        /// Everything depends on a token that the event does not have. `decision` means nothing.
        case dependsOnToken
    }
}

extension Exchange {
    /// In place of asking, notes that it would be done.
    mutating func judgeDry(_ engine: borrowing Engine, now: Int64) -> Decision {
        guard dryRun == .withCookies else {
            dryOutcome = .dependsOnToken
            return verdict
        }
        switch judgeRequest(engine, now: now) {
        case .ask(let reason):
            dryOutcome = .asks(reason)
            return verdict
        case .decided(let decision): return decision
        }
    }

    /// Whether a token that is good and whose score is low would not save the visitor from being asked about.
    package var asksInSpiteOfToken: Bool { context.isSensitive || credentials != nil }
}
