// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Something in a configuration that its author should know.
package struct ConfigurationProblem: Sendable, Equatable {
    package enum Code: BitwiseCopyable, Sendable, Equatable {
        /// The text is no JSON object. An error.
        case notAnObject
        /// A required option is missing or empty. An error.
        case missing
        /// A regular expression that cannot be matched. An error: ignoring it would change what is enforced.
        case pattern(PatternError)
        /// A login endpoint that does not say for which method it is. An error, as with the vendor.
        case entryWithoutMethod
        /// None of the ways to know that a login succeeded. An error, as with the vendor.
        case unknownReportingMethod
        /// A reference to a secret at an option that takes none. An error: the option would be without its value.
        case misplacedReference
        /// The value has another type than the option wants; the default is used, as the vendor does it.
        case wrongType
        /// A number outside of what makes sense; it was replaced by the nearest that does.
        case outOfRange
        /// No option of this name exists; ignored, as the vendor does it.
        case unknownKey

        package var isError: Bool {
            switch self {
            case .notAnObject, .missing, .pattern, .entryWithoutMethod, .unknownReportingMethod, .misplacedReference:
                true
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
