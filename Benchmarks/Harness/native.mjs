// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Runs the programs that do the measuring, and reads what they print.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const options = { encoding: "utf8", maxBuffer: 64 << 20, stdio: ["ignore", "pipe", "pipe"] };

export function run(program, args) {
    const done = spawnSync(program, args, options);
    if (done.error) throw new Error(`${program}: ${done.error.message}`);
    if (done.status !== 0) throw new Error(`${program} ${args.join(" ")}: ${done.stderr || done.stdout}`);
    return done;
}

export function has(program) {
    return spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
}

export function output(program, args) {
    return execFileSync(program, args, options).trim();
}

/** The built programs, and a folder for what is made of them. */
export class Native {
    constructor(root, binaries) {
        this.folder = join(root, ".build-bench");
        this.root = root;
        this.runner = join(binaries, "bench-case");
        mkdirSync(this.folder, { recursive: true });
    }

    cases() {
        const lines = output(this.runner, ["list"]).split("\n").map((line) => line.split("\t"));
        return [...lines, ["cold-start", "HumanEnforcer from its start to its first decision (page-3.8k)"]];
    }

    time(name, rounds) {
        return JSON.parse(run(this.runner, ["time", name, "--rounds", String(rounds)]).stdout);
    }

    /** Of the executable as it ships. */
    coldStart(rounds) {
        const build = ["--scratch-path", join(this.folder, "lambda"), "HumanEnforcer"];
        const enforcer = output(join(this.root, "Scripts", "build-lambda"), build);
        return JSON.parse(run(this.runner, ["cold-start", enforcer, "--rounds", String(rounds)]).stdout);
    }

    /** Writes the events of the cases to a folder, and says what each case's result is. */
    exportEvents() {
        const folder = join(this.folder, "events");
        const lines = run(this.runner, ["export", folder]).stdout.trim().split("\n");
        return { folder, kinds: Object.fromEntries(lines.map((line) => line.split("\t"))) };
    }

    /** Instructions and allocations of one iteration. */
    count(name) {
        return callgrind(this.runner, ["count", name]);
    }
}

/** Runs a program that prints how many iterations it did inside a function named like `measuredRegion`. */
export function callgrind(program, args) {
    const folder = mkdtempSync(join(tmpdir(), "bench-"));
    try {
        // Valgrind 3.19 cannot read Swift's debug information and gives up, so it gets a copy without.
        const stripped = join(folder, "program");
        run("strip", ["--strip-debug", "-o", stripped, program]);
        const done = run("valgrind", [
            "--tool=callgrind", "--collect-atstart=no", "--toggle-collect=*measuredRegion*",
            `--callgrind-out-file=${join(folder, "out")}`, stripped, ...args,
        ]);
        const collected = /Collected : (\d+)/.exec(done.stderr)?.[1];
        const { iterations, allocations } = JSON.parse(done.stdout);
        if (!(Number(collected) > 0)) throw new Error(`callgrind counted nothing in ${args.join(" ")}`);
        return {
            instructions: Math.round(Number(collected) / iterations),
            allocations: Math.round((allocations / iterations) * 100) / 100,
        };
    } finally {
        rmSync(folder, { recursive: true });
    }
}
