// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// When secrets are asked for. All times in ms.
struct SecretSchedule: Sendable {
    /// All calls together, before the first event. The platform gives a function ten seconds to start.
    static let startLimit = 1_000

    /// All calls of one refresh, after an answer.
    static let refreshLimit = 1_000

    /// From one good refresh to the next.
    static let period: Int64 = 300_000

    /// From a failure to the next attempt; twice that after each further one, up to ``period``.
    static let firstPause: Int64 = 5_000

    /// When the next attempt is due, in ms since the epoch.
    private(set) var due: Int64 = 0
    private var pause = firstPause

    /// Plans the next attempt after one that ended at `now`.
    /// - Parameters:
    ///   - isGood: whether every secret was read.
    ///   - random: any number; spreads what many functions do at the same time over ±10 %.
    mutating func plan(isGood: Bool, now: Int64, random: UInt64) {
        let wait = isGood ? Self.period : pause
        pause = isGood ? Self.firstPause : min(pause * 2, Self.period)
        due = now + wait - wait / 10 + Int64(random % UInt64(wait / 5 + 1))
    }
}
