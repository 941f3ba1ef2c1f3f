// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `edge-enforcer package` over programs that stand in for the built ones: any for this system will do, since nothing of
/// them is run. Scripts/check-packages runs the real ones.
@Suite("Packaging", .serialized)
struct PackageTests {
    private static let functions = ["HumanEnforcer", "HumanActivities", "HumanFirstParty"]
    private static let secrets = ["auth-token-in-a-test", "cookie-secret-in-a-test"]
    private static let configuration =
        #"{"px_app_id": "PXabcd1234", "px_auth_token": "\#(secrets[0])", "px_cookie_secret": ["\#(secrets[1])"]}"#

    private struct Setting {
        var folder: URL
        var artifacts: URL { folder.appending(path: "artifacts") }

        func package(
            _ configuration: String = PackageTests.configuration, carrier: String = "exec", to out: String = "out"
        ) throws -> (status: Int32, output: String, error: String) {
            let file = folder.appending(path: "config.json")
            try Data(configuration.utf8).write(to: file)
            let output = try BuiltProducts.run(
                try BuiltProducts.executable("edge-enforcer"),
                [
                    "package", "--config", file.path, "--carrier", carrier, "--artifacts", artifacts.path, "--out",
                    folder.appending(path: out).path,
                ])
            return (
                output.status, String(decoding: output.standardOutput, as: UTF8.self),
                String(decoding: output.standardError, as: UTF8.self)
            )
        }

        func zip(_ name: String, in out: String = "out") throws -> Data {
            try Data(contentsOf: folder.appending(path: "\(out)/\(name).zip"))
        }

        var hasOutput: Bool { FileManager.default.fileExists(atPath: folder.appending(path: "out").path) }
    }

    /// A folder with three programs, and what the Node.js package consists of.
    private func withSetting(_ program: Data? = nil, _ body: (Setting) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "package-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let setting = Setting(folder: folder)
        let program = try program ?? Data(contentsOf: URL(filePath: "/bin/true"))
        try FileManager.default.createDirectory(
            at: setting.artifacts.appending(path: "js"), withIntermediateDirectories: true)
        var files = ["edge_enforcer.node": program, "package.json": Data("{}".utf8)]
        for name in Self.functions { files[name] = program }
        for name in ["index.cjs", "index.mjs", "index.d.mts", "index.d.cts", "engine.cjs"] {
            files["js/\(name)"] = Data("// \(name)".utf8)
        }
        for (name, data) in files { try data.write(to: setting.artifacts.appending(path: name)) }
        try body(setting)
    }

    /// What Python makes of a zip: names, modes and texts.
    private func entries(of zip: URL) throws -> [String: [String: String]] {
        let script = """
            import json, sys, zipfile
            with zipfile.ZipFile(sys.argv[1]) as z:
                assert z.testzip() is None
                print(json.dumps({e.filename: {"mode": oct(e.external_attr >> 16), "date": str(e.date_time[0]),
                    "text": z.read(e).decode("latin-1")} for e in z.infolist()}))
            """
        let output = try BuiltProducts.run(URL(filePath: "/usr/bin/env"), ["python3", "-c", script, zip.path])
        #expect(output.status == 0)
        return try JSONDecoder().decode([String: [String: String]].self, from: output.standardOutput)
    }

    @Test("each carrier's zips have what the function needs, with the right modes, and no time")
    func contents() throws {
        try withSetting { setting in
            let expected = [
                "exec": ["bootstrap", "config.json", "index.js", "index.py"],
                "node": [
                    "config.json", "edge-enforcer/edge_enforcer.node", "edge-enforcer/js/index.cjs",
                    "edge-enforcer/package.json", "index.js",
                ],
            ]
            for (carrier, names) in expected {
                let result = try setting.package(carrier: carrier)
                #expect(result.status == 0 && result.output.split(separator: "\n").count == 3, "\(result)")
                for function in Self.functions {
                    let entries = try entries(of: setting.folder.appending(path: "out/\(function).zip"))
                    #expect(entries.keys.sorted() == names)
                    for (name, entry) in entries {
                        #expect(entry["mode"] == (name == "bootstrap" ? "0o100755" : "0o100644"))
                        #expect(entry["date"] == "1980")
                    }
                }
            }
        }
    }

