// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import TestSupport
import Testing

@testable import edge_enforcer

@Suite("edge-enforcer check --template")
struct TemplateCheckTests {
    private static var template: URL {
        URL(filePath: #filePath).appending(path: "../../../../../Deploy/cloudformation/edge-enforcer.yaml")
            .standardizedFileURL
    }

    @Test("Nothing is said of a template in order")
    func clean() throws {
        let text = try TemplateCase.fixture("site.yaml")
        #expect(try TemplateCase.problems(of: text) == [])
        #expect(try TemplateCase.problems(of: text, options: #""px_deferred_activities": true"#) == [])
    }

    private static let versions = [
        "EnforcerVersionArn": "arn:aws:lambda:us-east-1:111122223333:function:HumanEnforcer:7",
        "ActivitiesVersionArn": "arn:aws:lambda:us-east-1:111122223333:function:HumanActivities:8",
        "FirstPartyVersionArn": "arn:aws:lambda:us-east-1:111122223333:function:HumanFirstParty:9",
    ]

    @Test(
        "Our template is in order, whatever is switched on",
        arguments: [
            [:], ["WithActivities": "false"], ["WithFirstParty": "false"], versions,
            ["Aliases": "www.shop.example", "CertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/1"],
            ["SecretArns": "arn:aws:secretsmanager:us-east-1:111122223333:secret:px-AbCdEf"], ["IncludeBody": "false"],
            ["Runtime": "python3.13"],
        ] as [[String: String]])
    func ours(_ parameters: [String: String]) throws {
        let text = String(decoding: try Data(contentsOf: Self.template), as: UTF8.self)
        let site = ["OriginDomain": "origin.shop.example", "AppId": "PXabcd1234"]
        #expect(try TemplateCase.problems(of: text, parameters: site.merging(parameters) { _, new in new }) == [])
        #expect(try TemplateCase.problems(of: text, parameters: parameters) == [])
    }

    @Test("Our template serves every first-party path that a configuration may have")
    func firstParty() throws {
        let text = String(decoding: try Data(contentsOf: Self.template), as: UTF8.self)
        let options = """
            "px_custom_first_party_prefix": "/b", "px_custom_first_party_sensor_endpoint": "/s.js",
            "px_custom_first_party_xhr_endpoint": "/x", "px_custom_first_party_captcha_endpoint": "/c"
            """
        var parameters = [
            "OriginDomain": "origin.shop.example", "AppId": "PXabcd1234", "FirstPartyPrefix": "/b",
            "FirstPartySensorPath": "/s.js", "FirstPartyXhrPath": "/x", "FirstPartyCaptchaPath": "/c",
        ]
        #expect(try TemplateCase.problems(of: text, options: options, parameters: parameters) == [])
        parameters["FirstPartyXhrPath"] = nil
        let problems = try TemplateCase.problems(of: text, options: options, parameters: parameters)
        #expect(problems.map(\.key) == ["Distribution.CacheBehaviors"])
        #expect(problems.first?.message.contains("/x*") == true)
    }

    @Test("A template with the faults of the vendor's way has each named")
    func faults() throws {
        let keys = Set(try TemplateCase.problems(of: try TemplateCase.fixture("faults.json"), options: "").map(\.key))
        #expect(
            keys == [
                "Rules", "EnforcerFunction.Runtime", "EnforcerFunction.Timeout", "EnforcerFunction.FunctionName",
                "EnforcerVersion", "EnforcerVersion.DeletionPolicy", "EnforcerVersion.UpdateReplacePolicy",
                "FirstPartyFunction.Timeout", "FirstPartyVersion", "FirstPartyVersion.DeletionPolicy",
                "FirstPartyVersion.UpdateReplacePolicy", "EdgeRole.RoleName", "EdgeRole.Policies[0]",
                "FirstPartyCache.CookiesConfig", "FirstPartyCache", "FirstPartyCache.Name",
                "Site.DefaultCacheBehavior.CachePolicyId", "Site.DefaultCacheBehavior.OriginRequestPolicyId",
                "Site.DefaultCacheBehavior.ViewerProtocolPolicy",
                "Site.DefaultCacheBehavior.LambdaFunctionAssociations[0].IncludeBody",
                "Site.CacheBehaviors[0].CachePolicyId", "Site.CacheBehaviors[0].ViewerProtocolPolicy",
            ], "\(keys)")
    }

    @Test("A file that is no template, or lacks a parameter, is said to be so")
    func wrongFile() throws {
        #expect(try TemplateCase.problems(of: #"{"px_app_id": "PX1"}"#).map(\.severity) == [.error])
        let problems = try TemplateCase.problems(
            of: try TemplateCase.fixture("site.yaml"), parameters: ["AppID": "PXabcd1234"])
        #expect(problems.map(\.key) == ["Parameters"])
    }

