// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Runs benchmark cases, one at a time. `Scripts/bench` starts it; people can, too.
@main
struct BenchCase: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-case",
        abstract: "Runs single benchmark cases of the enforcer.",
        subcommands: [List.self, Time.self, Count.self, ColdStart.self, Export.self]
    )
}
