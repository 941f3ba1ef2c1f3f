// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#define _POSIX_C_SOURCE 200809L

#include "CCurl.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A connection that a request without time limit needs must still come about. */
#define CONNECT_LIMIT_MS 10000L

/* Enough for the constructors of libraries, in bytes. */
#define LOADING_STACK_SIZE (512 * 1024)

struct buffer {
    uint8_t *start;
    size_t count;
    size_t capacity;
    size_t limit;
};

/* The functions of libcurl that we call. No `dlclose`: libcurl and OpenSSL leave exit handlers behind. */
struct library {
    CURLcode (*global_init)(long);
    CURL *(*easy_init)(void);
    void (*easy_reset)(CURL *);
    CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
    CURLcode (*easy_perform)(CURL *);
    CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
    const char *(*easy_strerror)(CURLcode);
    void (*easy_cleanup)(CURL *);
    struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
    void (*slist_free_all)(struct curl_slist *);
};

struct enforcer_curl_client {
    struct library curl;
    CURL *easy; /* NULL: not loaded yet, or unavailable, and `unavailable` says why. */
    char *library;
    char *ca_file;
    bool is_loaded; /* Successfully or not. */
    struct buffer head;
    struct buffer body;
    bool is_head_complete; /* The empty line after the fields has come. */
    bool has_body_begun;
    bool is_too_large;
    int32_t status;
    char unavailable[CURL_ERROR_SIZE];
    char message[CURL_ERROR_SIZE];
    enforcer_curl_stage stage;
};

/* Appends within the limit. False, and nothing appended, if it would be passed or there is no memory. */
static bool buffer_append(struct buffer *buffer, const char *bytes, size_t count) {
    if (count == 0) return true;
    if (count > buffer->limit - buffer->count) return false;
    size_t needed = buffer->count + count;
    if (needed > buffer->capacity) {
        size_t capacity = buffer->capacity < 4096 ? 4096 : buffer->capacity;
        while (capacity < needed) capacity = capacity > buffer->limit / 2 ? buffer->limit : capacity * 2;
        uint8_t *start = realloc(buffer->start, capacity);
        if (start == NULL) return false;
        buffer->start = start;
        buffer->capacity = capacity;
    }
    memcpy(buffer->start + buffer->count, bytes, count);
    buffer->count = needed;
    return true;
}

/* libcurl takes any count but the one given as the order to stop. */
static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
    struct enforcer_curl_client *client = context;
    size_t total = size * count;
    client->has_body_begun = true;
    if (buffer_append(&client->body, bytes, total)) return total;
    client->is_too_large = true;
    return 0;
}

/* Called with one whole line each time: status lines (interim answers have one too), fields, trailers. */
static size_t take_head(char *bytes, size_t size, size_t count, void *context) {
    struct enforcer_curl_client *client = context;
    size_t total = size * count;
    if (client->has_body_begun) return total; /* A trailer. */
    if (total >= 5 && memcmp(bytes, "HTTP/", 5) == 0) {
        client->head.count = 0;
        client->is_head_complete = false;
        return total;
    }
    if (total > 0 && (bytes[0] == '\r' || bytes[0] == '\n')) client->is_head_complete = true;
    if (buffer_append(&client->head, bytes, total)) return total;
    client->is_too_large = true;
    return 0;
}

/* One function of the library; false, and the name in `message`, if it has none such. */
static bool find(struct enforcer_curl_client *client, void *library, const char *name, void *function) {
    void *address = dlsym(library, name);
    if (address == NULL) {
        snprintf(client->unavailable, sizeof client->unavailable, "libcurl has no function %s", name);
        return false;
    }
    memcpy(function, &address, sizeof address);
    return true;
}

static bool open_library(struct enforcer_curl_client *client, const char *name) {
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        const char *reason = dlerror();
        snprintf(client->unavailable, sizeof client->unavailable, "libcurl cannot be loaded: %.200s",
                 reason == NULL ? name : reason);
        return false;
    }
    struct library *curl = &client->curl;
    return find(client, library, "curl_global_init", &curl->global_init)
        && find(client, library, "curl_easy_init", &curl->easy_init)
        && find(client, library, "curl_easy_reset", &curl->easy_reset)
        && find(client, library, "curl_easy_setopt", &curl->easy_setopt)
        && find(client, library, "curl_easy_perform", &curl->easy_perform)
        && find(client, library, "curl_easy_getinfo", &curl->easy_getinfo)
        && find(client, library, "curl_easy_strerror", &curl->easy_strerror)
        && find(client, library, "curl_easy_cleanup", &curl->easy_cleanup)
        && find(client, library, "curl_slist_append", &curl->slist_append)
        && find(client, library, "curl_slist_free_all", &curl->slist_free_all);
}

