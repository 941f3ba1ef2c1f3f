// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A block of code in the documentation.
struct DocumentedSnippet: CustomStringConvertible, Sendable {
    /// The file, relative to the package, and the line of its fence, from 1.
    var file: String
    var line: Int
    var language: String
    var lines: [String]

    var description: String { "\(file):\(line)" }

    /// Lines without what layout adds: blanks beyond one between words, and lines that are empty.
    var essence: [String] { Self.essence(of: lines) }

    static func essence(of lines: [String]) -> [String] {
        lines.map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Every block with a language in README.md, `docs`, the catalogs and the documentation comments.
    static let all: [DocumentedSnippet] = {
        var files = ["README.md"]
        for folder in ["docs", "Sources"] {
            files += Self.files(in: folder).filter { $0.hasSuffix(".md") || $0.hasSuffix(".swift") }
        }
        return files.sorted().flatMap { file in
            let text = (try? String(contentsOf: root.appending(path: file), encoding: .utf8)) ?? ""
            return Self.snippets(in: text, of: file)
        }
    }()

    /// The files in a folder of the package, relative to the package.
    static func files(in folder: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
        return (names?.allObjects as? [String] ?? []).map { "\(folder)/\($0)" }
    }

    static func snippets(in text: String, of file: String) -> [DocumentedSnippet] {
        let inComments = file.hasSuffix(".swift")
        var found: [DocumentedSnippet] = []
        var open: DocumentedSnippet?
        for (index, line) in text.components(separatedBy: "\n").enumerated() {
            var line = line.trimmingCharacters(in: .whitespaces)
            if inComments {
                guard line.hasPrefix("///") else { continue }
                line = line.dropFirst(3).trimmingCharacters(in: .whitespaces)
            }
            if line.hasPrefix("```") {
                if let snippet = open {
                    found.append(snippet)
                    open = nil
                } else {
                    open = DocumentedSnippet(
                        file: file, line: index + 1, language: String(line.dropFirst(3)), lines: [])
                }
            } else {
                open?.lines.append(line)
            }
        }
        return found.filter { !$0.language.isEmpty }
    }
}
