// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// The event reader that simdjson offers, on the event of event-scan; where its library is installed.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { callgrind, has, run } from "./native.mjs";

/** Builds the program; null where that cannot be. */
export function buildSimdjson(native) {
    if (!existsSync("/usr/include/simdjson.h") || !has("g++")) return null;
    const modules = ["Benchmarks/Support/CBenchmarkSupport", "Tests/Support/CAllocationCounter"];
    const includes = modules.map((module) => `-I${join(native.root, module, "include")}`);
    const program = join(native.folder, "event-scan-simdjson");
    const objects = [join(modules[0], "measure.c"), join(modules[1], "counter.c")].map((source, index) => {
        const object = join(native.folder, `simdjson-${index}.o`);
        run("gcc", ["-std=c11", "-O2", ...includes, "-c", join(native.root, source), "-o", object]);
        return object;
    });
    // On Demand is compiled for one processor. Wider vectors than AVX2 are more than valgrind knows.
    const processor = readFileSync("/proc/cpuinfo", "utf8").includes(" avx2 ") ? "haswell" : "x86-64";
    run("g++", [
        "-std=c++17", "-O3", `-march=${processor}`, "-Wall", "-Wextra", ...includes,
        join(native.root, "Benchmarks/simdjson/event_scan.cpp"), ...objects, "-lsimdjson", "-o", program,
    ]);
    return program;
}

export function timeSimdjson(program, event, rounds) {
    return JSON.parse(run(program, ["time", event, String(rounds)]).stdout);
}

export function countSimdjson(program, event) {
    return callgrind(program, ["count", event]);
}