/* Whoever comes while another thread loads sleeps until that one is done, rather than turning in libcurl's own lock. */
static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;

void enforcer_curl_load(enforcer_curl_client *client) {
    if (client->is_loaded) return;
    client->is_loaded = true;
    pthread_mutex_lock(&loading);
    if (open_library(client, client->library) && client->curl.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK) {
        client->easy = client->curl.easy_init();
    }
    pthread_mutex_unlock(&loading);
    if (client->easy == NULL && client->unavailable[0] == 0) {
        snprintf(client->unavailable, sizeof client->unavailable, "libcurl cannot be initialised");
    }
}

/* A client that nobody else knows takes the library in; what it found out stays in the process. */
static void *preload(void *client) {
    enforcer_curl_load(client);
    enforcer_curl_close(client);
    return NULL;
}

void enforcer_curl_preload(const uint8_t *library, size_t library_size) {
    enforcer_curl_client *client = enforcer_curl_open(library, library_size, NULL, 0, 0);
    pthread_attr_t attributes;
    pthread_t thread;
    if (client == NULL) return;
    bool is_running = false;
    if (pthread_attr_init(&attributes) == 0) {
        is_running = pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED) == 0
            && pthread_attr_setstacksize(&attributes, LOADING_STACK_SIZE) == 0
            && pthread_create(&thread, &attributes, preload, client) == 0;
        pthread_attr_destroy(&attributes);
    }
    if (!is_running) enforcer_curl_close(client);
}

/* A copy of a terminated text, or NULL. */
static char *copied(const uint8_t *text, size_t size) {
    if (size == 0 || text[size - 1] != 0) return NULL;
    return strdup((const char *)text);
}

enforcer_curl_client *enforcer_curl_open(
    const uint8_t *library, size_t library_size, const uint8_t *ca_file, size_t ca_file_size, size_t body_limit) {
    struct enforcer_curl_client *client = calloc(1, sizeof *client);
    if (client == NULL) return NULL;
    client->head.limit = ENFORCER_CURL_HEAD_LIMIT;
    client->body.limit = body_limit < SIZE_MAX / 4 ? body_limit : SIZE_MAX / 4;
    client->library = copied(library, library_size);
    bool has_file = ca_file_size > 0 && ca_file[0] != 0;
    if (has_file) client->ca_file = copied(ca_file, ca_file_size);
    if (client->library == NULL || (has_file && client->ca_file == NULL)) {
        enforcer_curl_close(client);
        return NULL;
    }
    return client;
}

void enforcer_curl_close(enforcer_curl_client *client) {
    if (client == NULL) return;
    if (client->easy != NULL) client->curl.easy_cleanup(client->easy);
    free(client->library);
    free(client->ca_file);
    free(client->head.start);
    free(client->body.start);
    free(client);
}

