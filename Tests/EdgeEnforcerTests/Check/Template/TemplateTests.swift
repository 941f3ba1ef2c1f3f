// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity
import Testing

@testable import edge_enforcer

@Suite("Reading templates")
struct TemplateTests {
    private func value(_ expression: String, parameters: [String: String] = [:]) throws -> TemplateValue {
        let text = """
            Parameters:
              Plain: {Type: String, Default: plain}
              Open: {Type: String}
              Many: {Type: CommaDelimitedList, Default: "a, b"}
              Stored: {Type: "AWS::SSM::Parameter::Value<String>", Default: /path}
            Mappings: {Sizes: {small: {memory: 128}}}
            Conditions:
              Holds: !Equals [!Ref Plain, plain]
              Fails: !Not [!Condition Holds]
              Undecided: !Equals [!Ref Open, a]
              Circle: !Or [!Condition Circle, !Condition Circle]
              Both: !And [!Condition Undecided, !Condition Fails]
              Either: !Or [!Condition Undecided, !Condition Holds]
            Resources:
              Function: {Type: AWS::Lambda::Function}
              Version: {Type: AWS::Lambda::Version, Properties: {Value: \(expression)}}
            """
        let template = Template(try TemplateText.read(Array(text.utf8)), given: parameters)
        return try #require(template.resource(named: "Version")).properties["Value"]
    }

    @Test(
        "Intrinsic functions are carried out, as far as that goes without AWS",
        arguments: [
            ("text", .text("text")), ("\"128\"", .text("128")), ("128", .number(128)), ("true", .bool(true)),
            ("2012-10-17", .text("2012-10-17")), ("~", .absent), ("!Ref AWS::NoValue", .absent),
            ("!Ref Plain", .text("plain")), ("{Ref: Plain}", .text("plain")), ("!Ref Open", .parameter("Open")),
            ("!Ref Stored", .parameter("Stored")), ("!Ref Many", .list([.text("a"), .text("b")])),
            ("!Ref AWS::Region", .text("us-east-1")), ("!Ref Missing", .unknown),
            ("!Ref Function", .resource("Function", attribute: nil)),
            ("!GetAtt Function.Arn", .resource("Function", attribute: "Arn")),
            ("{\"Fn::GetAtt\": [Function, Arn]}", .resource("Function", attribute: "Arn")),
            ("!Sub \"a-${Plain}\"", .text("a-plain")), ("!Sub \"${!Literal}\"", .text("${Literal}")),
            ("!Sub \"a-${Open}\"", .unknown), ("!Sub \"${Function}\"", .resource("Function", attribute: nil)),
            ("!Sub [\"/${X}/*\", {X: !Ref Plain}]", .text("/plain/*")),
            ("!Sub \"${Function.Arn}:3\"", .text("arn:aws:lambda:us-east-1:111122223333:function:Function:3")),
            ("!Join [\"-\", [a, !Ref Plain]]", .text("a-plain")), ("!Join [\"\", !Ref Many]", .text("ab")),
            ("!Join [\"-\", [a, !Ref Open]]", .unknown),
            ("!Split [\",\", \"a,,b\"]", .list([.text("a"), .text(""), .text("b")])),
            ("!Select [1, !Split [\"^PX\", \"^PXaPXb\"]]", .text("aPXb")), ("!Select [7, [a]]", .unknown),
            ("!FindInMap [Sizes, small, memory]", .number(128)), ("!FindInMap [Sizes, small, none]", .unknown),
            ("!If [Holds, a, b]", .text("a")), ("!If [Fails, a, b]", .text("b")), ("!If [Undecided, a, b]", .text("a")),
            ("!If [Circle, a, b]", .text("a")), ("!If [Both, a, b]", .text("b")), ("!If [Either, a, b]", .text("a")),
            ("!ImportValue x", .unknown), ("!Base64 x", .unknown),
            ("[a, !If [Fails, b, !Ref AWS::NoValue]]", .list([.text("a"), .absent])),
        ] as [(String, TemplateValue)])
    func intrinsics(_ expression: String, _ expected: TemplateValue) throws {
        #expect(try value(expression) == expected)
    }

    @Test("A given parameter takes the place of the default")
    func parameters() throws {
        #expect(try value("!Ref Open", parameters: ["Open": "b"]) == .text("b"))
        #expect(try value("!If [Undecided, a, b]", parameters: ["Open": "b"]) == .text("b"))
        #expect(try value("!Ref Many", parameters: ["Many": "x"]) == .list([.text("x")]))
    }

    @Test("Resources whose condition does not hold are not there")
    func conditions() throws {
        let text = """
            {"Conditions": {"No": {"Fn::Equals": ["a", "b"]}},
            "Resources": {"A": {"Type": "X", "Condition": "No"}, "B": {"Type": "X"}}}
            """
        let template = Template(try TemplateText.read(Array(text.utf8)))
        #expect(template.resources.map(\.name) == ["B"])
    }

    @Test("JSON and YAML give the same")
    func forms() throws {
        let json = #"{"Resources": {"A": {"Type": "X", "Properties": {"B": {"Fn::GetAtt": ["C", "D"]}}}}}"#
        let yaml = "Resources:\n  A: {Type: X, Properties: {B: !GetAtt C.D}}\n"
        let first = try TemplateText.read(Array(json.utf8))
        #expect(try TemplateText.read(Array(yaml.utf8)) == first)
    }

    @Test(
        "What is neither JSON nor YAML says where",
        arguments: [("a: [\n", "line"), ("a: 1\na: 2\n", "stands twice"), ("", "empty"), ("a: *b\n", "line")])
    func unreadable(_ text: String, _ words: String) {
        #expect {
            try TemplateText.read(Array(text.utf8))
        } throws: { "\($0)".contains(words) }
    }

    @Test("Aliases of aliases do not blow up")
    func aliases() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for number in 1...9 {
            text +=
                "a\(number): &a\(number) [\(Array(repeating: "*a\(number - 1)", count: 10).joined(separator: ", "))]\n"
        }
        #expect(throws: TemplateText.Unreadable.self) { try TemplateText.read(Array(text.utf8)) }
    }
}
