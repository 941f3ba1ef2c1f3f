// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#include "arena.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

// What stands in front of each block.
typedef struct {
    enforcer_link link;  // first, so that a link's address is that of its header
    void *allocation;    // what the system gave
    size_t size;         // of the block
} header;

enum { ALIGNMENT = 16 };

_Static_assert(sizeof(header) % ALIGNMENT == 0, "a block behind its header is aligned");

// Initial-exec: reached without a call, also from a signal handler, and without __tls_get_addr.
static _Thread_local enforcer_arena *current __attribute__((tls_model("initial-exec")));

void *__real_malloc(size_t size);
void __real_free(void *block);

// Their names are the linker's.
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void __wrap_free(void *block);
int __wrap_posix_memalign(void **block, size_t alignment, size_t size);

void enforcer_arena_open(enforcer_arena *arena) {
    arena->blocks.previous = &arena->blocks;
    arena->blocks.next = &arena->blocks;
}

void enforcer_arena_use(enforcer_arena *arena) {
    current = arena;
}

void enforcer_arena_discard(enforcer_arena *arena) {
    enforcer_link *link = arena->blocks.next;
    while (link != &arena->blocks) {
        header *block = (header *)link;
        link = link->next;
        // Keys are among them. The barrier keeps the compiler from taking this for a dead store.
        memset(block + 1, 0, block->size);
        __asm__ volatile("" : : "r"(block + 1) : "memory");
        __real_free(block->allocation);
    }
    enforcer_arena_open(arena);
}

// A block of at least `size` bytes, or NULL. alignment: a power of two, at least ALIGNMENT.
static void *allocate(size_t alignment, size_t size) {
    if (size > SIZE_MAX - sizeof(header) - alignment) {
        return NULL;
    }
    void *allocation = __real_malloc(sizeof(header) + alignment + size);
    if (allocation == NULL) {
        return NULL;
    }
    uintptr_t start = ((uintptr_t)allocation + sizeof(header) + alignment - 1) & ~(uintptr_t)(alignment - 1);
    header *block = (header *)start - 1;
    block->allocation = allocation;
    block->size = size;
    // Outside of any arena a block is a list of its own.
    block->link.previous = &block->link;
    block->link.next = &block->link;
    if (current != NULL) {
        block->link.previous = current->blocks.previous;
        block->link.next = &current->blocks;
        current->blocks.previous->next = &block->link;
        current->blocks.previous = &block->link;
    }
    return block + 1;
}

// As malloc.
void *__wrap_malloc(size_t size) {
    return allocate(ALIGNMENT, size);
}

// As calloc.
void *__wrap_calloc(size_t count, size_t size) {
    if (size != 0 && count > SIZE_MAX / size) {
        return NULL;
    }
    void *block = allocate(ALIGNMENT, count * size);
    return block == NULL ? NULL : memset(block, 0, count * size);
}

// As realloc.
void *__wrap_realloc(void *block, size_t size) {
    void *larger = allocate(ALIGNMENT, size);
    if (larger != NULL && block != NULL) {
        size_t kept = ((header *)block - 1)->size;
        memcpy(larger, block, kept < size ? kept : size);
        __wrap_free(block);
    }
    return larger;
}

// As free.
void __wrap_free(void *block) {
    if (block != NULL) {
        header *freed = (header *)block - 1;
        freed->link.previous->next = freed->link.next;
        freed->link.next->previous = freed->link.previous;
        __real_free(freed->allocation);
    }
}

// As posix_memalign.
int __wrap_posix_memalign(void **block, size_t alignment, size_t size) {
    if (alignment == 0 || (alignment & (alignment - 1)) != 0 || alignment % sizeof(void *) != 0) {
        return EINVAL;
    }
    void *allocated = allocate(alignment < ALIGNMENT ? ALIGNMENT : alignment, size);
    if (allocated == NULL) {
        return ENOMEM;
    }
    *block = allocated;
    return 0;
}
