// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// One stop of the tour, and what it came to.
public struct TourStep: Sendable {
    /// What the step shows, in a few words.
    public var title: String

    /// What the enforcer decided; nil if the stop was passed by.
    public var decision: Decision?

    /// What the visitor was answered with; 0 before the answer.
    public var status = 0

    /// What the visitor waited, in ms.
    public var milliseconds = 0.0

    /// What else there is to say.
    public var note: String?

    /// What was not as it should be; empty if all was.
    public var faults: [String] = []

    /// Whether the edge did what the step expects.
    public var isRight: Bool { faults.isEmpty }

    /// One line for people.
    public var line: String {
        let name = title + String(repeating: " ", count: max(0, 22 - title.count))
        guard let decision else { return "skip \(name) \(note ?? "")" }
        let mark = isRight ? "ok  " : "FAIL"
        let note = note.map { ", \($0)" } ?? ""
        let time = milliseconds.formatted(.number.precision(.fractionLength(0)))
        let faults = isRight ? "" : "  ✗ " + faults.joined(separator: "; ")
        return "\(mark) \(name) \(status)  \(decision)\(note)  \(time) ms\(faults)"
    }

    /// A stop that was passed by.
    static func skipped(_ title: String, _ reason: String) -> TourStep {
        TourStep(title: title, note: reason)
    }
}
