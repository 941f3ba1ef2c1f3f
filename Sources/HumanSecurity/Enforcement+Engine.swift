// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore
internal import EnforcerProtocol

// The engine's words in those of the public API.

extension OutgoingRequest.Kind {
    init(_ kind: OutgoingCall.Kind) {
        self =
            switch kind {
            case .risk: .risk
            case .activities: .activities
            case .telemetry: .telemetry
            case .logs: .logs
            case .firstParty: .firstParty
            }
    }
}

extension Enforcement.Outcome {
    init(_ outcome: Decision.Outcome) {
        self =
            switch outcome {
            case .pass: .pass
            case .block: .block
            case .simulatedBlock: .simulatedBlock
            case .firstParty: .firstParty
            case .filtered: .filtered
            case .preflight: .preflight
            case .telemetry: .telemetry
            case .disabled: .disabled
            case .failedOpen: .failedOpen
            }
    }
}

extension Enforcement.TraceEntry {
    init(_ entry: Trace.Entry, of exchange: borrowing Exchange) {
        step = "\(entry.stage.name)"
        outcome = "\(entry.outcome)"
        option = entry.option.map { "\($0.key)" }
        detail = entry.detail.isEmpty ? nil : String(copying: exchange.text.bytes(of: entry.detail))
        if let element = entry.element, let name = option { option = "\(name)[\(element)]" }
    }
}
