// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Lines of a file, read in blocks. Holds one line and one block at a time.
struct LineReader {
    /// Lines are no longer than this, in bytes; a longer one ends the run.
    static let lineLimit = 256 << 20

    private let file: FileHandle
    private var pending: [UInt8] = []
    /// Where the next line begins, and up to where it holds no line end.
    private var start = 0
    private var searched = 0
    private var isAtEnd = false

    /// The number of the line given last, from 1.
    private(set) var number = 0

    /// Whether a line was too long to be read.
    private(set) var wasTruncated = false

    init(_ file: FileHandle = .standardInput) {
        self.file = file
    }

    mutating func next() throws -> [UInt8]? {
        while true {
            if let newline = pending[searched...].firstIndex(of: 0x0A) {
                number += 1
                defer {
                    start = newline + 1
                    searched = start
                }
                return Array(pending[start..<newline])
            }
            pending.removeFirst(start)
            start = 0
            searched = pending.count
            if isAtEnd {
                guard !pending.isEmpty else { return nil }
                number += 1
                defer {
                    pending = []
                    searched = 0
                }
                return pending
            }
            guard pending.count < Self.lineLimit else {
                wasTruncated = true
                return nil
            }
            if let block = try file.read(upToCount: 1 << 16), !block.isEmpty {
                pending += block
            } else {
                isAtEnd = true
            }
        }
    }
}
