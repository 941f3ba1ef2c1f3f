// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A report for people at a terminal.
package enum ReportText {
    package static func text(of report: ReplayReport) -> String {
        var text = ""
        let counts = report.counts
        let formats = LogFormat.allCases.filter { counts.formats[$0.rawValue] > 0 }
            .map { "\(Wording.number(counts.formats[$0.rawValue])) \($0.title)" }
        text += "\(Wording.number(counts.lines)) lines, \(Wording.number(counts.requests)) requests"
        text += formats.isEmpty ? "\n" : " (\(formats.joined(separator: ", ")))\n"
        append(part: report.before, report, titled: report.after == nil ? "" : "Before: ", to: &text)
        if let after = report.after {
            append(part: after, report, titled: "After: ", to: &text)
            append(changesOf: report, to: &text)
        }
        append(badLinesOf: report, to: &text)
        return text
    }

    private static func append(
        part: ReplayReport.Part, _ report: ReplayReport, titled title: String, to text: inout String
    ) {
        let tally = part.tally
        text += "\n\(title)What becomes of them\n"
        for requestClass in RequestClass.allCases where tally.count(requestClass) > 0 {
            text += row(requestClass.title, tally.count(requestClass), of: tally.requests)
        }
        text += "\n\(title)Modes of those that are examined\n"
        for mode in Tally.Mode.allCases where tally.modes[mode.rawValue] > 0 {
            text += row(mode.title, tally.modes[mode.rawValue], of: tally.requests)
        }
        if tally.sensitive > 0 { text += row("sensitive, whatever the mode", tally.sensitive, of: tally.requests) }
        text += "\n\(title)Risk API\n"
        text += "  calls                    \(Wording.range(tally.certainCalls, tally.possibleCalls))\n"
        text += "  added by \(Wording.milliseconds(report.riskLatency)) a call, in all   "
        text += "\(Wording.duration(part.addedAtLeast)) to \(Wording.duration(part.addedAtMost))\n"
        text += "  added if every call takes px_s2s_timeout, \(part.timeout) ms, in all   "
        text += "\(Wording.duration(part.addedByTimeouts))\n"
        if tally.requests > 0 {
            text += "  added to a request on average   "
            text += "\(Wording.milliseconds(part.addedAtLeast / Double(tally.requests))) to "
            text += "\(Wording.milliseconds(part.addedAtMost / Double(tally.requests)))\n"
        }
        for reason in part.reasons where reason.count > 0 {
            text += row("reason \(reason.key)", reason.count, of: tally.requests)
        }
        append(listsOf: part, titled: title, to: &text)
        guard !part.notes.isEmpty else { return }
        text += "\n\(title)What this log cannot tell\n"
        for note in part.notes { text += "  - \(Wording.printable(note))\n" }
    }

    private static func append(listsOf part: ReplayReport.Part, titled title: String, to text: inout String) {
        let lists = part.lists.filter { !$0.entries.isEmpty || $0.matched > 0 }
        guard !lists.isEmpty else { return }
        text += "\n\(title)Lists, and which entries matched first\n"
        for list in lists {
            text += "  \(list.key)  \(Wording.number(list.matched))\n"
            for entry in list.entries where entry.count > 0 {
                text += "    \(pad(Wording.printable(entry.text), 46)) \(Wording.number(entry.count))\n"
            }
            guard !list.neverMatched.isEmpty else { continue }
            text += list.wasLookedAt ? "    never matched:\n" : "    never looked at, as no request came so far:\n"
            for entry in list.neverMatched { text += "      \(Wording.printable(entry))\n" }
        }
    }

    private static func append(changesOf report: ReplayReport, to text: inout String) {
        guard let comparison = report.counts.comparison else { return }
        text += "\nWhat the change changes: \(Wording.number(comparison.changed)) requests\n"
        for change in comparison.changes {
            text += "  \(change.before.title) -> \(change.after.title): \(Wording.number(change.cell.count))\n"
            for example in change.cell.examples {
                text += "    \(Wording.printable("\(example.method) \(example.host)\(example.path)"))"
                text += "  (\(Wording.printable(report.text(example.position))))\n"
            }
        }
    }

    private static func append(badLinesOf report: ReplayReport, to text: inout String) {
        let badLines = report.counts.badLines
        if badLines.total > 0 {
            text += "\n\(Wording.number(badLines.total)) lines that are no requests\n"
            for fault in LineFault.allCases where badLines.count(fault) > 0 {
                text += "  \(Wording.number(badLines.count(fault))) \(fault.title)\n"
                let positions = badLines.positions(fault)
                let more = badLines.count(fault) > positions.count ? ", ..." : ""
                text += "    \(positions.map { Wording.printable(report.text($0)) }.joined(separator: ", "))\(more)\n"
            }
        }
        for trouble in report.counts.troubles {
            text += "\n\(Wording.printable(report.name(of: trouble.file))) \(trouble.text)\n"
        }
    }

    private static func row(_ title: String, _ count: Int, of total: Int) -> String {
        "  \(pad(title, 48)) \(padLeft(Wording.number(count), 14))  \(padLeft(Wording.share(count, of: total), 7))\n"
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.count, 0))
    }

    private static func padLeft(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(width - text.count, 0)) + text
    }
}