    @Test("the same input gives the same bytes", arguments: ["exec", "node"])
    func reproducible(carrier: String) throws {
        try withSetting { setting in
            #expect(try setting.package(carrier: carrier).status == 0)
            #expect(try setting.package(carrier: carrier, to: "again").status == 0)
            for name in Self.functions {
                let zips = try (setting.zip(name), setting.zip(name, in: "again"))
                #expect(zips.0 == zips.1)
            }
        }
    }

    @Test("HumanFirstParty's configuration has no secret, the others' is the file as it is")
    func secrets() throws {
        try withSetting { setting in
            #expect(try setting.package().status == 0)
            for name in Self.functions {
                let entries = try entries(of: setting.folder.appending(path: "out/\(name).zip"))
                let text = try #require(entries["config.json"]?["text"])
                if name == "HumanFirstParty" {
                    #expect(Self.secrets.allSatisfy { !text.contains($0) } && text.contains("PXabcd1234"))
                } else {
                    #expect(text == Self.configuration)
                }
            }
        }
    }

    @Test("a secret outside the configuration is refused")
    func strayed() throws {
        let program = try Data(contentsOf: URL(filePath: "/bin/true"))
        try withSetting(program + Data("…\(Self.secrets[1])…".utf8)) { setting in
            let result = try setting.package()
            #expect(result.status == 1 && !setting.hasOutput)
            #expect(result.error.contains("bootstrap holds a secret") && !result.error.contains(Self.secrets[1]))
        }
    }

    @Test("a secret among the modules of the Node.js package is refused")
    func strayedIntoModule() throws {
        try withSetting { setting in
            try Data("module.exports = '\(Self.secrets[0])';".utf8)
                .write(to: setting.artifacts.appending(path: "js/engine.cjs"))
            let result = try setting.package(carrier: "node")
            #expect(result.status == 1 && !setting.hasOutput)
            #expect(result.error.contains("index.cjs holds a secret") && !result.error.contains(Self.secrets[0]))
        }
    }

