// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

const units = [
    [1e9, "s"],
    [1e6, "ms"],
    [1e3, "µs"],
    [1, "ns"],
];

export function duration(nanoseconds) {
    if (nanoseconds === null) return "–";
    const [size, unit] = units.find(([size]) => nanoseconds >= size) ?? units.at(-1);
    return `${(nanoseconds / size).toPrecision(3)} ${unit}`;
}

export function count(value) {
    return value === null ? "–" : value.toLocaleString("en-US").replaceAll(",", " ");
}

/** Prints rows as they come, in columns of fixed widths; the first is aligned to the left. */
export class Table {
    constructor(columns) {
        this.columns = columns;
        this.row(columns.map(([title]) => title));
        console.log(columns.map(([, width]) => "-".repeat(width)).join("  "));
    }

    row(cells) {
        const padded = cells.map((cell, index) => {
            const width = this.columns[index][1];
            return index === 0 ? cell.padEnd(width) : cell.padStart(width);
        });
        console.log(padded.join("  ").trimEnd());
    }
}
