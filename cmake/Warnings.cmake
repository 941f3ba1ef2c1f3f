# SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
# SPDX-License-Identifier: Apache-2.0

# edge_enforcer_warnings(<target>): the warnings of all C code, as errors. Package.swift asks clang for the same.
function(edge_enforcer_warnings target)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wconversion -Werror)
endfunction()
