// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Something in a configuration that its author should know.
package struct ConfigurationProblem: Sendable, Equatable {
    package enum Code: UInt8, BitwiseCopyable, Sendable {
        /// The text is no JSON object. An error.
        case notAnObject
        /// A required option is missing or empty. An error.
        case missing
        /// A pattern that this version cannot match. An error: ignoring it would change what is enforced.
        case unsupportedPattern
        /// The value has another type than the option wants; the default is used, as the vendor does it.
        case wrongType
        /// A number outside of what makes sense; it was replaced by the nearest that does.
        case outOfRange
        /// No option of this name exists; ignored, as the vendor does it.
        case unknownKey

        package var isError: Bool {
            switch self {
            case .notAnObject, .missing, .unsupportedPattern: true
            case .wrongType, .outOfRange, .unknownKey: false
            }
        }
    }

    package var code: Code

    /// The option it is about; nil for an unknown key or for the text as a whole.
    package var option: Option?

    /// The unknown key as it stands in the text. Values are never kept here: they may be secrets.
    package var name: [UInt8]

    package init(_ code: Code, _ option: Option? = nil, name: [UInt8] = []) {
        self.code = code
        self.option = option
        self.name = name
    }
}
