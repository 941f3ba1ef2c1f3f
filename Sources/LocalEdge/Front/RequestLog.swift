// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging

/// One line a request.
enum RequestLog {
    static func write(_ record: RequestRecord, _ decision: Decision, to logger: Logger) {
        let time = record.milliseconds.formatted(.number.precision(.fractionLength(0)))
        let line = "\(record.request.method) \(record.request.uri) \(decision) \(record.status) \(time) ms"
        switch record.stage {
        case .failed: logger.error("\(line)")
        case .refused: logger.warning("\(line)")
        case .passed, .rerouted, .generated: logger.info("\(line)")
        }
    }
}
