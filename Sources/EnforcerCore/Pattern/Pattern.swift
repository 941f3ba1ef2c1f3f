// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A regular expression in the syntax of JavaScript, compiled.
///
/// Only whether it is found somewhere in a text can be asked. The answer takes time proportional to the length of the
/// text times the size of the pattern, whatever both are, because all ways to match are followed side by side and none
/// twice; back-references, with which that cannot be done, are refused.
package struct Pattern: Sendable {
    let program: PatternProgram
    /// What the pattern amounts to if it is nothing but text.
    let literal: PatternLiteral?

    /// - Parameters:
    ///   - source: UTF-8, as for `new RegExp(source, flags)`: with Annex B of ECMA-262 unless u or v is among the flags.
    ///   - flags: of `dgimsuvy`. d, g and y have no effect: a search starts at the start of the text.
    package init(source: Span<UInt8>, flags: Span<UInt8>) throws(PatternError) {
        let flags = try PatternFlags(flags)
        let tree = try PatternParser.parse(source, flags: flags)
        literal = PatternLiteral(tree)
        program = try PatternCompiler.compile(tree, flags: flags)
    }

    /// Whether the pattern is found in `text`, a JavaScript string as UTF-8; what is ill-formed counts as U+FFFD.
    package func isFound(in text: Span<UInt8>, using workspace: inout PatternWorkspace) -> Bool {
        workspace.stepCount = 0
        if let literal {
            workspace.stepCount = text.count
            return literal.isFound(in: text)
        }
        guard program.canBegin(text) else { return false }
        if program.isBetterFollowed(over: text) { return program.isFound(in: text, using: &workspace) }
        guard let cache = workspace.cache(for: program.instructions) ?? makeCache(in: &workspace) else {
            return isFoundUncached(in: text, using: &workspace)
        }
        workspace.finding.begin(limit: 1)
        workspace.find(in: text, with: cache)
        if workspace.finding.best == 0 { return true }
        return workspace.finding.hasCandidates && isFoundUncached(in: text, using: &workspace)
    }

    /// The same without a cache. Adds to the step count.
    func isFoundUncached(in text: Span<UInt8>, using workspace: inout PatternWorkspace) -> Bool {
        guard let literal else { return program.isFound(in: text, using: &workspace) }
        workspace.stepCount &+= text.count
        return literal.isFound(in: text)
    }

    private func makeCache(in workspace: inout PatternWorkspace) -> Int? {
        guard workspace.admitsCache() else { return nil }
        var builder = PatternAutomatonBuilder(isUnicode: program.flags.isUnicode)
        builder.append(program, number: 0)
        return workspace.add(PatternCache(builder.finish(), key: program.instructions))
    }
}

/// A pattern that is only text, perhaps with `^` before it or `$` behind.
struct PatternLiteral: Sendable {
    private var bytes: [UInt8] = []
    private var isAtStart = false
    private var isAtEnd = false

    init?(_ tree: PatternTree) {
        guard let root = tree.nodes.last else { return nil }
        let isSequence = root.kind == .sequence
        var leading: UInt32?
        for offset in 0..<(isSequence ? root.count : 1) {
            let node = isSequence ? tree.nodes[Int(tree.children[Int(root.first + offset)])] : root
            switch node.kind {
            case .assertion where node.first == UInt32(PatternOpcode.textStart.rawValue):
                guard offset == 0 else { return nil }
                isAtStart = true
            case .assertion where node.first == UInt32(PatternOpcode.textEnd.rawValue):
                guard offset + 1 == root.count else { return nil }
                isAtEnd = true
            case .character:
                guard append(node.first, leading: &leading) else { return nil }
            default: return nil
            }
        }
        if leading != nil || bytes.isEmpty { return nil }
    }

    /// False for what has no bytes of its own: half a surrogate pair, and U+FFFD, which stands for anything ill-formed.
    private mutating func append(_ unit: UInt32, leading: inout UInt32?) -> Bool {
        var value = unit
        if let first = leading {
            guard PatternText.isTrailingSurrogate(unit) else { return false }
            value = PatternText.codePoint(first, unit)
            leading = nil
        } else if PatternText.isLeadingSurrogate(unit) {
            leading = unit
            return true
        }
        guard !PatternText.isTrailingSurrogate(value), value != 0xFFFD else { return false }
        var encoder = UTF8Encoder(value)
        while let byte = encoder.next() {
            bytes.append(byte)
        }
        return true
    }

    func isFound(in text: Span<UInt8>) -> Bool {
        guard text.count >= bytes.count else { return false }
        let last = text.count - bytes.count
        if isAtStart { return (!isAtEnd || last == 0) && text.hasPrefix(bytes.span) }
        if isAtEnd { return text.extracting(last..<text.count).equals(bytes.span) }
        var start = 0
        while let candidate = text.firstIndex(of: bytes[0], from: start), candidate <= last {
            if text.extracting(candidate..<text.count).hasPrefix(bytes.span) { return true }
            start = candidate + 1
        }
        return false
    }
}
