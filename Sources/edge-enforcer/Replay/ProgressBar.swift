// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A line on a terminal that says how far the reading is.
final class ProgressBar: Sendable {
    private static let width = 40
    private static let interval = Duration.milliseconds(100)

    /// Of all logs, in bytes; nil if that is not known.
    private let total: Int?
    private let start = ContinuousClock.now
    private let shown = Mutex(ContinuousClock.now)

    /// Nil if standard error is no terminal.
    init?(total: Int?) {
        guard isatty(STDERR_FILENO) == 1 else { return nil }
        self.total = total
    }

    /// - Parameter position: how many bytes are read.
    func show(_ position: Int) {
        let now = ContinuousClock.now
        let isDue = shown.withLock { last in
            guard now - last >= Self.interval else { return false }
            last = now
            return true
        }
        guard isDue else { return }
        let seconds = Double((now - start) / Duration.milliseconds(1)) / 1000
        let rate = seconds > 0 ? Double(position) / 1e6 / seconds : 0
        var line = "\r"
        if let total, total > 0 {
            let share = min(Double(position) / Double(total), 1)
            let filled = Int(share * Double(Self.width))
            line += "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
            line += "] \(Int(share * 100)) %, "
        }
        line += "\(position / 1_000_000) MB, \(Int(rate)) MB/s\u{1B}[K"
        write(line)
    }

    /// Takes the line away.
    func clear() { write("\r\u{1B}[K") }

    private func write(_ text: String) {
        // A terminal that is gone is no reason to stop.
        try? FileHandle.standardError.write(contentsOf: Array(text.utf8))
    }
}
