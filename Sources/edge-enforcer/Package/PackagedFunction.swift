// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What carries the engine into Lambda.
enum Carrier: String, CaseIterable {
    /// The package for Node.js, under Lambda's own Node.js.
    case node
    /// The executable, in place of the managed runtime's process or as a runtime of its own.
    case exec
}

/// The files of one function's zip, but for its configuration.
enum PackagedFunction {
    /// - Parameters:
    ///   - artifacts: the folder with what was built.
    /// - Throws: `PackageError` if something of it is missing.
    static func files(of function: ServedFunction, _ carrier: Carrier, from artifacts: URL) throws -> [ZipArchive.File]
    {
        switch carrier {
        case .node: try nodeFiles(of: function, from: artifacts)
        case .exec:
            [
                ZipArchive.File(
                    name: "bootstrap", bytes: try contents(of: artifacts.appending(path: function.rawValue), carrier),
                    isExecutable: true),
                ZipArchive.File(name: "index.py", bytes: Array(pythonModule.utf8)),
                ZipArchive.File(name: "index.js", bytes: Array(execveModule.utf8)),
            ]
        }
    }

    // MARK: - Node.js

    /// The package's folder in the zip.
    private static let packageFolder = "edge-enforcer"

    private static func nodeFiles(of function: ServedFunction, from artifacts: URL) throws -> [ZipArchive.File] {
        let factory = NodeFunction.factory(of: function)
        var files = [
            ZipArchive.File(
                name: "index.js",
                bytes: Array(
                    """
                    'use strict';
                    const { \(factory) } = require('./\(packageFolder)');
                    exports.handler = \(factory)(require('./config.json'));

                    """.utf8))
        ]
        let scripts = artifacts.appending(path: "js")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: scripts.path)) ?? []
        let modules = names.filter { $0.hasSuffix(".cjs") }.sorted()
        guard modules.contains("index.cjs") else { throw PackageError.missing(scripts.path, .node) }
        let texts = try modules.map { ($0, try contents(of: scripts.appending(path: $0), .node)) }
        files.append(ZipArchive.File(name: "\(packageFolder)/js/index.cjs", bytes: bundle(texts)))
        for path in ["edge_enforcer.node", "package.json"] {
            files.append(
                ZipArchive.File(
                    name: "\(packageFolder)/\(path)", bytes: try contents(of: artifacts.appending(path: path), .node)))
        }
        return files
    }

    /// The package's modules as one file, each in a function of its own that runs when it is first required. Opening and
    /// compiling twenty small files is a third of what the package adds to a cold start.
    private static func bundle(_ modules: [(name: String, text: [UInt8])]) -> [UInt8] {
        var text = Array("'use strict';\nconst modules = {\n".utf8)
        for module in modules {
            text += Array("'./\(module.name)'(module, exports, require) {\n".utf8)
            text += module.text
            text += Array("\n},\n".utf8)
        }
        text += Array(
            """
            };
            const made = new Map();
            function load(name) {
              if (!Object.hasOwn(modules, name)) return require(name);
              let module = made.get(name);
              if (module === undefined) {
                module = { exports: {} };
                made.set(name, module);
                try {
                  modules[name](module, module.exports, load);
                } catch (error) {
                  made.delete(name);
                  throw error;
                }
              }
              return module.exports;
            }
            module.exports = load('./index.cjs');

            """.utf8)
        return text
    }

    private static func contents(of file: URL, _ carrier: Carrier) throws -> [UInt8] {
        do {
            return Array(try Data(contentsOf: file))
        } catch {
            throw PackageError.missing(file.path, carrier)
        }
    }

    // MARK: - In place of a managed runtime

    // Both modules leave a handler that lets everything pass, for the case that the executable cannot be started.

    private static let pythonModule = """
        import os
        import sys

        _root = os.environ.get("LAMBDA_TASK_ROOT") or os.path.dirname(os.path.abspath(__file__))
        try:
            os.execv(os.path.join(_root, "bootstrap"), ["bootstrap"])
        except OSError as error:
            print("edge-enforcer: bootstrap cannot be started, every request passes:", error, file=sys.stderr)


        def handler(event, context):
            cf = event["Records"][0]["cf"]
            return cf.get("response") or cf["request"]

        """

    private static let execveModule = """
        'use strict';
        const { accessSync, constants } = require('node:fs');
        const { join } = require('node:path');

        try {
          const bootstrap = join(process.env.LAMBDA_TASK_ROOT || __dirname, 'bootstrap');
          // What execve finds wrong ends the process instead of being thrown.
          accessSync(bootstrap, constants.X_OK);
          process.execve(bootstrap, ['bootstrap'], process.env);
        } catch (error) {
          console.error(`edge-enforcer: bootstrap cannot be started, every request passes: ${error.message}`);
        }

        exports.handler = async (event) => {
          const { request, response } = event.Records[0].cf;
          return response ?? request;
        };

        """
}

/// Why there is no package.
enum PackageError: Error, CustomStringConvertible {
    case missing(String, Carrier)
    case noArtifacts(Carrier)
    case secretsStay

    var description: String {
        switch self {
        case .missing(let path, let carrier): "\(path) is missing or cannot be read; \(Self.advice(carrier))"
        case .noArtifacts(let carrier): "nothing that was built is near this program; \(Self.advice(carrier))"
        case .secretsStay:
            "the configuration cannot be written without its secrets, which HumanFirstParty's zip must not have; look "
                + "for what is not plain JSON in it"
        }
    }

    private static func advice(_ carrier: Carrier) -> String {
        switch carrier {
        case .node:
            "build the package with `cmake -S . -B .build-cmake -G Ninja && cmake --build .build-cmake`, or name its "
                + "folder with --artifacts"
        case .exec: "build the executables with `Scripts/build-lambda`, or name their folder with --artifacts"
        }
    }
}