static int64_t now_ms(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static enforcer_curl_code fail(struct enforcer_curl_client *client, enforcer_curl_code code, const char *message) {
    snprintf(client->message, sizeof client->message, "%s", message);
    return code;
}

/* The options that do not depend on the request. The first failure, or CURLE_OK. */
static CURLcode prepare(struct enforcer_curl_client *client, int64_t timeout_ms) {
    CURL *easy = client->easy;
    CURLcode (*set)(CURL *, CURLoption, ...) = client->curl.easy_setopt;
    CURLcode code;

    /* Keeps connections, TLS sessions and names looked up. */
    client->curl.easy_reset(easy);
    /* Ends the name look-up with the limit, too: otherwise libcurl waits for its thread. Without it in old versions. */
    (void)set(easy, CURLOPT_QUICK_EXIT, 1L);

    long total = timeout_ms < 0 ? 0 : timeout_ms > INT_MAX ? INT_MAX : (long)timeout_ms;
    if ((code = set(easy, CURLOPT_PROTOCOLS_STR, "http,https")) != CURLE_OK) return code;
    if ((code = set(easy, CURLOPT_NOSIGNAL, 1L)) != CURLE_OK) return code;
    if ((code = set(easy, CURLOPT_TIMEOUT_MS, total)) != CURLE_OK) return code;
    if ((code = set(easy, CURLOPT_CONNECTTIMEOUT_MS, total == 0 ? CONNECT_LIMIT_MS : total)) != CURLE_OK) return code;
    if ((code = set(easy, CURLOPT_FOLLOWLOCATION, 0L)) != CURLE_OK) return code;
    if ((code = set(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1)) != CURLE_OK) return code;
    if ((code = set(easy, CURLOPT_HTTP09_ALLOWED, 0L)) != CURLE_OK) return code;
    if ((code = set(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L)) != CURLE_OK) return code;
    /* The URL is sent as given: the engine has judged it as it is. */
    if ((code = set(easy, CURLOPT_PATH_AS_IS, 1L)) != CURLE_OK) return code;
    /* Otherwise the environment could name one. */
    if ((code = set(easy, CURLOPT_PROXY, "")) != CURLE_OK) return code;
    if ((code = set(easy, CURLOPT_WRITEFUNCTION, take_body)) != CURLE_OK) return code;
    if ((code = set(easy, CURLOPT_WRITEDATA, client)) != CURLE_OK) return code;
    if ((code = set(easy, CURLOPT_HEADERFUNCTION, take_head)) != CURLE_OK) return code;
    if ((code = set(easy, CURLOPT_HEADERDATA, client)) != CURLE_OK) return code;
    if ((code = set(easy, CURLOPT_ERRORBUFFER, client->message)) != CURLE_OK) return code;

    /* A libcurl without TLS knows none of these, and then refuses https itself. */
    (void)set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    (void)set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    if (client->ca_file == NULL) return CURLE_OK;
    (void)set(easy, CURLOPT_CAPATH, (char *)NULL);
    return set(easy, CURLOPT_CAINFO, client->ca_file);
}

/* The options that make the request. A method without body sends no `Content-Length`. */
static CURLcode describe(struct enforcer_curl_client *client, const char *method, const char *url,
                         struct curl_slist *fields, const uint8_t *body, size_t body_size) {
    CURL *easy = client->easy;
    CURLcode (*set)(CURL *, CURLoption, ...) = client->curl.easy_setopt;
    CURLcode code;

    if (body_size > 0 || strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0 || strcmp(method, "PATCH") == 0) {
        if ((code = set(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body_size)) != CURLE_OK) return code;
        if ((code = set(easy, CURLOPT_POSTFIELDS, body_size > 0 ? (const char *)body : "")) != CURLE_OK) return code;
    } else if (strcmp(method, "HEAD") == 0) {
        if ((code = set(easy, CURLOPT_NOBODY, 1L)) != CURLE_OK) return code;
    }
    if ((code = set(easy, CURLOPT_CUSTOMREQUEST, method)) != CURLE_OK) return code;
    if ((code = set(easy, CURLOPT_URL, url)) != CURLE_OK) return code;
    return set(easy, CURLOPT_HTTPHEADER, fields);
}

/* The list with one more text, or NULL with the list freed. */
static struct curl_slist *extended(struct enforcer_curl_client *client, struct curl_slist *fields, const char *text) {
    struct curl_slist *longer = client->curl.slist_append(fields, text);
    if (longer == NULL) client->curl.slist_free_all(fields);
    return longer;
}

static enforcer_curl_code classify(struct enforcer_curl_client *client, CURLcode code) {
    if (code == CURLE_OK) {
        /* libcurl takes a connection that ends among the fields for a whole answer. */
        if (!client->is_head_complete) return fail(client, ENFORCER_CURL_CONNECTION, "the answer ends in its header");
        client->message[0] = 0;
        return ENFORCER_CURL_OK;
    }
    if (client->is_too_large) return fail(client, ENFORCER_CURL_TOO_LARGE, "the answer is too large");
    if (client->message[0] == 0) fail(client, ENFORCER_CURL_CONNECTION, client->curl.easy_strerror(code));
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
        return ENFORCER_CURL_TIMEOUT;
    case CURLE_UNKNOWN_OPTION:
        return fail(client, ENFORCER_CURL_UNAVAILABLE, "libcurl is older than 7.85");
    case CURLE_URL_MALFORMAT:
        return ENFORCER_CURL_REFUSED;
    default:
        return ENFORCER_CURL_CONNECTION;
    }
}

/* Whether a step of the connection was done, by when it was. */
static bool is_past(struct enforcer_curl_client *client, CURLINFO step) {
    curl_off_t time = 0;
    return client->curl.easy_getinfo(client->easy, step, &time) == CURLE_OK && time > 0;
}

