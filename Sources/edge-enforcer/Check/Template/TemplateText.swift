// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Yams

/// Reads a CloudFormation template, JSON or YAML, into one form: short tags become the objects that they stand for.
enum TemplateText {
    struct Unreadable: Error, CustomStringConvertible {
        var description: String
    }

    /// What CloudFormation takes at most, in bytes, when the template comes from S3.
    static let limit = 1 << 20

    static func read(_ text: [UInt8]) throws(Unreadable) -> HumanSecurityValue {
        guard text.count <= limit else {
            throw Unreadable(description: "the template is over 1 MB, which CloudFormation does not take; split it")
        }
        if let value = HumanSecurityValue(json: text) { return value }
        do {
            guard let node = try Yams.compose(yaml: String(decoding: text, as: UTF8.self)) else {
                throw Unreadable(description: "the template is empty; give the file that is to be deployed")
            }
            var budget = 1 << 20
            return try value(of: node, &budget)
        } catch let error as Unreadable {
            throw error
        } catch let error as YamlError {
            throw Unreadable(description: "the template is neither JSON nor YAML\(place(of: error)); mend it there")
        } catch {
            throw Unreadable(description: "the template is neither JSON nor YAML; mend it")
        }
    }

    private static func place(of error: YamlError) -> String {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            " from line \(mark.line) on"
        case .duplicatedKeysInMapping(_, let context): " from line \(context.mark.line) on, where a key stands twice"
        default: ""
        }
    }

    /// - Parameter budget: how many values may still follow; an alias can stand for many.
    private static func value(of node: Node, _ budget: inout Int) throws(Unreadable) -> HumanSecurityValue {
        budget -= 1
        guard budget > 0 else {
            throw Unreadable(description: "the template has too many values; leave out aliases of aliases")
        }
        let plain: HumanSecurityValue
        switch node {
        case .scalar(let scalar):
            plain = value(of: scalar, tag: node.tag.rawValue)
        case .sequence(let sequence):
            var elements: [HumanSecurityValue] = []
            for element in sequence {
                elements.append(try value(of: element, &budget))
            }
            plain = .array(elements)
        case .mapping(let mapping):
            var members: [HumanSecurityValue.Member] = []
            for (key, element) in mapping {
                members.append(.init(key.scalar?.string ?? "", try value(of: element, &budget)))
            }
            plain = .object(members)
        case .alias:
            throw Unreadable(description: "the template has an alias without an anchor; write the value out")
        }
        return expanded(plain, tag: node.tag.rawValue)
    }

    private static func value(of scalar: Node.Scalar, tag: String) -> HumanSecurityValue {
        switch Tag.Name(rawValue: tag) {
        case .null: .null
        case .bool: Bool.construct(from: scalar).map { .bool($0) } ?? .string(scalar.string)
        case .int, .float: Double(scalar.string).map { .number($0) } ?? .string(scalar.string)
        default: .string(scalar.string)
        }
    }

    /// `!Ref x` is `{"Ref": "x"}`, `!GetAtt a.b` is `{"Fn::GetAtt": ["a", "b"]}`, any other `!Name` is `{"Fn::Name": …}`.
    private static func expanded(_ value: HumanSecurityValue, tag: String) -> HumanSecurityValue {
        guard tag.hasPrefix("!"), tag.count > 1 else { return value }
        switch tag {
        case "!Ref", "!Condition": return .object([.init(String(tag.dropFirst()), value)])
        case "!GetAtt":
            guard let text = value.string, let dot = text.firstIndex(of: ".") else {
                return .object([.init("Fn::GetAtt", value)])
            }
            let parts = [String(text[..<dot]), String(text[text.index(after: dot)...])]
            return .object([.init("Fn::GetAtt", .array(parts.map { .string($0) }))])
        default: return .object([.init("Fn::\(tag.dropFirst())", value)])
        }
    }
}
