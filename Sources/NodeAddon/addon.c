// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// The add-on as Node.js sees it: functions for js/native.cjs, which alone calls them and gives their arguments and
// answers a form that others can use. There is no state but that of each environment and each engine.

#include "containment.h"
#include "node_engine.h"
#include "values.h"

#include <stdlib.h>

// One for each environment, that is: for the main thread and for each worker.
typedef struct {
    enforcer_room room;
    enforcer_signal_stack stack;
} environment;

// What JavaScript holds as an external.
typedef struct {
    enforcer_node_engine *engine;
    enforcer_arena arena;
    bool is_poisoned;
} handle;

// About what an engine takes, for the garbage collector, which sees the external only.
enum { ENGINE_SIZE = 256 << 10 };

// MARK: - Errors

static napi_value refuse(napi_env env) {
    bool is_pending = false;
    if (napi_is_exception_pending(env, &is_pending) == napi_ok && !is_pending) {
        napi_throw_type_error(env, NULL, "the add-on does not take such an argument");
    }
    return NULL;
}

static napi_value throw_trap(napi_env env) {
    napi_throw_error(env, "EDGE_ENFORCER_TRAP", "the native engine trapped and was dropped; make another one");
    return NULL;
}

// MARK: - Engines

typedef struct {
    handle *target;
    int32_t purpose;
    uint16_t hooks;
    uint64_t seed;
    enforcer_text configuration;
    enforcer_text facts[3];
} creation;

static void run_create(void *context) {
    const creation *call = context;
    call->target->engine = enforcer_node_create(call->purpose, call->configuration.bytes, call->configuration.size,
                                                call->hooks, call->facts, call->seed);
}

static void run_destroy(void *context) {
    enforcer_node_destroy(((handle *)context)->engine);
}

// Gives everything back that the engine has.
static void drop(handle *target) {
    if (target->engine != NULL && !target->is_poisoned && !enforcer_contain(&target->arena, run_destroy, target)) {
        target->is_poisoned = true;
    }
    target->engine = NULL;
    enforcer_arena_discard(&target->arena);
}

static void poison(handle *target) {
    target->is_poisoned = true;
    drop(target);
}

static void finalize(napi_env env, void *data, void *hint) {
    (void)hint;
    int64_t size;
    drop(data);
    free(data);
    napi_adjust_external_memory(env, -ENGINE_SIZE, &size);
}

// The engine behind an argument; NULL and an exception if it trapped before.
static handle *target_of(napi_env env, napi_value value) {
    void *data = NULL;
    if (napi_get_value_external(env, value, &data) != napi_ok) {
        refuse(env);
        return NULL;
    }
    handle *target = data;
    if (target->is_poisoned) {
        throw_trap(env);
        return NULL;
    }
    return target;
}

// [tokens of calls and of logs, then for each problem: whether it is an error, key, message]
static napi_value describe(napi_env env, const handle *target) {
    enforcer_list list = enforcer_list_begin(env);
    enforcer_list_add_text(&list, enforcer_node_token(target->engine, false));
    enforcer_list_add_text(&list, enforcer_node_token(target->engine, true));
    size_t count = enforcer_node_problem_count(target->engine);
    for (size_t i = 0; i < count; i++) {
        enforcer_node_problem problem = {0};
        enforcer_node_read_problem(target->engine, i, &problem);
        enforcer_list_add_number(&list, problem.is_error ? 1 : 0);
        enforcer_list_add_text(&list, problem.key);
        enforcer_list_add_text(&list, problem.message);
    }
    return enforcer_list_end(&list);
}

