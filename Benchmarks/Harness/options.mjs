// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import { parseArgs } from "node:util";

export const usage = `usage: Scripts/bench [options]
  --case NAME      only this case; may be given several times (--list names them)
  --json FILE      writes the figures to FILE, one JSON object a line
  --peer DIR       times the JavaScript enforcer in DIR on the same events, in turns with ours
  --rounds N       rounds that count for each case, 200 unless given
  --times-only     counts no instructions
  --check          no times: instructions and allocations against Benchmarks/Thresholds
  --update         as --check, and writes what was found to Benchmarks/Thresholds
  --list           prints the cases`;

export class UsageError extends Error {}

export function readOptions(args) {
    let values;
    try {
        ({ values } = parseArgs({
            args,
            options: {
                case: { type: "string", multiple: true },
                json: { type: "string" },
                peer: { type: "string" },
                rounds: { type: "string" },
                "times-only": { type: "boolean" },
                check: { type: "boolean" },
                update: { type: "boolean" },
                list: { type: "boolean" },
                help: { type: "boolean", short: "h" },
            },
        }));
    } catch (error) {
        throw new UsageError(error.message);
    }
    const rounds = Number(values.rounds ?? 200);
    if (!Number.isInteger(rounds) || rounds < 1 || rounds > 100_000) throw new UsageError("--rounds: a number above 0");
    if ((values.check || values.update) && (values.peer ?? values.json ?? values.rounds) !== undefined) {
        throw new UsageError("--check and --update measure no times, so --peer, --json and --rounds do not go with them");
    }
    return { ...values, rounds };
}
