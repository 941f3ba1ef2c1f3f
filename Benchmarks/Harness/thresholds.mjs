// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Holds instructions and allocations against what is under version control.
//
// A count of instructions belongs to a compiler, so with another version of Swift only allocations are held. What got
// better is no failure; `--update` makes it the new measure.

import { readFileSync, writeFileSync } from "node:fs";

const tolerance = 0.02;

export function readThresholds(file) {
    return JSON.parse(readFileSync(file, "utf8"));
}

export function writeThresholds(file, swift, found, known) {
    const cases = { ...known.cases, ...found };
    const lines = Object.entries(cases).map(([name, row]) => `        ${JSON.stringify(name)}: ${JSON.stringify(row)}`);
    writeFileSync(file, `{\n    "swift": ${JSON.stringify(swift)},\n    "cases": {\n${lines.join(",\n")}\n    }\n}\n`);
}

/**
 * What is wrong with a case, as lines of text.
 * @param row what was counted: `instructions` and `allocations` of one iteration
 * @param limit the case's entry; `allocations: 0` is a promise, `instructions: null` says they are not held
 */
export function complaints(name, row, limit, isSameSwift) {
    if (limit === undefined) return [`${name}: no entry in the thresholds; run Scripts/bench --update --case ${name}`];
    const found = [];
    if (isSameSwift && limit.instructions !== null && row.instructions > limit.instructions * (1 + tolerance)) {
        const percent = ((row.instructions / limit.instructions - 1) * 100).toFixed(1);
        found.push(`${name}: ${row.instructions} instructions, ${percent} % more than ${limit.instructions}`);
    }
    if (row.allocations > limit.allocations) {
        const promise = limit.allocations === 0 ? "none is promised" : `not more than ${limit.allocations} is promised`;
        found.push(`${name}: ${row.allocations} allocations, where ${promise}`);
    }
    return found;
}

/** Whether a case became so much better that its entry should follow. */
export function isOutdated(row, limit) {
    return (
        row.allocations < limit.allocations
        || (limit.instructions !== null && row.instructions < limit.instructions * (1 - tolerance))
    );
}
