// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

extension PatternProgram {
    func isFound(in text: Span<UInt8>, using workspace: inout PatternWorkspace) -> Bool {
        workspace.stepCount = 0
        guard let main = passes.last else { return false }
        if main.isAnchored, !main.startsAnyhow {
            // Most paths are none that a pattern is about: its first unit tells, before anything else is done.
            guard text.count > 0, main.canStart(with: UInt32(text[0])) else { return false }
        }
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
            text, marks: &workspace.marks, waiting: &workspace.waiting, lists: &workspace.lists,
            found: &workspace.found, round: &workspace.round, stepCount: &workspace.stepCount)
    }

    /// Takes the members of the workspace one by one, because spans of several cannot be had from the whole.
    private func search<Unit: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ text: Span<Unit>, marks: inout [UInt64], waiting: inout [UInt32], lists: inout [UInt32],
        found: inout [UInt64], round: inout UInt64, stepCount: inout Int
    ) -> Bool {
        var simulation = PatternSimulation(
            text: text, instructions: instructions.span, classes: classes.span, ranges: ranges.span,
            nearLooks: nearLooks.span, marks: marks.mutableSpan, waiting: waiting.mutableSpan,
            lists: lists.mutableSpan, found: found.mutableSpan, round: round,
            foldsWord: flags.ignoresCase && flags.isUnicode)
        for index in 0..<passes.count - 1 {
            _ = simulation.run(passes[index], results: index)
        }
        let isFound = simulation.run(passes[passes.count - 1], results: nil)
        round = simulation.round
        stepCount = simulation.stepCount
        return isFound
    }
}
