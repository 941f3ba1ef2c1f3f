// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Resident memory over time, of one function.
struct MemorySeries: Sendable {
    struct Sample: Sendable, Equatable {
        /// Since the start, in s.
        var seconds: Double
        /// Resident memory for each process, the mean, in KiB.
        var kibibytes: Double
    }

    private(set) var samples: [Sample] = []

    mutating func add(_ sample: Sample) { samples.append(sample) }

    /// How memory grows after the warm-up, in KiB an hour: the line of least squares. Nil with less than ten samples.
    func slope(after warmUp: Double) -> Double? {
        let counted = samples.filter { $0.seconds >= warmUp }
        guard counted.count >= 10 else { return nil }
        let count = Double(counted.count)
        let meanTime = counted.map(\.seconds).reduce(0, +) / count
        let meanSize = counted.map(\.kibibytes).reduce(0, +) / count
        var products = 0.0
        var squares = 0.0
        for sample in counted {
            products += (sample.seconds - meanTime) * (sample.kibibytes - meanSize)
            squares += (sample.seconds - meanTime) * (sample.seconds - meanTime)
        }
        return squares > 0 ? products / squares * 3600 : nil
    }
}

/// Draws memory over time.
enum MemoryPlot {
    private static let colours = ["#2563eb", "#c2410c", "#15803d"]

    /// An SVG of 800 by 320.
    static func svg(_ series: [(name: String, samples: [MemorySeries.Sample])]) -> String {
        let all = series.flatMap(\.samples)
        let end = max(all.map(\.seconds).max() ?? 1, 1)
        let top = max((all.map(\.kibibytes).max() ?? 1) * 1.2, 1)
        let x = { (seconds: Double) in 60 + seconds / end * 720 }
        let y = { (size: Double) in 270 - size / top * 230 }
        var lines: [String] = []
        for step in 0...4 {
            let size = top * Double(step) / 4
            let height = format(y(size))
            lines.append(#"<line x1="60" y1="\#(height)" x2="780" y2="\#(height)" stroke="rgb(128 128 128 / 0.3)"/>"#)
            lines.append(#"<text x="54" y="\#(height)" text-anchor="end">\#(format(size / 1024)) MiB</text>"#)
            let seconds = end * Double(step) / 4
            lines.append(
                #"<text x="\#(format(x(seconds)))" y="290" text-anchor="middle">\#(format(seconds / 60)) min</text>"#)
        }
        for (index, one) in series.enumerated() {
            let points = one.samples.map { "\(format(x($0.seconds))),\(format(y($0.kibibytes)))" }
            let colour = colours[index % colours.count]
            lines.append(
                #"<polyline fill="none" stroke="\#(colour)" stroke-width="1.5" points="\#(points.joined(separator: " "))"/>"#
            )
            lines.append(#"<text x="\#(70 + index * 180)" y="24" fill="\#(colour)">\#(one.name)</text>"#)
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 320" font-family="sans-serif" font-size="12" fill="#777">
            <title>Resident memory over time, for each process</title>
            \(lines.joined(separator: "\n"))
            </svg>

            """
    }

    private static func format(_ value: Double) -> String { String(format: "%.1f", value) }
}