// create(purpose, configuration, hooks, region, nodeName, systemName, seed, seed) → [engine, …]
static napi_value create(napi_env env, napi_callback_info info) {
    napi_value arguments[8];
    size_t count = 8;
    environment *own = NULL;
    uint32_t purpose, hooks, high, low;
    if (napi_get_cb_info(env, info, &count, arguments, NULL, NULL) != napi_ok || count < 8
        || napi_get_instance_data(env, (void **)&own) != napi_ok
        || napi_get_value_uint32(env, arguments[0], &purpose) != napi_ok
        || napi_get_value_uint32(env, arguments[2], &hooks) != napi_ok
        || napi_get_value_uint32(env, arguments[6], &high) != napi_ok
        || napi_get_value_uint32(env, arguments[7], &low) != napi_ok) {
        return refuse(env);
    }
    enforcer_room_clear(&own->room);
    const size_t order[4] = {1, 3, 4, 5};
    size_t sizes[4];
    for (size_t i = 0; i < 4; i++) {
        if (!enforcer_read_utf8(env, arguments[order[i]], &own->room, &sizes[i])) {
            return refuse(env);
        }
    }
    handle *target = calloc(1, sizeof(handle));
    if (target == NULL) {
        return refuse(env);
    }
    enforcer_arena_open(&target->arena);
    const uint8_t *text = own->room.bytes;
    creation call = {target, (int32_t)purpose, (uint16_t)hooks, (uint64_t)high << 32 | low, {text, sizes[0]}, {{0}}};
    text += sizes[0];
    for (size_t i = 0; i < 3; i++) {
        call.facts[i] = (enforcer_text){text, sizes[i + 1]};
        text += sizes[i + 1];
    }
    napi_value external = NULL;
    int64_t size;
    if (napi_create_external(env, target, finalize, NULL, &external) != napi_ok) {
        free(target);
        return refuse(env);
    }
    napi_adjust_external_memory(env, ENGINE_SIZE, &size);
    if (!enforcer_contain(&target->arena, run_create, &call)) {
        poison(target);
        return throw_trap(env);
    }
    enforcer_list list = enforcer_list_begin(env);
    enforcer_list_add(&list, external);
    enforcer_list_add(&list, describe(env, target));
    return enforcer_list_end(&list);
}

// isPoisoned(engine) → boolean
static napi_value is_poisoned(napi_env env, napi_callback_info info) {
    napi_value argument, answer;
    size_t count = 1;
    void *data = NULL;
    if (napi_get_cb_info(env, info, &count, &argument, NULL, NULL) != napi_ok
        || napi_get_value_external(env, argument, &data) != napi_ok
        || napi_get_boolean(env, ((handle *)data)->is_poisoned, &answer) != napi_ok) {
        return refuse(env);
    }
    return answer;
}

// MARK: - Steps

// Times are within what a Date can hold, so that sums and differences of them are numbers, too.
static bool read_time(napi_env env, napi_value value, int64_t *time) {
    const int64_t limit = 8640000000000000;
    if (napi_get_value_int64(env, value, time) != napi_ok) {
        return false;
    }
    *time = *time > limit ? limit : *time < -limit ? -limit : *time;
    return true;
}

// Everything that one of the calls below may need.
typedef struct {
    enforcer_node_engine *engine;
    uint32_t id;
    int32_t outcome;
    bool is_json;
    int64_t now;
    uint64_t high, low;
    enforcer_text text;
    const enforcer_text *headers;
    size_t header_count;
    enforcer_node_step step;
} stride;

static void run_begin(void *context) {
    stride *call = context;
    enforcer_node_begin(call->engine, call->text.bytes, call->text.size, call->is_json, call->now, call->high, call->low,
                        &call->step);
}

static void run_supply(void *context) {
    stride *call = context;
    enforcer_node_supply(call->engine, call->id, call->outcome, call->headers, call->header_count, call->text.bytes,
                         call->text.size, call->now, &call->step);
}

static void run_answer(void *context) {
    stride *call = context;
    enforcer_node_answer(call->engine, call->id, call->outcome, call->text.bytes, call->text.size, call->now,
                         &call->step);
}

static void run_release(void *context) {
    const stride *call = context;
    enforcer_node_release(call->engine, call->id);
}

static void run_trap(void *context) {
    enforcer_node_trap(((const stride *)context)->engine);
}

// Runs one of them; false and an exception if it trapped.
static bool run(napi_env env, handle *target, void (*body)(void *), stride *call) {
    // Reading the arguments may have run JavaScript that made it trap.
    if (target->is_poisoned) {
        throw_trap(env);
        return false;
    }
    call->engine = target->engine;
    if (enforcer_contain(&target->arena, body, call)) {
        return true;
    }
    poison(target);
    throw_trap(env);
    return false;
}

// Runs one that makes a step, and gives the step. An exchange that has come to its end is released.
static napi_value advance(napi_env env, handle *target, void (*body)(void *), stride *call) {
    if (!run(env, target, body, call)) {
        return NULL;
    }
    if (call->step.kind == ENFORCER_NODE_NONE) {
        napi_throw_range_error(env, "EDGE_ENFORCER_ORDER", "no exchange of this id waits for this");
        return NULL;
    }
    napi_value step = enforcer_make_step(env, &call->step);
    if (call->step.kind == ENFORCER_NODE_FINISH && call->step.has_exchange) {
        call->id = call->step.id;
        if (!run(env, target, run_release, call)) {
            return NULL;
        }
    }
    return step == NULL ? refuse(env) : step;
}

