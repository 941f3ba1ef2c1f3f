// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// What Scripts/bench runs once everything is built: `bench.mjs ROOT BINARIES [options]`.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Native, has, output } from "./native.mjs";
import { UsageError, readOptions, usage } from "./options.mjs";
import { comparePeer } from "./compare.mjs";
import { buildSimdjson, countSimdjson, timeSimdjson } from "./simdjson.mjs";
import { times } from "./statistics.mjs";
import { Table, count, duration } from "./table.mjs";
import { complaints, isOutdated, readThresholds, writeThresholds } from "./thresholds.mjs";

const columns = [["case", 20], ["median", 9], ["min", 9], ["instructions", 12], ["allocations", 11]];

/** Not ours to hold: what OpenSSL does, and a process whose instructions nobody counts. */
const notHeld = ["kdf-openssl-1000", "cold-start"];

/** The version that thresholds are of: patches of a compiler hardly change what it makes. */
function swiftVersion() {
    return /Swift version (\d+\.\d+)/.exec(output("swift", ["--version"]))?.[1] ?? "unknown";
}

function selected(known, names) {
    const unknown = (names ?? []).filter((name) => !known.includes(name));
    if (unknown.length > 0) throw new UsageError(`no such case: ${unknown.join(", ")} (--list names them)`);
    return known.filter((name) => names === undefined || names.includes(name));
}

async function report(native, names, options) {
    const counts = !options["times-only"] && has("valgrind");
    if (!counts && !options["times-only"]) console.log("Without valgrind no instructions are counted.");
    const table = new Table(columns);
    const rows = [];
    const add = (row) => {
        rows.push(row);
        table.row([
            row.name, duration(row.median_ns), duration(row.min_ns), count(row.instructions), count(row.allocations),
        ]);
    };
    for (const name of names) {
        if (name === "cold-start") {
            const start = native.coldStart(Math.min(options.rounds, 50));
            add({
                name, ...times(start.times), instructions: null, allocations: null,
                peak_memory_kib: start.peak_memory_kib,
            });
            console.log(`    asks for an event after ${duration(times(start.ready).median_ns)}; `
                + `at most ${(start.peak_memory_kib / 1024).toFixed(1)} MiB in memory`);
            continue;
        }
        const timed = native.time(name, options.rounds);
        const { instructions } = counts ? native.count(name) : { instructions: null };
        add({ name, ...times(timed.times), instructions, allocations: timed.allocations });
        if (name === "event-scan") addSimdjson(native, options.rounds, counts, add);
    }
    printRatios(rows);
    if (options.peer !== undefined) rows.push(...(await comparePeer(native, names, options)));
    if (options.json !== undefined) writeFileSync(options.json, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
}

function addSimdjson(native, rounds, counts, add) {
    const program = buildSimdjson(native);
    if (program === null) {
        console.log("    without libsimdjson-dev and g++ there is no row for simdjson");
        return;
    }
    const event = join(native.exportEvents().folder, "event-scan.json");
    const timed = timeSimdjson(program, event, rounds);
    const counted = counts ? countSimdjson(program, event) : { instructions: null, allocations: null };
    add({ name: "event-scan-simdjson", ...times(timed.times), ...counted });
}

/** Figures that mean something beside each other only. */
function printRatios(rows) {
    const pairs = [
        ["route-match-1000", "route-match-10"],
        ["pattern-hostile", "pattern-prefix"],
        ["kdf-openssl-1000", "kdf-1000"],
        ["event-scan", "event-scan-simdjson"],
        ["cookie-cold-1000", "cookie-warm"],
    ];
    for (const pair of pairs) {
        const [first, second] = pair.map((name) => rows.find((row) => row.name === name));
        if (first === undefined || second === undefined) continue;
        console.log(`${pair[0]} / ${pair[1]}: ${(first.median_ns / second.median_ns).toPrecision(3)}`);
    }
}

function check(native, names, options) {
    if (!has("valgrind")) throw new Error("--check needs valgrind");
    const file = join(native.root, "Benchmarks/Thresholds/thresholds.json");
    const known = readThresholds(file);
    const swift = swiftVersion();
    const isSameSwift = swift === known.swift;
    if (!isSameSwift && !options.update) {
        console.log(`Instructions are not held: the thresholds are of Swift ${known.swift}, this is ${swift}.`);
    }
    const found = {};
    const problems = [];
    for (const name of names.filter((name) => !notHeld.includes(name))) {
        const row = native.count(name);
        found[name] = known.cases[name]?.instructions === null ? { ...row, instructions: null } : row;
        if (options.update) continue;
        problems.push(...complaints(name, row, known.cases[name], isSameSwift));
        if (known.cases[name] !== undefined && isOutdated(row, known.cases[name]) && isSameSwift) {
            console.log(`${name} is better than its threshold: Scripts/bench --update --case ${name}`);
        }
    }
    if (options.update) {
        writeThresholds(file, swift, found, known);
        console.log(`${Object.keys(found).length} thresholds written`);
        return;
    }
    if (problems.length > 0) throw new Error(`worse than Benchmarks/Thresholds allows:\n${problems.join("\n")}`);
    const free = Object.values(found).filter((row) => row.allocations === 0).length;
    console.log(`${Object.keys(found).length} cases within their thresholds, ${free} of them without an allocation`);
}

async function main([root, binaries, ...args]) {
    const options = readOptions(args);
    if (options.help) return console.log(usage);
    const native = new Native(root, binaries);
    const known = native.cases();
    if (options.list) return console.log(known.map(([name, summary]) => `${name.padEnd(20)}  ${summary}`).join("\n"));
    const names = selected(known.map(([name]) => name), options.case);
    return options.check || options.update ? check(native, names, options) : report(native, names, options);
}

try {
    await main(process.argv.slice(2));
} catch (error) {
    console.error(`bench: ${error.message}`);
    if (error instanceof UsageError) console.error(usage);
    process.exitCode = error instanceof UsageError ? 2 : 1;
}
