# SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
# SPDX-License-Identifier: Apache-2.0

# cmake -DPROGRAM=<file> -DREADELF=<tool> -DSTRIP=<tool> -DALLOWED=<libraries> -P CheckNeeded.cmake
#
# Fails if PROGRAM asks the loader for a library that is not in the list ALLOWED. Prints what it asks for and its size.

cmake_minimum_required(VERSION 3.22)

execute_process(
    COMMAND "${READELF}" --dynamic --wide "${PROGRAM}"
    OUTPUT_VARIABLE section
    COMMAND_ERROR_IS_FATAL ANY
)
string(REGEX MATCHALL "\\(NEEDED\\)[^\n]*" lines "${section}")
if(NOT lines)
    message(FATAL_ERROR "${PROGRAM}: no needed library was found, not even libc")
endif()

set(unexpected)
foreach(line IN LISTS lines)
    string(REGEX REPLACE ".*\\[(.*)\\].*" "\\1" library "${line}")
    list(APPEND needed "${library}")
    if(NOT library IN_LIST ALLOWED)
        list(APPEND unexpected "${library}")
    endif()
endforeach()

file(SIZE "${PROGRAM}" size)
execute_process(COMMAND "${STRIP}" -o "${PROGRAM}.stripped" "${PROGRAM}" COMMAND_ERROR_IS_FATAL ANY)
file(SIZE "${PROGRAM}.stripped" stripped)
file(REMOVE "${PROGRAM}.stripped")
string(REPLACE ";" " " needed "${needed}")
message(STATUS "needs ${needed}")
message(STATUS "${size} bytes, ${stripped} stripped: ${PROGRAM}")
if(unexpected)
    message(FATAL_ERROR "not allowed: ${unexpected}")
endif()
