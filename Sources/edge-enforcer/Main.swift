// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

@main
struct EdgeEnforcer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edge-enforcer",
        abstract: "Tries out, explains, checks and packages the bot-defence enforcer for AWS Lambda@Edge.",
        subcommands: [Check.self, Explain.self, Package.self, ReplayCommand.self, Serve.self]
    )
}
