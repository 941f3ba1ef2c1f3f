// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Plots of a report, as SVG that takes its colours from the page.
enum ReportPlot {
    /// A bar as part of a table's row.
    static func bar(_ count: Int, of largest: Int) -> String {
        let width = largest > 0 ? Double(count) / Double(largest) * 100 : 0
        return "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
            + "<rect class=\"all\" width=\"\(hundredths(width))\" height=\"10\"/></svg>"
    }

    /// Requests over time, and which of them ask the Risk API.
    static func timeline(_ timeline: Timeline) -> String {
        guard timeline.slots.count > 1, let largest = timeline.slots.map(\.requests).max(), largest > 0 else {
            return ""
        }
        let width = 900.0
        let height = 180.0
        let step = width / Double(timeline.slots.count)
        let end = timeline.start + Int64(timeline.slots.count) * timeline.width
        var svg = """
            <h3>Requests over time, at most \(Wording.number(largest)) in \(Wording.duration(Double(timeline.width))), UTC</h3>
            <svg class="plot" viewBox="0 0 900 210" role="img" aria-label="Requests over time">
            <line x1="0" y1="180" x2="900" y2="180"/><line x1="0" y1="0.5" x2="900" y2="0.5"/>
            <text x="0" y="202">\(Wording.time(timeline.start))</text>
            <text x="900" y="202" text-anchor="end">\(Wording.time(end))</text>

            """
        for (index, slot) in timeline.slots.enumerated() {
            let x = hundredths(Double(index) * step)
            for (kind, count) in [("all", slot.requests), ("may", slot.possibleCalls), ("call", slot.certainCalls)]
            where count > 0 {
                let size = Double(count) / Double(largest) * height
                svg += "<rect class=\"\(kind)\" x=\"\(x)\" y=\"\(hundredths(height - size))\" "
                svg += "width=\"\(hundredths(max(step * 0.9, 0.5)))\" height=\"\(hundredths(size))\"/>\n"
            }
        }
        return svg + """
            </svg>
            <p><svg class="key" viewBox="0 0 10 10" style="display:inline;width:.8rem"><rect class="all" width="10" \
            height="10"/></svg> requests, <svg viewBox="0 0 10 10" style="display:inline;width:.8rem"><rect class="may" \
            width="10" height="10"/></svg> that may ask the Risk API, <svg viewBox="0 0 10 10" \
            style="display:inline;width:.8rem"><rect class="call" width="10" height="10"/></svg> that do for certain</p>

            """
    }

    private static func hundredths(_ value: Double) -> String {
        let rounded = Int((value * 100).rounded())
        let rest = rounded % 100
        return "\(rounded / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
