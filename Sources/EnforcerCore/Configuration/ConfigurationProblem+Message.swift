// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Problems in words, for every host the same. Never with a configured value: it may be a secret.

extension ConfigurationProblem {
    /// The name of the option, or of the unknown key; empty if the problem is about the text as a whole.
    package var key: [UInt8] {
        guard let option else { return name }
        return CompiledConfiguration.bytes(option.key)
    }

    /// Appends what is wrong and what to do, to be read behind `key`.
    package func appendMessage(to buffer: inout ByteBuffer) {
        switch code {
        case .notAnObject:
            buffer.append("the configuration is no JSON object; write one like {\"px_app_id\": \"PX…\", …}")
        case .missing: buffer.append("cannot be empty; set it to the value shown in the HUMAN console")
        case .pattern(let error):
            buffer.append("has a regular expression that ")
            buffer.append(Self.reason(for: error))
            buffer.append(", at byte ")
            buffer.append(decimal: Int64(error.offset))
            buffer.append(" of it")
        case .entryWithoutMethod:
            buffer.append("has an entry without a method; add \"method\": \"post\" or what its form uses")
        case .unknownReportingMethod:
            buffer.append("is none of the known ways; use \"status\", \"header\", \"body\" or \"custom\"")
        case .misplacedReference: buffer.append("takes no {\"secret\": …}, as it is no secret; write its value")
        case .wrongType where option?.valueType == .function:
            buffer.append("is a function, which JSON cannot hold; remove it, and set the hook of that purpose in code")
        case .wrongType:
            buffer.append("has the wrong type, so its default is used; give ")
            buffer.append(Self.expectation(of: option?.valueType))
        case .outOfRange:
            buffer.append("is outside of 1 to 30000 ms; the nearest sensible limit is used instead")
        case .unknownKey: buffer.append("is no option that this version knows; it is ignored")
        }
    }

    private static func reason(for error: PatternError) -> StaticString {
        switch error.code {
        case .malformed: "JavaScript would refuse as well; mend it"
        case .backReference: "has a back-reference, which cannot be matched in linear time; write it without"
        case .unsupportedProperty: "asks for a Unicode property that is not known here; list the characters"
        case .unknownFlag: "has a flag that JavaScript does not know, or one twice; use i, s, m or u"
        case .tooLarge: "is too large; shorten it, or its counted repetitions"
        }
    }

    private static func expectation(of type: Option.ValueType?) -> StaticString {
        switch type {
        case .string: "a string"
        case .stringOrStrings: "a string, or an array of strings with the newest first"
        case .number: "a number"
        case .bool: "true or false"
        case .strings: "an array of strings"
        case .patterns: "an array of strings and {\"regex\": …, \"flags\": …} objects"
        case .entries: "an array of objects"
        case .numbers: "an array of numbers"
        case .mode: "\"monitor\" or \"active_blocking\""
        case .severity: "\"none\", \"error\" or \"debug\""
        case .function, nil: "another value"
        }
    }
}
