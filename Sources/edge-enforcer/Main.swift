// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edge-enforcer",
        abstract: "Run, explain and check the enforcement engine.",
        subcommands: [Serve.self]
    )
}
