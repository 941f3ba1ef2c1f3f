// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Preloaded into a program under test: its calendar is ahead by the seconds that the file CHECK_SECRETS_CLOCK has. Clocks
// that measure how long something takes go on as they are.

#define _GNU_SOURCE

#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

typedef int clock_function(clockid_t, struct timespec *);

static long ahead(void) {
    const char *path = getenv("CHECK_SECRETS_CLOCK");
    int file = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return 0;
    }
    char text[24] = {0};
    ssize_t size = read(file, text, sizeof text - 1);
    close(file);
    return size > 0 ? strtol(text, NULL, 10) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    static clock_function *original;
    if (original == NULL) {
        *(void **)&original = dlsym(RTLD_NEXT, "clock_gettime");
    }
    int result = original(clock, time);
    if (result == 0 && clock == CLOCK_REALTIME) {
        time->tv_sec += ahead();
    }
    return result;
}
