// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

/// What a customer adds to every report (protocol.md §11.3). Slices are of `Exchange.text`.
struct CustomParameters: BitwiseCopyable, Sendable {
    /// `custom_param1` … `custom_param10` as JSON; empty where there is none.
    var values = InlineArray<10, ByteSlice>(repeating: .empty)

    /// `is_hype_sale`, if it is there and boolean.
    var isHypeSale: Bool?

    var isForHypeSale: Bool { isHypeSale == true }

    var isEmpty: Bool {
        for index in values.indices where !values[index].isEmpty {
            return false
        }
        return isHypeSale == nil
    }

    static func name(of index: Int) -> StaticString {
        let names: InlineArray<10, StaticString> = [
            "custom_param1", "custom_param2", "custom_param3", "custom_param4", "custom_param5", "custom_param6",
            "custom_param7", "custom_param8", "custom_param9", "custom_param10",
        ]
        return names[index]
    }
}

extension Exchange {
    /// Takes from the answer the members that are kept.
    mutating func takeParameters() {
        guard let base = answeredObject() else { return }
        read(parameters: base, node: 0)
        trace.note(.customParameters, parameters.isEmpty ? "nothing_kept" : "taken", .enrichCustomParameters)
    }

    /// Reads them from an object of `document`, which was parsed from the slice `base`.
    mutating func read(parameters base: ByteSlice, node: Int) {
        for index in parameters.values.indices {
            let name = CustomParameters.name(of: index)
            guard let value = document.member(name, of: node, in: text.bytes(of: base)) else { continue }
            let isEmptyText = document.kind(of: value) == .string && document.raw(of: value).isEmpty
            if !isEmptyText { parameters.values[index] = rewrite(node: value, base: base) }
        }
        guard let value = document.member("is_hype_sale", of: node, in: text.bytes(of: base)) else { return }
        switch document.kind(of: value) {
        case .true: parameters.isHypeSale = true
        case .false: parameters.isHypeSale = false
        default: break
        }
    }

    /// The members of payload details (protocol.md §5.3).
    mutating func writeParameters() {
        writeCustomParameters()
        if parameters.isForHypeSale { writeApproval() }
    }

    mutating func writeCustomParameters() {
        for index in parameters.values.indices where !parameters.values[index].isEmpty {
            output.key(CustomParameters.name(of: index))
            output.raw(parameters.values[index], of: text)
        }
        if let isHypeSale = parameters.isHypeSale {
            output.key("is_hype_sale")
            output.bool(isHypeSale)
        }
    }
}