// begin(engine, frame or JSON, now, random, random, random, random) → step
static napi_value begin(napi_env env, napi_callback_info info) {
    napi_value arguments[7];
    size_t count = 7;
    environment *own = NULL;
    uint32_t random[4];
    stride call = {0};
    if (napi_get_cb_info(env, info, &count, arguments, NULL, NULL) != napi_ok || count < 7
        || napi_get_instance_data(env, (void **)&own) != napi_ok
        || !read_time(env, arguments[2], &call.now)) {
        return refuse(env);
    }
    for (size_t i = 0; i < 4; i++) {
        if (napi_get_value_uint32(env, arguments[3 + i], &random[i]) != napi_ok) {
            return refuse(env);
        }
    }
    handle *target = target_of(env, arguments[0]);
    if (target == NULL) {
        return NULL;
    }
    call.high = (uint64_t)random[0] << 32 | random[1];
    call.low = (uint64_t)random[2] << 32 | random[3];
    enforcer_room_clear(&own->room);
    if (!enforcer_read_latin1(env, arguments[1], &own->room, &call.text.size)) {
        return refuse(env);
    }
    // A frame begins with a letter, and a JSON event is not Latin-1 but any text.
    if (call.text.size > 0 && own->room.bytes[0] == '{') {
        call.is_json = true;
        enforcer_room_clear(&own->room);
        if (!enforcer_read_utf8(env, arguments[1], &own->room, &call.text.size)) {
            return refuse(env);
        }
    }
    call.text.bytes = own->room.bytes;
    return advance(env, target, run_begin, &call);
}

// Reads a flat array of strings; none for undefined. The caller frees `*texts` and `room->bytes`.
static bool read_texts(napi_env env, napi_value value, enforcer_room *room, enforcer_text **texts, size_t *count) {
    napi_valuetype type;
    uint32_t length = 0;
    if (napi_typeof(env, value, &type) != napi_ok) {
        return false;
    }
    if (type == napi_undefined) {
        return true;
    }
    if (napi_get_array_length(env, value, &length) != napi_ok) {
        return false;
    }
    *texts = calloc(length + (size_t)1, sizeof(enforcer_text));
    if (*texts == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < length; i++) {
        napi_value element;
        if (napi_get_element(env, value, i, &element) != napi_ok
            || !enforcer_read_utf8(env, element, room, &(*texts)[i].size)) {
            return false;
        }
    }
    const uint8_t *bytes = room->bytes;
    for (uint32_t i = 0; i < length; i++) {
        (*texts)[i].bytes = bytes;
        bytes += (*texts)[i].size;
    }
    *count = length;
    return true;
}

// supply(engine, id, outcome, headers, body, now) → step
static napi_value supply(napi_env env, napi_callback_info info) {
    napi_value arguments[6];
    size_t count = 6;
    stride call = {0};
    if (napi_get_cb_info(env, info, &count, arguments, NULL, NULL) != napi_ok || count < 6
        || napi_get_value_uint32(env, arguments[1], &call.id) != napi_ok
        || napi_get_value_int32(env, arguments[2], &call.outcome) != napi_ok
        || !read_time(env, arguments[5], &call.now)) {
        return refuse(env);
    }
    handle *target = target_of(env, arguments[0]);
    if (target == NULL) {
        return NULL;
    }
    // Room of its own, and the headers first: elements of an array may run JavaScript, which may come here again or
    // take the body's bytes away.
    enforcer_room room = {0};
    enforcer_text *headers = NULL;
    napi_value step = NULL;
    if (read_texts(env, arguments[3], &room, &headers, &call.header_count)
        && enforcer_read_bytes(env, arguments[4], &call.text)) {
        call.headers = headers;
        step = advance(env, target, run_supply, &call);
    } else {
        refuse(env);
    }
    free(headers);
    free(room.bytes);
    return step;
}

