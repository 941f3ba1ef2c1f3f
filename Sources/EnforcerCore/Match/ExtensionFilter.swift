// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// `px_filter_by_extension` (protocol.md §1.5).
///
/// The caller asks for GET and HEAD only.
package struct ExtensionFilter: Sendable {
    private var entries = ByteStringList()

    /// - Parameter configured: the entries; one without a leading dot gets it.
    package init(_ configured: ByteStringList) {
        var dotted: [UInt8] = []
        for index in 0..<configured.count {
            let entry = configured[index]
            dotted.removeAll(keepingCapacity: true)
            if entry.isEmpty || entry[0] != 0x2E { dotted.append(0x2E) }
            for position in entry.indices {
                dotted.append(entry[position])
            }
            entries.append(dotted.span)
        }
    }

    /// The filter that holds when the option is not set.
    package static var standard: ExtensionFilter { ExtensionFilter(standardEntries) }

    /// The first entry that is the extension of `path`, a normalised path. Upper and lower case are different.
    package func firstMatch(path: Span<UInt8>) -> Int? {
        guard let dot = Self.extensionStart(in: path) else { return nil }
        return entries.firstIndex(of: path.extracting(dot..<path.count))
    }

    /// Where the last dot of the last segment is; nil if there is none, or nothing behind it.
    static func extensionStart(in path: Span<UInt8>) -> Int? {
        var index = path.count
        while index > 0 {
            index -= 1
            if path[index] == 0x2F { return nil }
            if path[index] == 0x2E { return index + 1 < path.count ? index : nil }
        }
        return nil
    }

    /// The 38 entries of configuration.md §1.3.
    package static var standardEntries: ByteStringList {
        // One literal: as many calls with one each would be sixteen kilobytes of code.
        ByteStringList(
            words: """
                .css .bmp .tif .ttf .docx .woff2 .js .pict .tiff .eot .xlsx .jpg .csv .eps .woff .xls .jpeg .doc \
                .ejs .otf .pptx .gif .pdf .swf .svg .ps .ico .pls .midi .svgz .class .png .ppt .mid .webp .jar .json \
                .xml
                """
        )
    }
}
