// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

/// A report for machines. Keys are there whatever the counts are, and keep their names.
package enum ReportJSON {
    package static func text(of report: ReplayReport) -> [UInt8] {
        var writer = JSONWriter(limit: 1 << 28)
        let counts = report.counts
        writer.beginObject()
        writer.member("version", 1)
        writer.key("files")
        writer.array(report.paths.indices.map { report.name(of: $0) })
        writer.key("lines")
        writer.beginObject()
        writer.member("total", counts.lines)
        writer.member("requests", counts.requests)
        writer.member("bad", counts.badLines.total)
        writer.member("silent", counts.silentLines)
        writer.key("formats")
        writer.beginObject()
        for format in LogFormat.allCases { writer.member(format.key, counts.formats[format.rawValue]) }
        writer.endObject()
        writer.endObject()
        write(counts, report, to: &writer)
        writer.key("configuration")
        write(report.before, report, to: &writer)
        writer.key("compare")
        if let after = report.after, let comparison = counts.comparison {
            write(after, comparison, report, to: &writer)
        } else {
            writer.null()
        }
        writer.key("timeline")
        write(counts.timeline, to: &writer)
        writer.endObject()
        return writer.buffer.takeAll() + [0x0A]
    }

    private static func write(_ counts: ReplayCounts, _ report: ReplayReport, to writer: inout JSONWriter) {
        writer.key("bad_lines")
        writer.beginArray()
        for fault in LineFault.allCases where counts.badLines.count(fault) > 0 {
            writer.beginObject()
            writer.member("kind", fault.key)
            writer.member("count", counts.badLines.count(fault))
            writer.key("first")
            writer.beginArray()
            for position in counts.badLines.positions(fault) {
                writer.beginObject()
                writer.member("file", report.name(of: position.file))
                writer.member("line", position.line)
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
        writer.key("file_troubles")
        writer.beginArray()
        for trouble in counts.troubles {
            writer.beginObject()
            writer.member("file", report.name(of: trouble.file))
            writer.member("trouble", trouble.text)
            writer.endObject()
        }
        writer.endArray()
    }

    private static func write(_ part: ReplayReport.Part, _ report: ReplayReport, to writer: inout JSONWriter) {
        let tally = part.tally
        writer.beginObject()
        writer.key("decisions")
        writer.beginObject()
        for requestClass in RequestClass.allCases { writer.member(requestClass.key, tally.count(requestClass)) }
        writer.endObject()
        writer.key("modes")
        writer.beginObject()
        for mode in Tally.Mode.allCases { writer.member(mode.key, tally.modes[mode.rawValue]) }
        writer.endObject()
        writer.member("sensitive", tally.sensitive)
        writer.key("lists")
        writer.beginObject()
        for list in part.lists { write(list, to: &writer) }
        writer.endObject()
        writer.key("risk_api")
        writer.beginObject()
        writer.member("calls_at_least", tally.certainCalls)
        writer.member("calls_at_most", tally.possibleCalls)
        writer.member("latency_ms", report.riskLatency)
        writer.member("timeout_ms", part.timeout)
        writer.member("added_ms_at_least", part.addedAtLeast)
        writer.member("added_ms_at_most", part.addedAtMost)
        writer.member("added_ms_by_timeouts", part.addedByTimeouts)
        writer.key("reasons")
        writer.beginObject()
        for reason in part.reasons { writer.member(reason.key, reason.count) }
        writer.endObject()
        writer.endObject()
        writer.key("unknown")
        writer.beginObject()
        writer.member("tokens", tally.unknownTokens)
        writer.member("bodies", tally.unknownBodies)
        writer.member("preflights", tally.unknownPreflights)
        writer.endObject()
        writer.key("notes")
        writer.array(part.notes)
        writer.endObject()
    }

    private static func write(_ list: ReplayReport.List, to writer: inout JSONWriter) {
        writer.key(Array(list.key.utf8).span)
        writer.beginObject()
        writer.member("matched", list.matched)
        writer.key("looked_at")
        writer.bool(list.wasLookedAt)
        writer.key("entries")
        writer.beginArray()
        for entry in list.entries {
            writer.beginObject()
            writer.member("entry", entry.text)
            writer.member("matched", entry.count)
            writer.endObject()
        }
        writer.endArray()
        writer.key("never_matched")
        writer.array(list.neverMatched)
        writer.endObject()
    }

    private static func write(
        _ after: ReplayReport.Part, _ comparison: Comparison, _ report: ReplayReport, to writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.key("configuration")
        write(after, report, to: &writer)
        writer.member("changed", comparison.changed)
        writer.key("changes")
        writer.beginArray()
        for change in comparison.changes {
            writer.beginObject()
            writer.member("from", change.before.key)
            writer.member("to", change.after.key)
            writer.member("count", change.cell.count)
            writer.key("examples")
            writer.beginArray()
            for example in change.cell.examples {
                writer.beginObject()
                writer.member("file", report.name(of: example.position.file))
                writer.member("line", example.position.line)
                writer.member("method", example.method)
                writer.member("host", example.host)
                writer.member("path", example.path)
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }

    private static func write(_ timeline: Timeline, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("start_ms", Int(timeline.start))
        writer.member("interval_ms", Int(timeline.width))
        writer.member("untimed", timeline.untimed)
        writer.key("intervals")
        writer.beginArray()
        for slot in timeline.slots {
            writer.beginObject()
            writer.member("requests", slot.requests)
            writer.member("calls_at_least", slot.certainCalls)
            writer.member("calls_at_most", slot.possibleCalls)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, _ value: Int) {
        key(Array(name.utf8).span)
        number(Int64(value))
    }

    fileprivate mutating func member(_ name: String, _ value: Double) {
        key(Array(name.utf8).span)
        raw(Array("\(value)".utf8).span)
    }

    fileprivate mutating func member(_ name: String, _ value: String) {
        key(Array(name.utf8).span)
        string(Array(value.utf8).span)
    }

    fileprivate mutating func array(_ values: [String]) {
        beginArray()
        for value in values { string(Array(value.utf8).span) }
        endArray()
    }
}
