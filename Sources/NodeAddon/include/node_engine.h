// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// What the add-on's C side calls in Swift: an engine with the exchanges that are under way on it.
//
// Rules that hold for every function below:
//  * An engine belongs to one thread at a time; two engines share nothing.
//  * Inputs are read during the call only. A pointer to an input may be null when its size is 0.
//  * What a structure points to belongs to the engine and stands until the next call on it.
//  * Those that take or make a step, make or end an engine, may end in a trap: they are called through
//    enforcer_contain (containment.h). The others look at what is there already.

#ifndef ENFORCER_NODE_ENGINE_H
#define ENFORCER_NODE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// For Swift, to which a pointer is an optional unless it cannot be null.
#if defined(__clang__)
#define ENFORCER_NULLABLE _Nullable
#pragma clang assume_nonnull begin
#else
#define ENFORCER_NULLABLE
#endif

typedef struct enforcer_node_engine enforcer_node_engine;

// UTF-8, without a terminating zero.
typedef struct {
    const uint8_t *ENFORCER_NULLABLE bytes;
    size_t size;
} enforcer_text;

// The most exchanges under way on one engine.
#define ENFORCER_NODE_EXCHANGES_MAX 1024

// Which function an engine is for.
#define ENFORCER_NODE_ENFORCER 0
#define ENFORCER_NODE_ACTIVITIES 1
#define ENFORCER_NODE_FIRST_PARTY 2

// Kinds of steps. NONE: no exchange of this id waits for this.
#define ENFORCER_NODE_NONE 0
#define ENFORCER_NODE_SEND 1
#define ENFORCER_NODE_ASK 2
#define ENFORCER_NODE_FINISH 3

// Kinds of results.
#define ENFORCER_NODE_UNCHANGED 0
#define ENFORCER_NODE_HEADERS 1
#define ENFORCER_NODE_RESPONSE 2
#define ENFORCER_NODE_REQUEST 3
#define ENFORCER_NODE_COOKIE 4

// How a call ended without an HTTP status.
#define ENFORCER_NODE_TIMED_OUT (-1)
#define ENFORCER_NODE_FAILED (-2)

// How a customer's function ended.
#define ENFORCER_NODE_HOOK_ANSWERED 0
#define ENFORCER_NODE_HOOK_FAILED 1
#define ENFORCER_NODE_HOOK_TIMED_OUT 2

// Tables of names.
#define ENFORCER_NODE_HOOKS 0
#define ENFORCER_NODE_OUTCOMES 1
#define ENFORCER_NODE_REASONS 2
#define ENFORCER_NODE_CALLS 3

typedef struct {
    bool is_error;
    enforcer_text key;
    enforcer_text message;
} enforcer_node_problem;

// A request to one of the vendor's servers.
typedef struct {
    uint8_t kind;  // number in ENFORCER_NODE_CALLS
    uint32_t timeout;  // of the whole call, in ms
    enforcer_text method;
    enforcer_text url;
    enforcer_text body;
} enforcer_node_call;

typedef struct {
    // Whether there is an exchange behind the step, and its id.
    bool has_exchange;
    uint32_t id;
    uint8_t kind;
    // After ASK: number in ENFORCER_NODE_HOOKS, number of the login endpoint, and for additionalActivity JSON.
    uint8_t hook;
    uint32_t entry;
    enforcer_text context;
    // After FINISH: numbers in ENFORCER_NODE_OUTCOMES and ENFORCER_NODE_REASONS; what becomes of the event.
    uint8_t outcome;
    uint8_t reason;
    bool has_score;
    double score;
    uint8_t result;
    // Of RESPONSE and REQUEST the JSON, of COOKIE the value.
    enforcer_text result_text;
    // Of HEADERS: names to remove, then names and values in turn to add.
    const enforcer_text *ENFORCER_NULLABLE removals;
    size_t removal_count;
    const enforcer_text *ENFORCER_NULLABLE additions;
    size_t addition_count;
    // After SEND one call, after FINISH those to deliver.
    const enforcer_node_call *ENFORCER_NULLABLE calls;
    size_t call_count;
    // Of a first-party call: names and values in turn.
    const enforcer_text *ENFORCER_NULLABLE headers;
    size_t header_count;
} enforcer_node_step;

// Makes an engine. Never null; if a problem is an error, the engine is good for being asked about it only.
//
// purpose: ENFORCER_NODE_ENFORCER …. configuration: px_* JSON of `size` bytes. hooks: bit i for hook i. facts: region,
// node name and system name. seed: random. The caller ends it with enforcer_node_destroy.
enforcer_node_engine *enforcer_node_create(int32_t purpose, const uint8_t *ENFORCER_NULLABLE configuration, size_t size,
                                           uint16_t hooks, const enforcer_text *facts, uint64_t seed);

// Ends an engine.
void enforcer_node_destroy(enforcer_node_engine *engine);

// How many problems the configuration has, warnings included; and one of them, errors and warnings in any order.
size_t enforcer_node_problem_count(enforcer_node_engine *engine);
void enforcer_node_read_problem(enforcer_node_engine *engine, size_t index, enforcer_node_problem *problem);

// The tokens of the Authorization header: of reports and questions, and of logs.
enforcer_text enforcer_node_token(enforcer_node_engine *engine, bool is_for_logs);

// Begins an exchange.
//
// event: a flat frame, or with `is_json` the event's JSON, of `size` bytes. now: ms since the epoch. high, low: random.
// step: filled; the exchange keeps its id until enforcer_node_release. Where ENFORCER_NODE_EXCHANGES_MAX are under way
// already, the step is FINISH and there is no exchange behind it.
void enforcer_node_begin(enforcer_node_engine *engine, const uint8_t *ENFORCER_NULLABLE event, size_t size, bool is_json,
                         int64_t now, uint64_t high, uint64_t low, enforcer_node_step *step);

// Takes the end of the call of exchange `id`.
//
// outcome: an HTTP status or one of ENFORCER_NODE_TIMED_OUT …. headers: names and values in turn, `header_count` texts
// in all. body: the answer's, or for a failure its text.
void enforcer_node_supply(enforcer_node_engine *engine, uint32_t id, int32_t outcome,
                          const enforcer_text *ENFORCER_NULLABLE headers, size_t header_count, const uint8_t *ENFORCER_NULLABLE body,
                          size_t size, int64_t now, enforcer_node_step *step);

// Takes the end of the hook of exchange `id`. outcome: one of ENFORCER_NODE_HOOK_…. json: what it answered.
void enforcer_node_answer(enforcer_node_engine *engine, uint32_t id, int32_t outcome,
                          const uint8_t *ENFORCER_NULLABLE json, size_t size, int64_t now, enforcer_node_step *step);

// Ends exchange `id`, in whatever state it is. Nothing happens if there is none.
void enforcer_node_release(enforcer_node_engine *engine, uint32_t id);

// Number `index` of a table of names; empty behind its end.
enforcer_text enforcer_node_name(int32_t table, size_t index);

// Traps, as a mistake of ours would. For tests of containment.
void enforcer_node_trap(enforcer_node_engine *engine);

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