    // MARK: - The command

    private func run(_ arguments: [String]) throws -> (status: Int32, output: String, error: String) {
        let output = try BuiltProducts.run(try BuiltProducts.executable("edge-enforcer"), ["check"] + arguments)
        return (
            output.status, String(decoding: output.standardOutput, as: UTF8.self),
            String(decoding: output.standardError, as: UTF8.self)
        )
    }

    private func withFiles(_ files: [String: String], _ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "template-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
        try body(folder)
    }

    @Test("Problems are one a line or objects, and errors end with 1")
    func output() throws {
        let text = try TemplateCase.fixture("site.yaml").replacing("[x86_64]", with: "[arm64]")
        try withFiles(["site.yaml": text, "config.json": #"{"px_app_id": "PXabcd1234", "px_s2s_timeout": 5000}"#]) {
            folder in
            let file = folder.appending(path: "site.yaml").path
            let plain = try run(["--template", file])
            #expect(plain.status == 1)
            #expect(plain.output.hasPrefix("error EnforcerFunction.Architectures: "))
            #expect(plain.output.split(separator: "\n").count == 1)
            let objects = try run([
                "--template", file, "--json", "--config", folder.appending(path: "config.json").path,
            ])
            let value = try #require(HumanSecurityValue(json: Array(objects.output.utf8)))
            #expect(value.elements?.count == 2)
            #expect(value.elements?.first?["key"] == "EnforcerFunction.Architectures")
            #expect(try run(["--template", Self.template.path]) == (0, "", ""))
            #expect(try run(["--template", Self.template.path, "--json"]) == (0, "[]\n", ""))
            let parameter = try run([
                "--template", file, "--parameter", "AppId=PXother", "--config",
                folder.appending(path: "config.json").path,
            ])
            #expect(parameter.output.contains("error Site.CacheBehaviors: "))
        }
    }

    @Test("Files that cannot be read end with 2 and say why")
    func unreadable() throws {
        try withFiles(["broken.yaml": "a: [", "site.yaml": "Resources: {A: {Type: X}}", "config.json": "{"]) { folder in
            func path(_ name: String) -> String { folder.appending(path: name).path }
            for arguments in [
                ["--template", path("missing.yaml")], ["--template", path("broken.yaml")],
                ["--template", path("site.yaml"), "--config", path("config.json")],
                ["--template", path("site.yaml"), "--config", path("missing.json")],
            ] {
                let result = try run(arguments)
                #expect(result.status == 2)
                #expect(result.output.isEmpty && !result.error.isEmpty)
            }
        }
    }

    @Test(
        "Options that do not go together are refused",
        arguments: [
            [], ["a.json", "--template", "b.yaml"], ["a.json", "--config", "b.json"], ["a.json", "--parameter", "A=b"],
            ["--template", "b.yaml", "--parameter", "A"], ["--template", "b.yaml", "--parameter", "=b"],
        ])
    func usage(_ arguments: [String]) throws {
        #expect(try run(arguments).status == 64)
    }

    @Test("Zips beside the template are measured")
    func zips() throws {
        let text = try TemplateCase.fixture("site.yaml").replacing(
            "{S3Bucket: zips, S3Key: !Sub \"enforcer/${Build}.zip\"}", with: "enforcer.zip")
        let large = String(repeating: "x", count: 1 << 20 + 1)
        try withFiles(["site.yaml": text, "enforcer.zip": large]) { folder in
            let result = try run(["--template", folder.appending(path: "site.yaml").path])
            #expect(result.output.hasPrefix("warning EnforcerFunction.Code: "), "\(result)")
        }
        try withFiles(["site.yaml": text, "enforcer.zip": "x"]) { folder in
            let result = try run(["--template", folder.appending(path: "site.yaml").path])
            #expect(result == (0, "", ""))
        }
    }

    @Test("Names of a template cannot write to the terminal or start a line")
    func controls() throws {
        let text = try TemplateCase.fixture("site.yaml").replacing("[x86_64]", with: "[arm64]")
            .replacing("  EnforcerFunction:\n", with: "  \"Enforcer\\e[2J\\nFunction\":\n")
        try withFiles(["site.yaml": text]) { folder in
            let output = try run(["--template", folder.appending(path: "site.yaml").path]).output
            #expect(output.contains("error Enforcer?[2J?Function.Architectures: "), "\(output)")
            #expect(!output.contains("\u{1B}"))
        }
    }
}
