// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import assert from "node:assert/strict";
import test from "node:test";
import { complaints, isOutdated } from "../../../Benchmarks/Harness/thresholds.mjs";
import { median, times } from "../../../Benchmarks/Harness/statistics.mjs";
import { duration } from "../../../Benchmarks/Harness/table.mjs";

const limit = { instructions: 1000, allocations: 0 };

test("two percent more instructions are let through, and no more than that", () => {
    assert.deepEqual(complaints("a", { instructions: 1020, allocations: 0 }, limit, true), []);
    assert.match(complaints("a", { instructions: 1021, allocations: 0 }, limit, true)[0], /^a: 1021 instructions, 2.1 %/);
});

test("one allocation breaks the promise of none", () => {
    assert.match(complaints("a", { instructions: 1, allocations: 0.02 }, limit, true)[0], /none is promised/);
});

test("more allocations than promised are refused", () => {
    const row = { instructions: 1, allocations: 6 };
    assert.equal(complaints("a", row, { instructions: 1, allocations: 5 }, true).length, 1);
    assert.equal(complaints("a", row, { instructions: 1, allocations: 6 }, true).length, 0);
});

test("with another compiler only allocations are held", () => {
    assert.deepEqual(complaints("a", { instructions: 9999, allocations: 0 }, limit, false), []);
    assert.equal(complaints("a", { instructions: 9999, allocations: 1 }, limit, false).length, 1);
});

test("a case without instructions in its entry is held to its allocations", () => {
    assert.deepEqual(complaints("a", { instructions: 9999, allocations: 0 }, { ...limit, instructions: null }, true), []);
});

test("a case without an entry is refused", () => {
    assert.equal(complaints("a", { instructions: 1, allocations: 0 }, undefined, true).length, 1);
});

test("what got much better is noticed", () => {
    assert.equal(isOutdated({ instructions: 979, allocations: 0 }, limit), true);
    assert.equal(isOutdated({ instructions: 985, allocations: 0 }, limit), false);
});

test("a median is the middle, or the mean of the two in the middle", () => {
    assert.equal(median([9, 1, 5]), 5);
    assert.equal(median([4, 1, 3, 100]), 3.5);
    assert.deepEqual(times([10.04, 2]), { median_ns: 6, min_ns: 2 });
});

test("times are shown with three figures in the unit that fits", () => {
    assert.equal(duration(310.26), "310 ns");
    assert.equal(duration(10_874), "10.9 µs");
    assert.equal(duration(2e9), "2.00 s");
});
