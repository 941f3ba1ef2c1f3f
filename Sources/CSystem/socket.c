// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "CSystem.h"

#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* Codes below this are an errno, those below the other one a result of `getaddrinfo`. */
enum { SYSTEM_ERROR = -1000, LOOKUP_ERROR = -100000 };

static int32_t system_error(int error) { return SYSTEM_ERROR - error; }

int64_t enforcer_socket_now_ms(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

int32_t enforcer_socket_wait(int32_t descriptor, int32_t for_sending, int64_t timeout_ms) {
    struct pollfd place = {.fd = descriptor, .events = (short)(POLLIN | (for_sending != 0 ? POLLOUT : 0))};
    int64_t end = timeout_ms < 0 ? INT64_MAX : enforcer_socket_now_ms() + timeout_ms;
    for (;;) {
        int64_t left = timeout_ms < 0 ? -1 : end - enforcer_socket_now_ms();
        if (timeout_ms >= 0 && left < 0) left = 0;
        int count = poll(&place, 1, left > INT_MAX ? INT_MAX : (int)left);
        if (count < 0 && errno != EINTR) return system_error(errno);
        if (count > 0) break;
        if (timeout_ms >= 0 && enforcer_socket_now_ms() >= end) return ENFORCER_SOCKET_TIMEOUT;
    }
    if ((place.revents & POLLNVAL) != 0) return system_error(EBADF);
    /* An error or a hang-up is found by receiving. */
    return ((place.revents & ~POLLOUT) != 0 ? ENFORCER_SOCKET_READABLE : 0)
        | ((place.revents & POLLOUT) != 0 ? ENFORCER_SOCKET_WRITABLE : 0);
}

/* Connects to one address until `end`. */
static int32_t connect_to(const struct addrinfo *address, int64_t end) {
    int descriptor = socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return system_error(errno);
    int32_t code = 0;
    /* Interrupted or not, a socket that does not block goes on connecting by itself. */
    if (connect(descriptor, address->ai_addr, address->ai_addrlen) != 0) {
        if (errno != EINPROGRESS && errno != EINTR) {
            code = system_error(errno);
        } else {
            int64_t left = end - enforcer_socket_now_ms();
            code = enforcer_socket_wait(descriptor, 1, left < 0 ? 0 : left);
            int error = 0;
            socklen_t size = sizeof error;
            if (code >= 0 && getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
            if (error != 0) code = system_error(error);
        }
    }
    if (code < 0) {
        close(descriptor);
        return code;
    }
    /* A request is handed over whole; waiting for more would only hold it back. */
    int on = 1;
    (void)setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return descriptor;
}

int32_t enforcer_socket_connect(
    const uint8_t *host, size_t host_size, const uint8_t *port, size_t port_size, int64_t timeout_ms) {
    if (host_size == 0 || host[host_size - 1] != 0 || port_size == 0 || port[port_size - 1] != 0) {
        return system_error(EINVAL);
    }
    struct addrinfo hints = {
        .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV};
    struct addrinfo *addresses = NULL;
    int result = getaddrinfo((const char *)host, (const char *)port, &hints, &addresses);
    if (result == EAI_NONAME) {
        /* Only now, since looking up a name loads libraries and reads files. */
        hints.ai_flags = AI_NUMERICSERV;
        result = getaddrinfo((const char *)host, (const char *)port, &hints, &addresses);
    }
    if (result != 0) return LOOKUP_ERROR + (result < 0 ? result : -result);
    int64_t end = enforcer_socket_now_ms() + timeout_ms;
    int32_t code = system_error(EADDRNOTAVAIL);
    for (const struct addrinfo *address = addresses; address != NULL; address = address->ai_next) {
        code = connect_to(address, end);
        if (code >= 0 || code == ENFORCER_SOCKET_TIMEOUT) break;
    }
    freeaddrinfo(addresses);
    return code;
}

void enforcer_socket_close(int32_t descriptor) { close(descriptor); }

int64_t enforcer_socket_send(
    int32_t descriptor, const uint8_t *head, size_t head_size, const uint8_t *body, size_t body_size, size_t offset) {
    size_t of_head = offset < head_size ? offset : head_size;
    size_t of_body = offset - of_head;
    if (of_body > body_size) return system_error(EINVAL);
    /* Nothing is written through these; the type has no const. */
    struct iovec parts[2] = {
        {.iov_base = (void *)(uintptr_t)(head + of_head), .iov_len = head_size - of_head},
        {.iov_base = body_size == 0 ? NULL : (void *)(uintptr_t)(body + of_body), .iov_len = body_size - of_body},
    };
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    for (;;) {
        ssize_t count = sendmsg(descriptor, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count > 0) return count;
        if (count == 0 || errno == EAGAIN || errno == EWOULDBLOCK) return ENFORCER_SOCKET_AGAIN;
        if (errno != EINTR) return system_error(errno);
    }
}

int64_t enforcer_socket_receive(int32_t descriptor, uint8_t *target, size_t size) {
    for (;;) {
        ssize_t count = recv(descriptor, target, size, MSG_DONTWAIT);
        if (count >= 0) return count;
        if (errno == EAGAIN || errno == EWOULDBLOCK) return ENFORCER_SOCKET_AGAIN;
        if (errno != EINTR) return system_error(errno);
    }
}

size_t enforcer_socket_message(int64_t code, uint8_t *target, size_t size) {
    char buffer[128];
    const char *text = "unknown error";
    if (code == ENFORCER_SOCKET_AGAIN) {
        text = "not ready";
    } else if (code == ENFORCER_SOCKET_TIMEOUT) {
        text = "timed out";
    } else if (code < LOOKUP_ERROR) {
        text = gai_strerror((int)(code - LOOKUP_ERROR));
    } else if (code < SYSTEM_ERROR) {
        text = strerror_r((int)(SYSTEM_ERROR - code), buffer, sizeof buffer);
    }
    size_t count = strlen(text);
    if (count > size) count = size;
    memcpy(target, text, count);
    return count;
}
