// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// A plain C program over the Embedded library: it proves that the engine links, runs without the Swift runtime, and
// decides. One visitor without a token is asked about at the Risk API and blocked; a static file is let through.

#include "edge_enforcer.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const char configuration[] =
    "{\"px_app_id\":\"PXdemo0001\",\"px_auth_token\":\"t\",\"px_cookie_secret\":\"s\","
    "\"px_module_mode\":\"active_blocking\"}";

#define EVENT(uri)                                                                                                     \
    "{\"Records\":[{\"cf\":{\"config\":{\"eventType\":\"viewer-request\"},\"request\":{\"clientIp\":\"203.0.113.9\","          \
    "\"method\":\"GET\",\"uri\":\"" uri "\",\"querystring\":\"\",\"headers\":{\"host\":[{\"key\":\"Host\","                 \
    "\"value\":\"shop.example\"}]}}}}]}"

static const char page[] = EVENT("/");
static const char image[] = EVENT("/logo.png");
static const char answer[] = "{\"status\":0,\"score\":100,\"action\":\"c\",\"uuid\":\"u-1\"}";

static int failures;

static void expect(int holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "not so: %s\n", what);
        failures++;
    }
}

typedef size_t (*text_function)(enforcer_engine *, uint8_t *, size_t);

static int is_text(enforcer_engine *engine, text_function function, const char *expected) {
    uint8_t text[64];
    size_t size = function(engine, text, sizeof text);
    return size == strlen(expected) && memcmp(text, expected, size) == 0;
}

static int begin(enforcer_engine *engine, const char *event, size_t size) {
    return enforcer_begin(engine, (const uint8_t *)event, size, 1767225600000, 0x0123456789abcdef, 0xfedcba9876543210);
}

/* The steps as the documentation shows them. */
static int is_decided_as_documented(void) {
    const uint8_t *json = (const uint8_t *)configuration, *event = (const uint8_t *)page, *body = (const uint8_t *)answer;
    size_t json_size = sizeof configuration - 1, event_size = sizeof page - 1, body_size = sizeof answer - 1;
    int64_t now = 1767225600000, later = now + 10;
    uint64_t random_1 = 1, random_2 = 2;
    int status = 200;

    enforcer_engine *engine = enforcer_create(json, json_size);
    int step = enforcer_begin(engine, event, event_size, now, random_1, random_2);
    if (step == ENFORCER_SEND)     // POST enforcer_call_body() to enforcer_call_url(), then:
        step = enforcer_supply(engine, status, body, body_size, later);
    // ENFORCER_FINISH: enforcer_result() is what to answer CloudFront with.
    int is_blocked = step == ENFORCER_FINISH && is_text(engine, enforcer_outcome, "block");
    enforcer_destroy(engine);
    return is_blocked;
}

int main(void) {
    uint8_t version[16];
    size_t length = enforcer_version(version, sizeof version);
    expect(length >= 5 && length <= sizeof version, "the version fits");
    expect(enforcer_version(NULL, 0) == length, "the length does not depend on the room");

    expect(enforcer_create((const uint8_t *)"{}", 2) == NULL, "a configuration without an app id is refused");
    enforcer_engine *engine = enforcer_create((const uint8_t *)configuration, sizeof configuration - 1);
    if (engine == NULL) {
        fprintf(stderr, "no engine\n");
        return 1;
    }

    expect(begin(engine, page, sizeof page - 1) == ENFORCER_SEND, "a visitor without a token is asked about");
    uint8_t url[128];
    size_t url_length = enforcer_call_url(engine, 0, url, sizeof url);
    const char *risk_url = "https://sapi-pxdemo0001.perimeterx.net/api/v3/risk";
    expect(url_length == strlen(risk_url) && memcmp(url, risk_url, url_length) == 0, "at the Risk API");
    expect(enforcer_call_body(engine, 0, NULL, 0) > 200, "with a body");
    expect(enforcer_supply(engine, 200, (const uint8_t *)answer, sizeof answer - 1, 1767225600010) == ENFORCER_FINISH,
           "the answer decides");
    expect(enforcer_supply(engine, 200, NULL, 0, 0) == 0, "and only one is taken");
    expect(is_text(engine, enforcer_outcome, "block"), "the visitor is blocked");
    expect(is_text(engine, enforcer_reason, "s2s_high_score"), "for the score");
    uint8_t result[64];
    expect(enforcer_result(engine, result, sizeof result) > sizeof result, "the page does not fit into 64 bytes");
    expect(enforcer_call_count(engine) == 1, "one activity is left to deliver");

    expect(begin(engine, image, sizeof image - 1) == ENFORCER_FINISH, "a static file needs no question");
    expect(is_text(engine, enforcer_outcome, "filtered"), "it is filtered");
    expect(enforcer_result(engine, NULL, 0) > 100, "and goes on as it came");

    expect(begin(engine, "garbage", 7) == ENFORCER_FINISH, "garbage is no reason to stop");
    expect(is_text(engine, enforcer_outcome, "failed_open"), "it fails open");
    enforcer_destroy(engine);

    expect(is_decided_as_documented(), "the steps are those of the documentation");

    printf("enforcer %.*s\n", (int)length, (const char *)version);
    return failures == 0 ? 0 : 1;
}
