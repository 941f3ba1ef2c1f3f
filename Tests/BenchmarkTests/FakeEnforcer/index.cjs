// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// As much of an enforcer as the harness's tests need: it asks somebody about every request, and lets it go on.

const https = require("node:https");

exports.createHumanEnforceHandler = (configuration) => async (event) => {
    if (!configuration.px_filter_by_route.some((route) => route instanceof RegExp)) {
        throw new Error("regular expressions did not arrive as such");
    }
    const answer = await new Promise((resolve, reject) => {
        const request = https.request({ hostname: "risk.example", method: "POST", path: "/" }, (response) => {
            const pieces = [];
            response.on("data", (piece) => pieces.push(piece));
            response.on("end", () => resolve(Buffer.concat(pieces)));
        });
        request.on("error", reject);
        request.end("{}");
    });
    if (answer.length === 0) throw new Error("no answer came");
    return event.Records[0].cf.request;
};
