// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Times another enforcer on the events of our cases, in turns with ours, so that both meet the same state of the
// machine.

import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { times } from "./statistics.mjs";
import { Table, duration } from "./table.mjs";

const turns = 5;

class Peer {
    constructor(root, folder) {
        this.process = fork(join(root, "Benchmarks/peer/peer.mjs"), [resolve(folder)], { stdio: ["ignore", 2, 2, "ipc"] });
    }

    ask(message) {
        return new Promise((answer, fail) => {
            const ended = (code) => fail(new Error(`the peer ended with status ${code}`));
            this.process.once("exit", ended);
            this.process.once("message", (reply) => {
                this.process.off("exit", ended);
                if (reply.error === undefined) answer(reply);
                else fail(new Error(reply.error));
            });
            if (message !== undefined) this.process.send(message);
        });
    }

    end() {
        this.process.disconnect();
    }
}

export async function comparePeer(native, names, options) {
    const { folder, kinds } = native.exportEvents();
    const peer = new Peer(native.root, options.peer);
    const rows = [];
    try {
        const configuration = readFileSync(join(native.root, "Benchmarks/Fixtures/configuration.json"), "utf8");
        const { title } = await peer.ask({ configuration });
        console.log(`\n${title}, in turns with ours`);
        const table = new Table([["case", 20], ["ours", 9], ["peer", 9], ["peer / ours", 11]]);
        for (const name of names.filter((name) => name in kinds)) {
            rows.push(await compare(native, peer, name, { folder, kind: kinds[name], rounds: options.rounds }, table));
        }
    } finally {
        peer.end();
    }
    return rows.filter((row) => row !== null);
}

async function compare(native, peer, name, { folder, kind, rounds }, table) {
    const prepared = await peer.ask({ prepare: name, folder });
    if (prepared.kind !== kind) {
        // Another decision is other work: its time would say nothing.
        table.row([name, "–", "–", `peer decided otherwise: ${prepared.kind}, not ${kind}`]);
        return null;
    }
    const ours = [];
    const theirs = [];
    for (let turn = 0; turn < turns; turn++) {
        ours.push(...native.time(name, Math.ceil(rounds / turns)).times);
        theirs.push(...(await peer.ask({ run: Math.ceil(rounds / turns) })).times);
    }
    const row = { name: `${name}@peer`, ...times(theirs), instructions: null, allocations: null };
    const own = times(ours).median_ns;
    table.row([name, duration(own), duration(row.median_ns), (row.median_ns / own).toPrecision(3)]);
    return { ...row, ours_median_ns: own };
}
