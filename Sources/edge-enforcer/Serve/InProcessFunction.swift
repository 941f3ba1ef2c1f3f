// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HumanSecurity

/// The enforcer as a handler in this process.
enum InProcessFunction {
    /// - Parameter configuration: JSON text with `px_…` keys.
    static func make(_ configuration: [UInt8]) throws -> any EdgeEventHandler {
        // Waits for the public API of HumanSecurity and the transport of LambdaHost.
        throw ValidationError("the runtime in-process is not there yet; use --runtime lambda")
    }
}
