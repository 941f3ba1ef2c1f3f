// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Lays out JSON text over lines, two blanks a level.
enum PrettyPrinter {
    /// - Parameter json: valid JSON without blanks between tokens.
    static func indent(_ json: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var depth = 0
        var isInString = false
        var isEscape = false
        func newline() {
            result.append(0x0A)
            result.append(contentsOf: repeatElement(0x20, count: depth * 2))
        }
        for (index, byte) in json.enumerated() {
            if isInString {
                result.append(byte)
                if isEscape {
                    isEscape = false
                } else if byte == 0x5C {
                    isEscape = true
                } else if byte == 0x22 {
                    isInString = false
                }
                continue
            }
            let isEmptyContainer = index > 0 && (json[index - 1] == 0x7B || json[index - 1] == 0x5B)
            switch byte {
            case 0x22:
                isInString = true
                if isEmptyContainer { newline() }
                result.append(byte)
            case 0x7B, 0x5B:
                if isEmptyContainer { newline() }
                result.append(byte)
                depth += 1
            case 0x7D, 0x5D:
                depth -= 1
                if !isEmptyContainer { newline() }
                result.append(byte)
            case 0x2C:
                result.append(byte)
                newline()
            case 0x3A:
                result.append(contentsOf: [0x3A, 0x20])
            case 0x20, 0x0A, 0x0D, 0x09:
                break
            default:
                if isEmptyContainer { newline() }
                result.append(byte)
            }
        }
        return result
    }
}
