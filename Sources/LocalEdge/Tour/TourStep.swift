// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// One stop of the tour, and what it came to.
public struct TourStep: Sendable {
    public var title: String

    /// What the enforcer decided.
    public var decision: Decision

    public var status: Int
    public var milliseconds: Double

    /// What was not as it should be; empty if all was.
    public var faults: [String]

    public var isRight: Bool { faults.isEmpty }

    /// One line for people.
    public var line: String {
        let mark = isRight ? "ok  " : "FAIL"
        let name = title + String(repeating: " ", count: max(0, 22 - title.count))
        let time = milliseconds.formatted(.number.precision(.fractionLength(0)))
        let faults = isRight ? "" : "  ✗ " + faults.joined(separator: "; ")
        return "\(mark) \(name) \(status)  \(decision)  \(time) ms\(faults)"
    }
}
