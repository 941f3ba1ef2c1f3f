// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore
internal import EnforcerProtocol

/// A report as one HTML page that needs nothing else: no script, no network.
package enum ReportPage {
    package static func html(of report: ReplayReport) -> String {
        let counts = report.counts
        var page = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>Replay of \(Wording.number(counts.requests)) requests</title>
            <style>\(style)</style>
            </head>
            <body>
            <main>
            <h1>Replay of \(Wording.number(counts.requests)) requests</h1>
            <p>\(escape(summary(of: report)))</p>

            """
        if let after = report.after, let comparison = counts.comparison {
            page += changes(comparison, report)
            page += part(report.before, report, titled: "Before")
            page += part(after, report, titled: "After")
        } else {
            page += part(report.before, report, titled: "")
        }
        page += badLines(report)
        page += "</main>\n</body>\n</html>\n"
        return page
    }

    /// Every text that came from outside goes through here, wherever it stands.
    static func escape(_ text: String) -> String {
        let bytes = Array(Wording.printable(text).utf8)
        // No character takes more than the six of `&quot;`.
        var escaped = ByteBuffer(limit: 6 * bytes.count)
        escaped.appendHTMLAttribute(bytes.span)
        return String(copying: escaped.span)
    }

    private static func summary(of report: ReplayReport) -> String {
        let names = report.paths.indices.prefix(3).map { report.name(of: $0) }.joined(separator: ", ")
        let more = report.paths.count > 3 ? " and \(report.paths.count - 3) more" : ""
        return "\(Wording.number(report.counts.lines)) lines of \(names)\(more)."
    }

    // MARK: - One configuration

    private static func part(_ part: ReplayReport.Part, _ report: ReplayReport, titled title: String) -> String {
        let tally = part.tally
        let prefix = title.isEmpty ? "" : "\(title): "
        var page = "<section>\n<h2>\(prefix)Risk API calls</h2>\n<dl class=\"figures\">\n"
        page += figure("calls", Wording.range(tally.certainCalls, tally.possibleCalls))
        page += figure(
            "added in all, at \(Wording.milliseconds(report.riskLatency)) a call",
            "\(Wording.duration(part.addedAtLeast)) to \(Wording.duration(part.addedAtMost))")
        page += figure("if every call took the timeout, \(part.timeout) ms", Wording.duration(part.addedByTimeouts))
        page += figure("requests whose token is unknown", Wording.number(tally.unknownTokens))
        page += "</dl>\n"
        if title != "After" { page += ReportPlot.timeline(report.counts.timeline) }
        page += "</section>\n<section>\n<h2>\(prefix)What becomes of requests</h2>\n"
        page += bars(
            RequestClass.allCases.filter { tally.count($0) > 0 }.map { ($0.title, tally.count($0)) }, of: tally.requests
        )
        page += "<h3>Modes of those that are examined</h3>\n"
        page += bars(
            Tally.Mode.allCases.filter { tally.modes[$0.rawValue] > 0 }.map { ($0.title, tally.modes[$0.rawValue]) },
            of: tally.requests)
        let reasons = part.reasons.filter { $0.count > 0 }
        if !reasons.isEmpty {
            page += "<h3>Why the Risk API is asked</h3>\n"
            page += bars(reasons.map { ($0.key, $0.count) }, of: tally.requests)
        }
        page += "</section>\n<section>\n<h2>\(prefix)Lists</h2>\n"
        for list in part.lists where !list.entries.isEmpty || list.matched > 0 {
            page += self.list(list, tally.requests)
        }
        page += "</section>\n"
        guard !part.notes.isEmpty else { return page }
        page += "<section>\n<h2>\(prefix)What this log cannot tell</h2>\n<ul>\n"
        for note in part.notes { page += "<li>\(escape(note))</li>\n" }
        return page + "</ul>\n</section>\n"
    }

    private static func figure(_ name: String, _ value: String) -> String {
        "<div><dt>\(escape(name))</dt><dd>\(escape(value))</dd></div>\n"
    }

    private static func list(_ list: ReplayReport.List, _ total: Int) -> String {
        var page = "<h3><code>\(escape(list.key))</code>: \(Wording.number(list.matched))</h3>\n"
        if list.entries.isEmpty { return page + "<p class=\"never\">The standard list.</p>\n" }
        page += bars(list.entries.filter { $0.count > 0 }.map { ($0.text, $0.count) }, of: total)
        guard !list.neverMatched.isEmpty else { return page }
        page += "<p class=\"never\">\(list.wasLookedAt ? "Never matched" : "Never looked at"): "
        return page + list.neverMatched.map { "<code>\(escape($0))</code>" }.joined(separator: ", ") + "</p>\n"
    }

    /// A table with a bar in each row.
    private static func bars(_ rows: [(String, Int)], of total: Int) -> String {
        guard let largest = rows.map(\.1).max(), largest > 0 else { return "<p>None.</p>\n" }
        var page = "<table class=\"bars\">\n"
        for (name, count) in rows {
            page += "<tr><th scope=\"row\">\(escape(name))</th><td>\(ReportPlot.bar(count, of: largest))</td>"
            page += "<td class=\"number\">\(Wording.number(count))</td>"
            page += "<td class=\"number\">\(Wording.share(count, of: total))</td></tr>\n"
        }
        return page + "</table>\n"
    }

    // MARK: - Changes and faults

    private static func changes(_ comparison: Comparison, _ report: ReplayReport) -> String {
        var page = "<section>\n<h2>What changes: \(Wording.number(comparison.changed)) requests</h2>\n"
        page += matrix(comparison)
        for change in comparison.changes {
            page += "<details open><summary>\(escape(change.before.title)) → \(escape(change.after.title)): "
            page += "<strong>\(Wording.number(change.cell.count))</strong></summary>\n<ul>\n"
            for example in change.cell.examples {
                page += "<li><code>\(escape("\(example.method) \(example.host)\(example.path)"))</code> "
                page += "<small>\(escape(report.text(example.position)))</small></li>\n"
            }
            page += "</ul></details>\n"
        }
        return page + "</section>\n"
    }

    /// Rows are what requests were, columns what they become; only those where something changes.
    private static func matrix(_ comparison: Comparison) -> String {
        let changes = comparison.changes
        let rows = RequestClass.allCases.filter { kind in changes.contains { $0.before == kind } }
        let columns = RequestClass.allCases.filter { kind in changes.contains { $0.after == kind } }
        guard !rows.isEmpty else { return "" }
        var page = "<div class=\"matrix\"><table>\n<tr><th scope=\"col\">from, to</th>"
        page += columns.map { "<th scope=\"col\">\(escape($0.title))</th>" }.joined() + "</tr>\n"
        for row in rows {
            page += "<tr><th scope=\"row\">\(escape(row.title))</th>"
            for column in columns {
                let count = row == column ? 0 : comparison[row, column].count
                page += "<td>\(count > 0 ? Wording.number(count) : "")</td>"
            }
            page += "</tr>\n"
        }
        return page + "</table></div>\n"
    }

    private static func badLines(_ report: ReplayReport) -> String {
        let badLines = report.counts.badLines
        guard badLines.total > 0 || !report.counts.troubles.isEmpty else { return "" }
        var page = "<section>\n<h2>Lines that are no requests: \(Wording.number(badLines.total))</h2>\n<ul>\n"
        for fault in LineFault.allCases where badLines.count(fault) > 0 {
            page += "<li>\(Wording.number(badLines.count(fault))) \(escape(fault.title)) <small>"
            page +=
                badLines.positions(fault).map { escape(report.text($0)) }.joined(separator: ", ") + "</small></li>\n"
        }
        for trouble in report.counts.troubles {
            page += "<li>\(escape(report.name(of: trouble.file))) \(escape(trouble.text))</li>\n"
        }
        return page + "</ul>\n</section>\n"
    }

    private static let style = """
        :root{color-scheme:light dark;--ink:#1c2330;--paper:#fbfbf9;--soft:#5c6675;--line:#d9dde3;--bar:#3d7ab8;\
        --may:#e0a13c;--call:#c2503f}
        @media(prefers-color-scheme:dark){:root{--ink:#e4e7ec;--paper:#14181f;--soft:#9aa5b4;--line:#313946;\
        --bar:#6aa5de;--may:#dba94e;--call:#e57b6a}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
        main{max-width:60rem;margin:0 auto;padding:1rem}
        h1{font-size:1.6rem}h2{font-size:1.25rem;border-top:1px solid var(--line);padding-top:1rem}h3{font-size:1rem}
        code,small{overflow-wrap:anywhere}small,dt,.never{color:var(--soft)}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:1rem}
        .figures div{border:1px solid var(--line);border-radius:.4rem;padding:.6rem .8rem}
        dd{margin:0;font-size:1.15rem}
        table.bars{width:100%;border-collapse:collapse;table-layout:fixed}
        .bars th{width:42%;text-align:left;font-weight:normal;overflow-wrap:anywhere;padding:.15rem .5rem .15rem 0}
        .bars td{padding:.15rem 0}.bars .number{width:7.5rem;text-align:right;font-variant-numeric:tabular-nums}
        .bars .number:last-child{width:4.5rem;color:var(--soft)}
        svg{display:block;width:100%}.bar{height:.9rem}
        .all{fill:var(--bar)}.may{fill:var(--may)}.call{fill:var(--call)}
        svg text{fill:var(--soft);font-size:14px}svg line{stroke:var(--line)}
        .matrix{overflow-x:auto;margin-bottom:1rem}.matrix table{border-collapse:collapse}
        .matrix th,.matrix td{border:1px solid var(--line);padding:.2rem .5rem;font-weight:normal;text-align:left}
        .matrix td{text-align:right;font-variant-numeric:tabular-nums}
        @media(max-width:40rem){svg text{font-size:30px}.bars td:nth-child(2){width:0;display:none}.bars .number{width:6.5rem}}
        """
}