// answer(engine, id, outcome, json, now) → step
static napi_value answer(napi_env env, napi_callback_info info) {
    napi_value arguments[5];
    size_t count = 5;
    environment *own = NULL;
    stride call = {0};
    if (napi_get_cb_info(env, info, &count, arguments, NULL, NULL) != napi_ok || count < 5
        || napi_get_instance_data(env, (void **)&own) != napi_ok
        || napi_get_value_uint32(env, arguments[1], &call.id) != napi_ok
        || napi_get_value_int32(env, arguments[2], &call.outcome) != napi_ok
        || !read_time(env, arguments[4], &call.now)) {
        return refuse(env);
    }
    handle *target = target_of(env, arguments[0]);
    if (target == NULL) {
        return NULL;
    }
    enforcer_room_clear(&own->room);
    if (!enforcer_read_utf8(env, arguments[3], &own->room, &call.text.size)) {
        return refuse(env);
    }
    call.text.bytes = own->room.bytes;
    return advance(env, target, run_answer, &call);
}

// release(engine, id)
static napi_value release(napi_env env, napi_callback_info info) {
    napi_value arguments[2];
    size_t count = 2;
    stride call = {0};
    if (napi_get_cb_info(env, info, &count, arguments, NULL, NULL) != napi_ok || count < 2
        || napi_get_value_uint32(env, arguments[1], &call.id) != napi_ok) {
        return refuse(env);
    }
    handle *target = target_of(env, arguments[0]);
    if (target != NULL) {
        (void)run(env, target, run_release, &call);
    }
    return NULL;
}

// trap(engine)
static napi_value trap(napi_env env, napi_callback_info info) {
    napi_value argument;
    size_t count = 1;
    stride call = {0};
    if (napi_get_cb_info(env, info, &count, &argument, NULL, NULL) != napi_ok || count < 1) {
        return refuse(env);
    }
    handle *target = target_of(env, argument);
    if (target != NULL) {
        (void)run(env, target, run_trap, &call);
    }
    return NULL;
}

// MARK: - Registration

// [hooks, outcomes, reasons, calls]: the names behind the numbers.
static napi_value make_names(napi_env env) {
    enforcer_list tables = enforcer_list_begin(env);
    for (int32_t table = ENFORCER_NODE_HOOKS; table <= ENFORCER_NODE_CALLS; table++) {
        enforcer_list names = enforcer_list_begin(env);
        for (size_t i = 0;; i++) {
            enforcer_text name = enforcer_node_name(table, i);
            if (name.bytes == NULL) {
                break;
            }
            enforcer_list_add_text(&names, name);
        }
        tables.has_failed = tables.has_failed || names.has_failed;
        enforcer_list_add(&tables, names.array);
    }
    return enforcer_list_end(&tables);
}

static void leave(napi_env env, void *data, void *hint) {
    (void)env;
    (void)hint;
    environment *own = data;
    enforcer_signal_stack_close(&own->stack);
    free(own->room.bytes);
    free(own);
}

NAPI_MODULE_EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports);

// Called by Node.js in each environment that loads the add-on.
napi_value napi_register_module_v1(napi_env env, napi_value exports) {
    environment *own = calloc(1, sizeof(environment));
    if (own == NULL) {
        return refuse(env);
    }
    if (napi_set_instance_data(env, own, leave, NULL) != napi_ok) {
        free(own);
        return refuse(env);
    }
    enforcer_containment_install();
    enforcer_signal_stack_open(&own->stack);
    napi_value names = make_names(env);
    const napi_property_descriptor properties[] = {
        {"create", NULL, create, NULL, NULL, NULL, napi_enumerable, NULL},
        {"isPoisoned", NULL, is_poisoned, NULL, NULL, NULL, napi_enumerable, NULL},
        {"begin", NULL, begin, NULL, NULL, NULL, napi_enumerable, NULL},
        {"supply", NULL, supply, NULL, NULL, NULL, napi_enumerable, NULL},
        {"answer", NULL, answer, NULL, NULL, NULL, napi_enumerable, NULL},
        {"release", NULL, release, NULL, NULL, NULL, napi_enumerable, NULL},
        {"trap", NULL, trap, NULL, NULL, NULL, napi_enumerable, NULL},
        {"names", NULL, NULL, NULL, NULL, names, napi_enumerable, NULL},
    };
    if (names == NULL
        || napi_define_properties(env, exports, sizeof properties / sizeof properties[0], properties) != napi_ok) {
        return refuse(env);
    }
    return exports;
}
