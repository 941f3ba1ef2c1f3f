// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

export function median(values) {
    const sorted = [...values].sort((first, second) => first - second);
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const round = (value) => Math.round(value * 10) / 10;

/** What a row of the report says about times in ns. */
export function times(values) {
    return { median_ns: round(median(values)), min_ns: round(Math.min(...values)) };
}
