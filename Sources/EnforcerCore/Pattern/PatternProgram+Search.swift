// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

extension PatternProgram {
    /// Most paths are none that a pattern is about: often the first unit tells, before anything else is done.
    func canBegin(_ text: Span<UInt8>) -> Bool {
        guard let main = passes.last else { return false }
        guard main.isAnchored, !main.startsAnyhow else { return true }
        return text.count > 0 && main.canStart(with: UInt32(text[0]))
    }

    /// With a look-around the instructions may have to be followed after all; in a short text that is then all there is
    /// to do.
    func isBetterFollowed(over text: Span<UInt8>) -> Bool {
        hasLooks && text.count < PatternLimit.shortText
    }

    /// Follows the instructions one by one. Adds to the step count.
    func isFound(in text: Span<UInt8>, using workspace: inout PatternWorkspace) -> Bool {
        guard canBegin(text) else { return false }
        if PatternText.isASCII(text) { return search(text, &workspace) }
        var units: [UInt32] = []
        swap(&units, &workspace.units)
        units.removeAll(keepingCapacity: true)
        PatternText.decode(text, asCodePoints: flags.isUnicode, into: &units)
        let isFound = search(units.span, &workspace)
        swap(&units, &workspace.units)
        return isFound
    }

    private func search<Unit: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ text: Span<Unit>, _ workspace: inout PatternWorkspace
    ) -> Bool {
        workspace.prepare(
            instructions: instructions.count, foundWords: (passes.count - 1) * (text.count / 64 + 1))
        return search(
            text, marks: &workspace.scratch.marks, waiting: &workspace.scratch.waiting,
            lists: &workspace.scratch.lists, found: &workspace.found,
            round: &workspace.scratch.round, stepCount: &workspace.stepCount)
    }

    /// Takes the members of the workspace one by one, because spans of several cannot be had from the whole.
    private func search<Unit: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ text: Span<Unit>, marks: inout [UInt64], waiting: inout [UInt32], lists: inout [UInt32],
        found: inout [UInt64], round: inout UInt64, stepCount: inout Int
    ) -> Bool {
        var simulation = PatternSimulation(
            text: text, instructions: instructions.span, classes: classes.span, ranges: ranges.span,
            marks: marks.mutableSpan, waiting: waiting.mutableSpan, lists: lists.mutableSpan,
            found: found.mutableSpan, round: round, foldsWord: flags.ignoresCase && flags.isUnicode)
        for index in 0..<passes.count - 1 {
            _ = simulation.run(passes[index], results: index)
        }
        let isFound = simulation.run(passes[passes.count - 1], results: nil)
        round = simulation.round
        stepCount &+= simulation.stepCount
        return isFound
    }
}
