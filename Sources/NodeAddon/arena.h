// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Memory that can be given back as a whole.
//
// After a trap nothing that the engine's own clean-up would do can be relied upon. So every block that it asked for is
// in a list, and an engine that trapped is ended by giving its blocks back. The linker puts the functions of arena.c in
// front of malloc and its kin for all code of the add-on, and for no other (--wrap).

#ifndef ENFORCER_ARENA_H
#define ENFORCER_ARENA_H

#include <stddef.h>

// A block's place in its list. The list of an arena begins and ends in the arena itself.
typedef struct enforcer_link {
    struct enforcer_link *previous;
    struct enforcer_link *next;
} enforcer_link;

typedef struct {
    enforcer_link blocks;
} enforcer_arena;

// Makes an arena without blocks. It must not be moved while it has any.
void enforcer_arena_open(enforcer_arena *arena) __attribute__((nonnull));

// Makes `arena` the one that this thread's new blocks belong to; NULL for none. Blocks keep theirs for life.
void enforcer_arena_use(enforcer_arena *arena);

// Overwrites and frees every block that is left. Nothing may use them any more.
void enforcer_arena_discard(enforcer_arena *arena) __attribute__((nonnull));

#endif
