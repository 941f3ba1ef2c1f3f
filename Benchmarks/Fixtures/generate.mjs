// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Writes the events beside this file anew: `node Benchmarks/Fixtures/generate.mjs`. Everything in them is made up.
//
// The shape is that of CloudFront's viewer-request events: lower-case names of headers, one element for each line, and
// what browsers of 2025 send. `{{token}}` is where a case puts a risk token; sizes are given for one of 335 bytes.

import { writeFileSync } from "node:fs";

const tokenSize = 335;

const agents = {
    chrome: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    safari: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
};

const hints = [
    ["Sec-CH-UA", '"Chromium";v="142", "Google Chrome";v="142", "Not_A Brand";v="99"'],
    ["Sec-CH-UA-Mobile", "?0"],
    ["Sec-CH-UA-Platform", '"Windows"'],
];

const moreHints = [
    ["Sec-CH-UA-Arch", '"x86"'],
    ["Sec-CH-UA-Bitness", '"64"'],
    ["Sec-CH-UA-Full-Version-List", '"Chromium";v="142.0.7444.60", "Google Chrome";v="142.0.7444.60", "Not_A Brand";v="99.0.0.0"'],
    ["Sec-CH-UA-Model", '""'],
    ["Sec-CH-UA-Platform-Version", '"19.0.0"'],
    ["Sec-CH-UA-WoW64", "?0"],
    ["Sec-CH-Prefers-Color-Scheme", "light"],
    ["DPR", "1.25"],
    ["Viewport-Width", "1536"],
    ["Device-Memory", "8"],
    ["RTT", "50"],
    ["Downlink", "10"],
    ["ECT", "4g"],
];

const navigation = [
    ["Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"],
    ["Accept-Encoding", "gzip, deflate, br, zstd"],
    ["Accept-Language", "en-GB,en;q=0.9,de;q=0.8"],
    ["Upgrade-Insecure-Requests", "1"],
    ["Sec-Fetch-Site", "same-origin"],
    ["Sec-Fetch-Mode", "navigate"],
    ["Sec-Fetch-User", "?1"],
    ["Sec-Fetch-Dest", "document"],
    ["Priority", "u=0, i"],
    ["Cache-Control", "max-age=0"],
];

const edge = [
    ["Via", "2.0 0f3a6a0d6c2b4b7f8e9d0c1b2a394857.cloudfront.net (CloudFront)"],
    ["X-Forwarded-For", "203.0.113.42"],
    ["CloudFront-Viewer-Country", "DE"],
    ["CloudFront-Viewer-TLS", "TLSv1.3:TLS_AES_128_GCM_SHA256:fullHandshake"],
    ["CloudFront-Viewer-HTTP-Version", "2.0"],
    ["CloudFront-Is-Desktop-Viewer", "true"],
    ["CloudFront-Is-Mobile-Viewer", "false"],
    ["CloudFront-Forwarded-Proto", "https"],
];

const vid = "0a9d2b34-5c1e-11f0-8b1e-7d3f5a6c9e21";

// A generator with a seed, so that the files come out the same each time.
let state = 20251126;
const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
const letters = (count) => Array.from({ length: count }, () => "abcdefghijklmnopqrstuvwxyz0123456789"[Math.floor(random() * 36)]).join("");

const cookies = {
    none: ["_ga=GA1.1.1763221845.1748001273", "session-id=141-7730913-2845506", "i18n-prefs=EUR"],
    few: ["_ga=GA1.1.1763221845.1748001273", "_px3={{token}}", `_pxvid=${vid}`],
    usual: [
        "_ga=GA1.1.1763221845.1748001273", "_gcl_au=1.1.1286014533.1748001274", "_fbp=fb.1.1748001274882.774310528",
        "OptanonAlertBoxClosed=2025-05-23T12:01:19.604Z", `_pxvid=${vid}`,
        "pxcts=3f1e9c3a-5c1e-11f0-9d30-2c8b7f0d1e55", "_px3={{token}}",
        "cart=eyJpdGVtcyI6W3sic2t1IjoiQS0xMDQyIiwicXR5IjoxfV0sInYiOjJ9", "session-id=141-7730913-2845506",
        "i18n-prefs=EUR",
    ],
};

