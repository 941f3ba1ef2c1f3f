// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "CBenchmarkSupport.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

// The Runtime API as far as one event needs it: one connection at a time, and a body only with a Content-Length.

enum { PATIENCE = 10000, REQUEST_SIZE_MAX = 1 << 20 };

typedef struct session {
    int listener;
    int connection;
    char *request;
    size_t request_size;
    size_t head_size;
    size_t body_size;
} session;

/// Listens on any port of the loopback interface. Returns the port, or 0.
static unsigned listen_on_loopback(session *session) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    session->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (session->listener < 0 || bind(session->listener, (struct sockaddr *)&address, size) != 0
        || listen(session->listener, 4) != 0 || getsockname(session->listener, (struct sockaddr *)&address, &size) != 0) {
        return 0;
    }
    return ntohs(address.sin_port);
}

/// Whether what was read so far is a whole request; sets where its body begins and how long it is.
static bool is_complete(session *session) {
    session->request[session->request_size] = 0;
    const char *end = strstr(session->request, "\r\n\r\n");
    if (end == NULL) {
        return false;
    }
    session->head_size = (size_t)(end - session->request) + 4;
    const char *length = strcasestr(session->request, "\r\nContent-Length:");
    session->body_size = length != NULL && length < end ? strtoul(length + 17, NULL, 10) : 0;
    return session->request_size - session->head_size >= session->body_size;
}

/// Reads one request, over a new connection if one comes. False at the end of patience, or if it is too long.
static bool read_request(session *session) {
    session->request_size = 0;
    for (;;) {
        struct pollfd places[2] = {{.fd = session->listener, .events = POLLIN},
                                   {.fd = session->connection, .events = POLLIN}};
        int ready = poll(places, 2, PATIENCE);
        if (ready < 0 && errno == EINTR) {
            continue;
        }
        if (ready <= 0) {
            return false;
        }
        if ((places[0].revents & POLLIN) != 0) {
            if (session->connection >= 0) {
                close(session->connection);
            }
            session->connection = accept4(session->listener, NULL, NULL, SOCK_CLOEXEC);
            int on = 1;
            setsockopt(session->connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            session->request_size = 0;
        } else {
            ssize_t size = read(session->connection, session->request + session->request_size,
                                REQUEST_SIZE_MAX - session->request_size);
            if (size <= 0) {
                close(session->connection);
                session->connection = -1;
                session->request_size = 0;
                continue;
            }
            session->request_size += (size_t)size;
            if (is_complete(session)) {
                return true;
            }
            if (session->request_size == REQUEST_SIZE_MAX) {
                return false;
            }
        }
    }
}

static bool write_all(int connection, const void *bytes, size_t size) {
    const char *place = bytes;
    while (size > 0) {
        ssize_t written = send(connection, place, size, MSG_NOSIGNAL);
        if (written <= 0) {
            return false;
        }
        place += written;
        size -= (size_t)written;
    }
    return true;
}

static bool is_request(const session *session, const char *method, const char *end_of_path) {
    const char *space = strchr(session->request, ' ');
    const char *end = space == NULL ? NULL : strchr(space + 1, ' ');
    size_t size = strlen(end_of_path);
    return end != NULL && strncmp(session->request, method, strlen(method)) == 0 && (size_t)(end - space) > size
        && strncmp(end - size, end_of_path, size) == 0;
}

static bool send_event(const session *session, const uint8_t *event, size_t event_size) {
    char head[512];
    int size = snprintf(head, sizeof head,
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
                        "Lambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n"
                        "Lambda-Runtime-Deadline-Ms: 4102444800000\r\n"
                        "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:000000000000:function:bench:1"
                        "\r\n\r\n",
                        event_size);
    return size > 0 && (size_t)size < sizeof head && write_all(session->connection, head, (size_t)size)
        && write_all(session->connection, event, event_size);
}

/// VmHWM of a process in KiB; 0 if it cannot be read.
static int64_t peak_memory(pid_t process) {
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%ld/status", (long)process);
    FILE *file = fopen(path, "re");
    long long peak = 0;
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, "VmHWM: %lld kB", &peak) == 1) {
            break;
        }
    }
    if (file != NULL) {
        fclose(file);
    }
    return peak;
}

static void copy_body(const session *session, char *answer, size_t capacity) {
    if (capacity == 0) {
        return;
    }
    size_t size = session->body_size < capacity - 1 ? session->body_size : capacity - 1;
    memcpy(answer, session->request + session->head_size, size);
    answer[size] = 0;
}

/// From the process's first question to its answer.
static const char *converse(session *session, pid_t process, int64_t begin, const uint8_t *event, size_t event_size,
                            char *answer, size_t answer_capacity, enforcer_cold_start *result) {
    if (!read_request(session)) {
        return "the process asked for no event";
    }
    if (!is_request(session, "GET", "/invocation/next")) {
        copy_body(session, answer, answer_capacity);
        return "the process could not start";
    }
    int64_t asked = enforcer_benchmark_now();
    if (!send_event(session, event, event_size)) {
        return "the event could not be sent";
    }
    if (!read_request(session)) {
        return "the process did not answer";
    }
    result->ready = asked - begin;
    result->answered = enforcer_benchmark_now() - asked;
    result->peak_memory = peak_memory(process);
    result->answer_size = session->body_size;
    copy_body(session, answer, answer_capacity);
    return is_request(session, "POST", "/response") ? NULL : "the process reported an error";
}

const char *enforcer_benchmark_cold_start(const char *executable, const char *task_root, const uint8_t *event,
                                          size_t event_size, char *answer, size_t answer_capacity,
                                          enforcer_cold_start *result) {
    session session = {.listener = -1, .connection = -1};
    char address[64], root[4096];
    const char *failure = "no memory, or no port on loopback";
    session.request = malloc(REQUEST_SIZE_MAX + 1);
    unsigned port = session.request == NULL ? 0 : listen_on_loopback(&session);
    if (port != 0) {
        snprintf(address, sizeof address, "AWS_LAMBDA_RUNTIME_API=127.0.0.1:%u", port);
        snprintf(root, sizeof root, "LAMBDA_TASK_ROOT=%s", task_root);
        char *environment[] = {address, root, "AWS_REGION=us-east-1", "AWS_LAMBDA_FUNCTION_NAME=us-east-1.bench",
                               "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=128", "_HANDLER=bootstrap", NULL};
        char *arguments[] = {(char *)executable, NULL};
        // What the process says when it is ended is of no interest.
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", 1, 0);
        pid_t process;
        int64_t begin = enforcer_benchmark_now();
        if (posix_spawn(&process, executable, &actions, NULL, arguments, environment) != 0) {
            failure = "the executable could not be started";
        } else {
            failure = converse(&session, process, begin, event, event_size, answer, answer_capacity, result);
            kill(process, SIGKILL);
            while (waitpid(process, NULL, 0) < 0 && errno == EINTR) {
            }
        }
        posix_spawn_file_actions_destroy(&actions);
    }
    if (session.connection >= 0) {
        close(session.connection);
    }
    if (session.listener >= 0) {
        close(session.listener);
    }
    free(session.request);
    return failure;
}