static enforcer_curl_stage stage(struct enforcer_curl_client *client, CURLcode code, const char *url) {
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST: return ENFORCER_CURL_NAME_LOOKUP;
    case CURLE_COULDNT_CONNECT: return ENFORCER_CURL_CONNECT;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR: return ENFORCER_CURL_TLS;
    case CURLE_URL_MALFORMAT:
    case CURLE_UNKNOWN_OPTION: return ENFORCER_CURL_NOT_STARTED;
    /* Of the URL, or of an answer that is no HTTP. */
    case CURLE_UNSUPPORTED_PROTOCOL:
        return is_past(client, CURLINFO_CONNECT_TIME_T) ? ENFORCER_CURL_ANSWER : ENFORCER_CURL_NOT_STARTED;
    case CURLE_OPERATION_TIMEDOUT: break;
    default: return ENFORCER_CURL_ANSWER;
    }
    if (!is_past(client, CURLINFO_NAMELOOKUP_TIME_T)) return ENFORCER_CURL_NAME_LOOKUP;
    if (!is_past(client, CURLINFO_CONNECT_TIME_T)) return ENFORCER_CURL_CONNECT;
    bool is_secure = strncmp(url, "https", 5) == 0;
    return is_secure && !is_past(client, CURLINFO_APPCONNECT_TIME_T) ? ENFORCER_CURL_TLS : ENFORCER_CURL_ANSWER;
}

enforcer_curl_code enforcer_curl_send(
    enforcer_curl_client *client, const uint8_t *head, size_t head_size, const uint8_t *body, size_t body_size,
    int64_t timeout_ms) {
    client->head.count = 0;
    client->body.count = 0;
    client->is_head_complete = false;
    client->has_body_begun = false;
    client->is_too_large = false;
    client->status = 0;
    client->message[0] = 0;
    client->stage = ENFORCER_CURL_NOT_STARTED;
    /* Loading the library, if that is still to be done, is a part of the time that the request may take. */
    if (timeout_ms != 0 && !client->is_loaded) {
        int64_t begin = now_ms();
        enforcer_curl_load(client);
        int64_t spent = now_ms() - begin;
        if (timeout_ms > 0) timeout_ms = spent < timeout_ms ? timeout_ms - spent : 0;
    }
    if (client->is_loaded && client->easy == NULL) return fail(client, ENFORCER_CURL_UNAVAILABLE, client->unavailable);
    if (timeout_ms == 0) return fail(client, ENFORCER_CURL_TIMEOUT, "no time is left for the request");

    const char *method = (const char *)head;
    const char *end = method + head_size;
    const char *url = head_size > 0 ? memchr(method, 0, head_size) : NULL;
    if (url == NULL || url + 1 == end || end[-1] != 0) {
        return fail(client, ENFORCER_CURL_REFUSED, "the request has no method or no URL");
    }
    url += 1;

    /* What libcurl would add of its own accord; a field that the caller gives is sent all the same. */
    struct curl_slist *fields = NULL;
    bool has_memory = (fields = extended(client, fields, "Expect:")) != NULL
        && (fields = extended(client, fields, "Accept:")) != NULL
        && (fields = extended(client, fields, "Content-Type:")) != NULL;
    for (const char *text = url + strlen(url) + 1; has_memory && text < end; text += strlen(text) + 1) {
        has_memory = (fields = extended(client, fields, text)) != NULL;
    }
    if (!has_memory) return fail(client, ENFORCER_CURL_CONNECTION, "no memory for the request");

    CURLcode code = prepare(client, timeout_ms);
    if (code == CURLE_OK) code = describe(client, method, url, fields, body, body_size);
    if (code == CURLE_OK) code = client->curl.easy_perform(client->easy);

    client->stage = stage(client, code, url);
    long status = 0;
    if (client->curl.easy_getinfo(client->easy, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK && status > 0) {
        client->status = (int32_t)status;
    }
    /* Nothing of the caller's stays in the handle. */
    client->curl.easy_setopt(client->easy, CURLOPT_POSTFIELDS, (char *)NULL);
    client->curl.easy_setopt(client->easy, CURLOPT_HTTPHEADER, (struct curl_slist *)NULL);
    client->curl.slist_free_all(fields);
    return classify(client, code);
}

enforcer_curl_stage enforcer_curl_last_stage(const enforcer_curl_client *client) { return client->stage; }

int32_t enforcer_curl_status(const enforcer_curl_client *client) { return client->status; }

size_t enforcer_curl_size(const enforcer_curl_client *client, enforcer_curl_part part) {
    switch (part) {
    case ENFORCER_CURL_HEAD: return client->head.count;
    case ENFORCER_CURL_BODY: return client->body.count;
    case ENFORCER_CURL_MESSAGE: return strlen(client->message);
    }
    return 0;
}

void enforcer_curl_copy(
    const enforcer_curl_client *client, enforcer_curl_part part, uint8_t *target, size_t size) {
    size_t available = enforcer_curl_size(client, part);
    size_t count = size < available ? size : available;
    if (count == 0) return;
    switch (part) {
    case ENFORCER_CURL_HEAD: memcpy(target, client->head.start, count); break;
    case ENFORCER_CURL_BODY: memcpy(target, client->body.start, count); break;
    case ENFORCER_CURL_MESSAGE: memcpy(target, client->message, count); break;
    }
}
