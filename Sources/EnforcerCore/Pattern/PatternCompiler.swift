// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Turns a tree into instructions.
///
/// Look-arounds become passes of their own (Barrière and Pit-Claudel, Linear Matching of JavaScript Regexes, 2024): the
/// positions of the text at which one holds are found in one run over the text, before they are asked for. No captures
/// are wanted, so it does not matter which of several matches is found.
struct PatternCompiler {
    private let tree: PatternTree
    private var program: PatternProgram
    private var isBackwards = false
    /// For each look-around the instruction that tests it.
    private var lookInstructions: [PatternInstruction] = []

    static func compile(_ tree: consuming PatternTree, flags: PatternFlags) throws(PatternError) -> PatternProgram {
        var compiler = PatternCompiler(tree: tree, flags: flags)
        for index in compiler.tree.looks.indices {
            try compiler.look(compiler.tree.looks[index])
        }
        try compiler.pass(UInt32(compiler.tree.nodes.count - 1), isBackwards: false)
        return compiler.program
    }

    private init(tree: PatternTree, flags: PatternFlags) {
        self.tree = tree
        program = PatternProgram(
            classes: tree.classes, ranges: tree.ranges, flags: flags, hasLooks: !tree.looks.isEmpty)
    }

    private var next: UInt32 { UInt32(program.instructions.count) }

    private mutating func emit(
        _ opcode: PatternOpcode, _ first: UInt32 = 0, _ second: UInt32 = 0
    ) throws(PatternError) {
        guard program.instructions.count < PatternLimit.instructions else { throw PatternError(.tooLarge, at: 0) }
        program.instructions.append(PatternInstruction(opcode: opcode, first: first, second: second))
    }

    private mutating func pass(_ node: UInt32, isBackwards: Bool) throws(PatternError) {
        self.isBackwards = isBackwards
        let entry = next
        try emit(node)
        try emit(.accept)
        program.passes.append(PatternStartAnalysis.pass(at: entry, isBackwards: isBackwards, in: program))
    }

    // MARK: - Look-arounds

    private mutating func look(_ look: PatternLook) throws(PatternError) {
        if let near = try nearLook(look) {
            lookInstructions.append(near.instruction)
            return
        }
        guard program.passes.count < PatternLimit.passes else { throw PatternError(.tooLarge, at: 0) }
        lookInstructions.append(
            PatternInstruction(opcode: .look, first: UInt32(program.passes.count), second: look.isNegative ? 1 : 0))
        try pass(look.body, isBackwards: !look.isBehind)
    }

    private mutating func nearLook(_ look: PatternLook) throws(PatternError) -> PatternNearLook? {
        let body = tree.nodes[Int(look.body)]
        let alternatives = body.kind == .alternatives ? children(of: body) : [look.body]
        var units = 0
        for alternative in alternatives {
            guard let count = unitCount(of: tree.nodes[Int(alternative)]) else { return nil }
            units += count
            guard units <= PatternLimit.nearUnits else { return nil }
        }
        isBackwards = look.isBehind
        let start = next
        for alternative in alternatives {
            try emit(alternative)
            try emit(.accept)
        }
        return PatternNearLook(start: start, end: next, isBehind: look.isBehind, isNegative: look.isNegative)
    }

    /// How many units the node takes, if it is units and nothing else. An empty alternative counts, too.
    private func unitCount(of node: PatternNode) -> Int? {
        switch node.kind {
        case .character, .characterClass: return 1
        case .empty: return 1
        case .sequence:
            for index in node.first..<node.first + node.count {
                let kind = tree.nodes[Int(tree.children[Int(index)])].kind
                guard kind == .character || kind == .characterClass else { return nil }
            }
            return Int(node.count)
        default: return nil
        }
    }

    private func children(of node: PatternNode) -> [UInt32] {
        var children: [UInt32] = []
        for index in node.first..<node.first + node.count {
            children.append(tree.children[Int(index)])
        }
        return children
    }

    // MARK: - Nodes

    private mutating func emit(_ index: UInt32) throws(PatternError) {
        let node = tree.nodes[Int(index)]
        switch node.kind {
        case .empty: break
        case .character: try emit(.character, node.first)
        case .characterClass: try emit(.characterClass, node.first)
        case .assertion: try emit(PatternOpcode(rawValue: UInt8(truncatingIfNeeded: node.first)) ?? .accept)
        case .look:
            let instruction = lookInstructions[Int(node.first)]
            try emit(instruction.opcode, instruction.first, instruction.second)
        case .sequence:
            for offset in 0..<node.count {
                try emit(tree.children[Int(node.first + (isBackwards ? node.count - 1 - offset : offset))])
            }
        case .alternatives: try alternatives(node)
        case .repetition: try repetition(node)
        }
    }

    private mutating func alternatives(_ node: PatternNode) throws(PatternError) {
        var jumps: [UInt32] = []
        for offset in 0..<node.count {
            let child = tree.children[Int(node.first + offset)]
            guard offset + 1 < node.count else {
                try emit(child)
                break
            }
            let split = next
            try emit(.split, split + 1)
            try emit(child)
            jumps.append(next)
            try emit(.jump)
            program.instructions[Int(split)].second = next
        }
        for jump in jumps {
            program.instructions[Int(jump)].first = next
        }
    }

    private mutating func repetition(_ node: PatternNode) throws(PatternError) {
        var copy = next
        var written: UInt32 = 0
        while written < node.minimum {
            copy = next
            try emit(node.first)
            written += 1
        }
        if node.maximum == PatternNode.unbounded {
            if node.minimum > 0 {
                // The last copy is the one that repeats.
                try emit(.split, copy, next + 1)
            } else {
                let split = next
                try emit(.split, split + 1)
                try emit(node.first)
                try emit(.jump, split)
                program.instructions[Int(split)].second = next
            }
            return
        }
        var splits: [UInt32] = []
        while written < node.maximum {
            splits.append(next)
            try emit(.split, next + 1)
            try emit(node.first)
            written += 1
        }
        for split in splits {
            program.instructions[Int(split)].second = next
        }
    }
}
