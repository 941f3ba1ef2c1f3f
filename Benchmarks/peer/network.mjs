// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Puts a stand-in in the place of Node's HTTP clients: whatever is asked is answered at once, by nobody.

import { EventEmitter } from "node:events";
import http from "node:http";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";
import { Readable, Writable } from "node:stream";

const nothing = Buffer.from('{"status":0}');

let body = nothing;

/** What the next requests are answered with; null for an answer that says nothing. */
export function setAnswer(bytes) {
    body = bytes ?? nothing;
}

function response() {
    const stream = Readable.from([body]);
    const headers = { "content-type": "application/json", "content-length": String(body.length) };
    const rawHeaders = Object.entries(headers).flat();
    return Object.assign(stream, { statusCode: 200, statusMessage: "OK", httpVersion: "1.1", headers, rawHeaders });
}

class Request extends Writable {
    constructor(callback) {
        super({ emitClose: false });
        this.socket = Object.assign(new EventEmitter(), { setTimeout() {}, setKeepAlive() {}, setNoDelay() {} });
        this.headers = new Map();
        if (callback !== undefined) this.once("response", callback);
        this.once("finish", () => this.emit("response", response()));
    }

    _write(chunk, encoding, done) {
        done();
    }

    setTimeout() {
        return this;
    }

    setNoDelay() {}

    setSocketKeepAlive() {}

    flushHeaders() {}

    abort() {
        this.destroy();
    }

    setHeader(name, value) {
        this.headers.set(name.toLowerCase(), value);
        return this;
    }

    getHeader(name) {
        return this.headers.get(name.toLowerCase());
    }

    removeHeader(name) {
        this.headers.delete(name.toLowerCase());
    }
}

/** To be called before anything that might keep the real functions is loaded. */
export function cutOff() {
    const request = (...args) => new Request(args.find((argument) => typeof argument === "function"));
    const get = (...args) => {
        const made = request(...args);
        made.end();
        return made;
    };
    Object.assign(http, { request, get });
    Object.assign(https, { request, get });
    globalThis.fetch = async () => new Response(body, { headers: { "content-type": "application/json" } });
    syncBuiltinESMExports();
}
