// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension FuzzTarget {
    /// A pattern's answer does not depend on what the workspace was used for before; flags, source and text are apart by
    /// zero bytes.
    static let pattern = FuzzTarget(name: "pattern") {
        var used = PatternWorkspace()
        return { input in
            let (flags, rest) = halves(input)
            let (source, text) = halves(rest)
            guard let pattern = try? Pattern(source: source.span, flags: flags.span) else { return nil }
            var fresh = PatternWorkspace()
            let isFound = pattern.isFound(in: text.span, using: &fresh)
            return pattern.isFound(in: text.span, using: &used) == isFound ? nil : "the workspace shows"
        }
    }

    /// A pattern is found where trying everything finds it. The input makes the choices: flags, pattern, and text.
    static let patternReference = FuzzTarget(name: "pattern-reference") {
        var workspace = PatternWorkspace()
        return { input in
            var draw = ByteDraw(input)
            let choice = draw.number(below: 8)
            let flags = ReferencePattern.Flags(
                ignoresCase: choice & 1 != 0, isMultiline: choice & 2 != 0, isDotAll: choice & 4 != 0)
            let reference = ReferencePattern(&draw)
            let source = reference.source
            guard let pattern = try? Pattern(source: Array(source.utf8).span, flags: Array(flags.text.utf8).span) else {
                return source.utf8.count > 1_000 ? nil : "refused: /\(source)/"
            }
            for _ in 0..<3 {
                let text = ReferencePattern.text(&draw)
                let isFound = pattern.isFound(in: text.span, using: &workspace)
                if isFound != reference.isFound(in: text, flags) {
                    return "/\(source)/\(flags.text) \(isFound ? "found" : "missed") in \(text)"
                }
            }
            return nil
        }
    }
}
