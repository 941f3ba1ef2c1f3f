// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    /// The longest answer of a customer's function, in bytes; a longer one counts as none.
    package static var hookAnswerLimit: Int { 256 << 10 }

    /// Keeps what a hook answered, or notes why there is nothing.
    mutating func take(_ outcome: HookOutcome, _ json: Span<UInt8>, of hook: Hook) {
        answer = nil
        switch outcome {
        case .answered where json.count <= Self.hookAnswerLimit: answer = text.store(json)
        case .answered: trace.note(.hook, "answer_too_long", hook.option)
        case .failed: trace.note(.hook, "failed", hook.option)
        case .timedOut: trace.note(.hook, "timed_out", hook.option)
        }
    }

    // MARK: - Reading answers

    /// Parses the answer into `document`; nil if there is none, or none that can be read.
    private mutating func readAnswer() -> ByteSlice? {
        guard let answer else { return nil }
        return document.reads(answer, of: text) ? answer : nil
    }

    /// Whether the answer is true in JavaScript's sense; notes what came of it.
    mutating func isTrue(
        _ stage: Trace.Stage,
        _ outcome: StaticString,
        _ hook: Hook,
        _ engine: borrowing Engine
    ) -> Bool {
        guard engine.configuration.hooks.contains(hook) else { return false }
        let isTrue = readAnswer().map { document.isTruthy(0, in: text.bytes(of: $0)) } ?? false
        trace.note(stage, isTrue ? outcome : "no_match", hook.option)
        return isTrue
    }

    /// The answer if it is a boolean.
    mutating func answeredBool() -> Bool? {
        guard readAnswer() != nil else { return nil }
        return switch document.kind(of: 0) {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The answer if it is text.
    mutating func answeredText() -> ByteSlice? {
        guard let base = readAnswer(), document.kind(of: 0) == .string else { return nil }
        return scalar(node: 0, base: base).slice
    }

    /// Where the answer stands if it is an object, which is in `document` then.
    mutating func answeredObject() -> ByteSlice? {
        guard let base = readAnswer(), document.kind(of: 0) == .object else { return nil }
        return base
    }

    // MARK: - Arguments

    /// Puts what is known of the request, in the form of the hand-over (protocol.md §1.8), where the hook finds it.
    mutating func writeHookContext(_ engine: borrowing Engine, _ decision: Decision) {
        let start = output.startDocument()
        writeHandOver(engine, decision)
        hookContext = text.store(ByteSlice(from: start, to: output.buffer.count), of: output.buffer)
        output.buffer.truncate(to: start)
    }
}