    @Test("nothing is written if the secrets cannot be taken out of HumanFirstParty's configuration")
    func secretsStay() throws {
        try withSetting { setting in
            // Half of a surrogate pair, which JavaScript and the engine read, and Foundation does not.
            let result = try setting.package(
                Self.configuration.dropLast() + #", "px_custom_logo": "https://logo.test/\ud800"}"#)
            #expect(result.status == 2 && !setting.hasOutput)
            #expect(result.error.contains("HumanFirstParty's zip must not have"))
            #expect(Self.secrets.allSatisfy { !result.error.contains($0) })
        }
    }

    @Test("a folder that cannot be written to is named")
    func unwritable() throws {
        try withSetting { setting in
            let result = try setting.package(to: "config.json")
            #expect(result.status == 2 && result.error.contains("config.json cannot be written to"))
            let file = setting.folder.appending(path: "config.json")
            #expect(try Data(contentsOf: file) == Data(Self.configuration.utf8))
        }
    }

    @Test("every error of the configuration is named, and nothing written")
    func configuration() throws {
        try withSetting { setting in
            let result = try setting.package(#"{"px_app_id": 7, "px_blocking_score": "high"}"#)
            #expect(result.status == 1 && !setting.hasOutput)
            for key in ["px_app_id", "px_auth_token", "px_cookie_secret", "nothing was written"] {
                #expect(result.error.contains(key))
            }
        }
    }

    @Test("what Amazon Linux 2023 could not load is refused")
    func foreignPrograms() throws {
        // The tool itself was built for this system, with libraries that Lambda has none of.
        try withSetting(try Data(contentsOf: BuiltProducts.executable("edge-enforcer"))) { setting in
            let result = try setting.package()
            #expect(result.status == 1 && !setting.hasOutput)
            #expect(result.error.contains("HumanEnforcer.zip: bootstrap needs lib"))
        }
        let program = try Data(contentsOf: URL(filePath: "/bin/true"))
        for size in [0, 16, 63, 1_000, program.count / 2] {
            try withSetting(program.prefix(size)) { setting in
                let result = try setting.package()
                #expect(result.status == 1 && !setting.hasOutput, "\(size)")
                #expect(result.error.contains("is no program for x86-64 Linux, or breaks off"), "\(size)")
            }
        }
    }

    @Test("a program for a newer glibc is refused")
    func newerGlibc() throws {
        var program = try Data(contentsOf: URL(filePath: "/bin/true"))
        let version = try #require(program.range(of: Data("GLIBC_2.34".utf8)))
        program.replaceSubrange(version, with: Data("GLIBC_2.35".utf8))
        try withSetting(program) { setting in
            let result = try setting.package()
            #expect(result.status == 1 && !setting.hasOutput)
            #expect(result.error.contains("HumanEnforcer.zip: bootstrap asks for GLIBC_2.35"))
        }
    }

    @Test("programs with damaged headers are read to an end")
    func damagedPrograms() throws {
        let program = try Data(contentsOf: URL(filePath: "/bin/true"))
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<12 {
            var damaged = program
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                // The header, the segments and what they point to near the beginning.
                damaged[Int.random(in: 6..<4_096, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            try withSetting(damaged) { setting in
                let status = try setting.package().status
                #expect(status == 0 || status == 1)
            }
        }
    }

    @Test("what is missing is named with the command that makes it", arguments: ["exec", "node"])
    func missing(carrier: String) throws {
        try withSetting { setting in
            try FileManager.default.removeItem(at: setting.artifacts)
            let result = try setting.package(carrier: carrier)
            #expect(result.status == 2 && !setting.hasOutput)
            #expect(result.error.contains(carrier == "exec" ? "Scripts/build-lambda" : "cmake --build"))
        }
    }

    @Test("where the executable cannot be started, Node.js lets every request pass")
    func unstartable() throws {
        try withSetting { setting in
            #expect(try setting.package().status == 0)
            let zip = setting.folder.appending(path: "out/HumanEnforcer.zip")
            let module = setting.folder.appending(path: "index.js")
            try Data(try #require(try entries(of: zip)["index.js"]?["text"]).utf8).write(to: module)
            // As in Node.js 22, whose execve ends the process instead of throwing; no bootstrap is beside the module.
            let script = """
                process.execve = () => process.abort();
                const event = { Records: [{ cf: { request: { uri: '/' } } }] };
                require(process.argv[1]).handler(event).then((result) => console.log(JSON.stringify(result)));
                """
            let output = try BuiltProducts.runNode(["-e", script, module.path])
            #expect(output.status == 0 && String(decoding: output.standardOutput, as: UTF8.self) == "{\"uri\":\"/\"}\n")
            #expect(String(decoding: output.standardError, as: UTF8.self).contains("every request passes"))
        }
    }

    @Test("a large zip at a viewer event is a warning")
    func large() throws {
        var generator = SeededGenerator(seed: 3)
        let noise = Data((0..<1_200_000).map { _ in UInt8.random(in: 0...255, using: &generator) })
        try withSetting(try Data(contentsOf: URL(filePath: "/bin/true")) + noise) { setting in
            let result = try setting.package()
            #expect(result.status == 0)
            let warnings = result.error.split(separator: "\n").filter { $0.contains("1048576") }
            #expect(warnings.count == 1 && warnings.first?.contains("HumanEnforcer.zip") == true)
        }
    }

    @Test("a zip that is too large for the edge is refused")
    func tooLarge() throws {
        var generator = SeededGenerator(seed: 4)
        let block = Data((0..<1 << 20).map { _ in UInt8.random(in: 0...255, using: &generator) })
        // Deflate looks 32 KiB back, and finds nothing of the block's last round.
        let noise = (0..<54).reduce(into: Data()) { data, _ in data.append(block) }
        try withSetting(try Data(contentsOf: URL(filePath: "/bin/true")) + noise) { setting in
            let result = try setting.package()
            #expect(result.status == 1 && !setting.hasOutput)
            #expect(result.error.contains("Lambda@Edge takes 52428800"))
        }
    }
}