function event({ agent = agents.chrome, headers = [], jar = [], method = "GET", uri = "/", query = "", body, split = false }) {
    const fields = {};
    const add = ([key, value]) => (fields[key.toLowerCase()] ??= []).push({ key, value });
    add(["Host", "www.shop.example"]);
    add(["User-Agent", agent]);
    headers.forEach(add);
    // HTTP/2 clients may send a line for each cookie.
    if (split) jar.forEach((cookie) => add(["Cookie", cookie]));
    else if (jar.length > 0) add(["Cookie", jar.join("; ")]);
    const request = { clientIp: "203.0.113.42", headers: fields, method, querystring: query, uri };
    if (body !== undefined) {
        const data = Buffer.from(body).toString("base64");
        request.body = { action: "read-only", data, encoding: "base64", inputTruncated: false };
    }
    const config = {
        distributionDomainName: "d2k4bench0000x.cloudfront.net",
        distributionId: "E2K4BENCH0000X",
        eventType: "viewer-request",
        requestId: "Zc0mPq8mJc5o7oVbTj4m0vGJv0Qd4m2Xw1nB9yR7tLk3sHfUeDaW6g==",
    };
    return JSON.stringify({ Records: [{ cf: { config, request } }] });
}

/// Adds tracking cookies before the others until the event has the size wanted.
function sized(size, options) {
    const grow = (filler) => event({ ...options, jar: [...filler, ...options.jar] });
    const length = (text) => Buffer.byteLength(text) + (text.includes("{{token}}") ? tokenSize - 9 : 0);
    const filler = [];
    const missing = () => size - length(grow(filler));
    while (missing() > 120) filler.push(`_trk_${letters(8)}=${letters(70)}`);
    const rest = missing() - "_t=; ".length;
    if (rest > 0) filler.push(`_t=${letters(rest)}`);
    return grow(filler);
}

const page = [...hints, ...navigation, ["Referer", "https://www.shop.example/c/outdoor/tents?page=2"]];
const product = { uri: "/p/tents/ridge-2-person-tent", query: "ref=cat_grid&pos=7&utm_source=newsletter" };
const files = {
    "page-1k": sized(1000, { agent: agents.safari, headers: navigation.slice(0, 3), jar: cookies.few }),
    "page-3k": sized(3072, { headers: [...page, ...edge], jar: cookies.usual, ...product }),
    "page-3.8k": sized(3800, { headers: [...page, ...moreHints.slice(0, 6), ...edge], jar: cookies.usual, ...product }),
    "page-8k": sized(8192, { headers: [...page, ...moreHints, ...edge], jar: cookies.usual, ...product }),
    "page-no-cookie": sized(3072, { headers: [...page, ...edge], jar: cookies.none, ...product }),
    "static": sized(2500, {
        headers: [...hints, ["Accept", "text/css,*/*;q=0.1"], ["Accept-Encoding", "gzip, deflate, br, zstd"],
            ["Accept-Language", "en-GB,en;q=0.9,de;q=0.8"], ["Sec-Fetch-Site", "same-origin"], ["Sec-Fetch-Mode", "no-cors"],
            ["Sec-Fetch-Dest", "style"], ["Referer", "https://www.shop.example/p/tents/ridge-2-person-tent"], ...edge],
        jar: cookies.usual, uri: "/static/css/app.5f2c1d9e.css", query: "v=318",
    }),
    "first-party": event({
        headers: [...hints, ["Accept", "*/*"], ["Accept-Encoding", "gzip, deflate, br, zstd"],
            ["Accept-Language", "en-GB,en;q=0.9,de;q=0.8"], ["Sec-Fetch-Site", "same-origin"], ["Sec-Fetch-Mode", "no-cors"],
            ["Sec-Fetch-Dest", "script"], ["Referer", "https://www.shop.example/"], ...edge],
        jar: cookies.none, uri: "/bench001/init.js",
    }),
    "login": event({
        headers: [...hints, ["Accept", "application/json"], ["Content-Type", "application/json"],
            ["Content-Length", "78"], ["Origin", "https://www.shop.example"], ["Sec-Fetch-Site", "same-origin"],
            ["Sec-Fetch-Mode", "cors"], ["Sec-Fetch-Dest", "empty"], ["Referer", "https://www.shop.example/login"], ...edge],
        jar: cookies.usual, method: "POST", uri: "/api/login",
        body: JSON.stringify({ username: "j.doe+shop@mail.example", password: "correct horse battery", remember: true }),
    }),
    "hostile-escapes": event({
        headers: page, jar: cookies.usual,
        uri: "/p/" + "%25".repeat(400) + "/%2e%2e/".repeat(120) + "\u0001\\\"".repeat(60),
        query: Array.from({ length: 300 }, (_, index) => `%5B${index}%5D=%ED%A0%80%u0041`).join("&"),
    }),
    "hostile-cookies": event({
        headers: page,
        jar: ["_px3={{token}}", ...Array.from({ length: 2000 }, () => `${letters(3)}=${letters(2)}`)], split: true,
    }),
    "hostile-header": event({ headers: [...page, ["X-Trace", letters(20 * 1024)]], jar: cookies.usual, ...product }),
};

for (const [name, text] of Object.entries(files)) {
    writeFileSync(new URL(`${name}.json`, import.meta.url), text + "\n");
}
