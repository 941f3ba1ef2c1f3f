// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkCases

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Prints the name of every case and what it does.")

    func run() {
        for known in BenchmarkCase.all {
            print("\(known.name)\t\(known.summary)")
        }
    }
}

extension BenchmarkCase {
    /// The case that was asked for on the command line.
    static func required(_ name: String) throws -> BenchmarkCase {
        guard let found = named(name) else { throw ValidationError("there is no case \(name)") }
        return found
    }
}
