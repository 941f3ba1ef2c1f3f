// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A function run by Node.js: the package's handler, under a small stand-in for Lambda's managed Node.js runtime.
enum NodeFunction {
    /// What to start for it.
    static func arguments(for function: ServedFunction, package: String) -> [String] {
        let factory =
            switch function {
            case .enforcer: "createHumanEnforceHandler"
            case .activities: "createHumanActivitiesHandler"
            case .firstParty: "createHumanFirstPartyHandler"
            }
        return ["node", "-e", runtime, package, factory]
    }

    /// Finds Node.js as a shell would.
    static let executable = "/usr/bin/env"

    /// The folder of the built package: what CMake made in the checkout that this program was built in; nil if there is none.
    static func builtPackage(beside program: URL?) -> String? {
        var folder = program?.resolvingSymlinksInPath().deletingLastPathComponent()
        while let current = folder, current.path != "/" {
            let package = current.appendingPathComponent(".build-cmake/node").path
            if isPackage(package) { return package }
            folder = current.deletingLastPathComponent()
        }
        return nil
    }

    static func isPackage(_ folder: String) -> Bool {
        FileManager.default.fileExists(atPath: folder + "/edge_enforcer.node")
    }

    /// Asks the Runtime API for events, one after the other, and posts what the handler answers. The handler is made of
    /// `config.json` in the task's root.
    private static let runtime = """
        const http = require('node:http');
        const { readFileSync } = require('node:fs');
        const [, folder, factory] = process.argv;
        const agent = new http.Agent({ keepAlive: true });
        const base = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;

        const call = (method, path, body = '') => new Promise((resolve, reject) => {
          const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
          http.request(base + path, { method, agent, headers }, (answer) => {
            const pieces = [];
            answer.on('data', (piece) => pieces.push(piece));
            answer.on('end', () => resolve({ headers: answer.headers, text: Buffer.concat(pieces).toString('utf8') }));
            answer.on('error', reject);
          }).on('error', reject).end(body);
        });
        const report = ({ name, message }) => JSON.stringify({ errorType: name, errorMessage: message });

        async function run() {
          let handler;
          try {
            const configuration = JSON.parse(readFileSync(`${process.env.LAMBDA_TASK_ROOT}/config.json`, 'utf8'));
            handler = require(require('node:path').resolve(folder))[factory](configuration);
          } catch (error) {
            await call('POST', '/init/error', report(error));
            process.exit(1);
          }
          for (;;) {
            const { headers, text } = await call('GET', '/invocation/next');
            const id = headers['lambda-runtime-aws-request-id'];
            const deadline = Number(headers['lambda-runtime-deadline-ms']);
            const context = { awsRequestId: id, getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0) };
            let path = 'response';
            let body;
            try {
              body = JSON.stringify((await handler(JSON.parse(text), context)) ?? null);
            } catch (error) {
              path = 'error';
              body = report(error);
            }
            await call('POST', `/invocation/${id}/${path}`, body);
          }
        }

        run().catch((error) => {
          console.error(`no word from the Runtime API: ${error.message}`);
          process.exit(1);
        });
        """
}
