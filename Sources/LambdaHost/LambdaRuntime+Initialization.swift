// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity

extension LambdaRuntime {
    /// Why the function cannot start.
    struct InitializationError: Error {
        var report: ErrorReport
    }

    /// Reads the configuration and has the handler made of it.
    static func makeHandlerFromFile<Handler: EdgeEventHandler>(
        _ settings: Settings,
        _ transport: CurlTransport,
        _ makeHandler: @Sendable (_ configuration: [UInt8], _ transport: CurlTransport) throws -> Handler
    ) throws(InitializationError) -> Handler {
        let folder = settings.taskRoot ?? "."
        guard let configuration = System.contents(of: "\(folder)/config.json", limit: configurationLimit) else {
            let message = "config.json cannot be read in \(folder), or is larger than \(configurationLimit) bytes"
            throw InitializationError(report: ErrorReport(type: "Configuration.Unreadable", message: message))
        }
        do {
            return try makeHandler(configuration, transport)
        } catch {
            let message = String(describing: error)
            throw InitializationError(report: ErrorReport(type: "Configuration.Invalid", message: message))
        }
    }

    /// In bytes; far more than any configuration has.
    private static let configurationLimit = 4 << 20
}
