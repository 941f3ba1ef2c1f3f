// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The sensor script as a page loads it.
struct SensorScript: Sendable {
    /// Of the script.
    var url: String

    /// Where the stand-in for the script reports to; the real one knows by itself.
    var collector: String?

    var element: String {
        let attribute = collector.map { " data-collector=\"\($0)\"" } ?? ""
        return "<script async src=\"\(url)\"\(attribute)></script>"
    }
}
