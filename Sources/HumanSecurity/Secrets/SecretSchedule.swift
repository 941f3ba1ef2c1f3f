// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// When secrets are asked for. All times in ms.
struct SecretSchedule: Sendable {
    /// All calls together, before the first event, which may be waiting. A call from the far side of the world, with a new
    /// connection, takes most of a second.
    static let startLimit = 1_500

    /// All calls of one refresh, after an answer. Together with a risk call and the activities it must end before the
    /// function's time does, which is five seconds as a rule.
    static let refreshLimit = 2_000

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
