# SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
# SPDX-License-Identifier: Apache-2.0

# Embedded Swift modules as static libraries.
#
# The compiler is called directly rather than through CMake's own Swift support: before CMake 3.29 that compiles file
# by file, while Embedded mode works on whole modules only; it also adds the run-time libraries that we do without.

include_guard(GLOBAL)

find_program(SWIFTC_EXECUTABLE swiftc REQUIRED DOC "The Swift compiler, 6.2 or later")

set(EDGE_ENFORCER_SWIFT_OPTIMIZATION "-Osize" CACHE STRING "How Embedded Swift is optimised: -Osize or -O")

# As `settings` in Package.swift, plus what Embedded mode asks for. All modules share one package name, because
# `package` declarations are seen within a package only.
set(edge_enforcer_swift_flags
    -swift-version 6
    -parse-as-library
    -wmo
    ${EDGE_ENFORCER_SWIFT_OPTIMIZATION}
    -package-name edge_enforcer
    -strict-memory-safety
    -warnings-as-errors
    -enable-upcoming-feature ExistentialAny
    -enable-upcoming-feature InternalImportsByDefault
    -enable-upcoming-feature MemberImportVisibility
    -enable-experimental-feature Lifetimes
    -enable-experimental-feature SafeInteropWrappers
    -enable-experimental-feature Embedded
    -Xcc -fPIC
)
# The shim's inline functions are many and called from everywhere.
if(EDGE_ENFORCER_SWIFT_OPTIMIZATION STREQUAL "-Osize")
    list(APPEND edge_enforcer_swift_flags -Xcc -DENFORCER_SMALL)
endif()

# edge_enforcer_embedded_module(<name> [IMPORTS <module>...] [C_MODULES <target>...])
#
# Compiles Sources/<name>/**/*.swift into the static library <name>. IMPORTS names modules made by this function, and
# C_MODULES names C libraries with a header include/<target>.h. A module that implements C functions declares them in
# headers of its own folder include/, which has a module map; programs that link <name> find these headers.
function(edge_enforcer_embedded_module name)
    cmake_parse_arguments(PARSE_ARGV 1 module "" "" "IMPORTS;C_MODULES")

    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/Sources/${name}/*.swift")
    if(NOT sources)
        message(FATAL_ERROR "No Swift file under Sources/${name}")
    endif()

    # A folder for each module, and only the folders of its IMPORTS in its search path: an import that is not
    # declared does not compile.
    set(directory "${PROJECT_BINARY_DIR}/embedded/${name}")
    file(MAKE_DIRECTORY "${directory}")
    set(object "${directory}/${name}.o")
    set(interface "${directory}/${name}.swiftmodule")
    set(arguments ${edge_enforcer_swift_flags} -module-name ${name})
    set(dependencies ${sources})
    set(libraries)

    # The import of a module needs the modules which that one imports, too.
    set(imports ${module_IMPORTS})
    set(c_modules ${module_C_MODULES})
    foreach(import IN LISTS module_IMPORTS)
        get_target_property(further ${import} edge_enforcer_imports)
        list(APPEND imports ${further})
        get_target_property(further ${import} edge_enforcer_c_modules)
        list(APPEND c_modules ${further})
    endforeach()
    list(REMOVE_DUPLICATES imports)
    list(REMOVE_DUPLICATES c_modules)

    foreach(import IN LISTS imports)
        set(folder "${PROJECT_BINARY_DIR}/embedded/${import}")
        list(APPEND arguments -I "${folder}")
        list(APPEND dependencies "${folder}/${import}.swiftmodule")
        list(APPEND libraries ${import})
    endforeach()
    foreach(c_module IN LISTS c_modules)
        edge_enforcer_module_map(${c_module} map)
        file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/Sources/${c_module}/include/*")
        list(APPEND arguments -Xcc "-fmodule-map-file=${map}")
        list(APPEND arguments -Xcc -I -Xcc "${PROJECT_SOURCE_DIR}/Sources/${c_module}/include")
        list(APPEND dependencies "${map}" ${headers})
        list(APPEND libraries ${c_module})
    endforeach()
    set(include "${PROJECT_SOURCE_DIR}/Sources/${name}/include")
    if(EXISTS "${include}/module.modulemap")
        file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${include}/*")
        list(APPEND arguments -I "${include}")
        list(APPEND dependencies ${headers})
    endif()

    add_custom_command(
        OUTPUT "${object}" "${interface}"
        COMMAND "${SWIFTC_EXECUTABLE}" ${arguments}
            -module-cache-path "${PROJECT_BINARY_DIR}/embedded/module-cache"
            -emit-module -emit-module-path "${interface}"
            -c ${sources} -o "${object}"
        DEPENDS ${dependencies}
        COMMENT "Compiling the Embedded Swift module ${name}"
        COMMAND_EXPAND_LISTS
        VERBATIM
    )

    add_library(${name} STATIC "${object}")
    set_source_files_properties("${object}" PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
    set_target_properties(${name} PROPERTIES
        LINKER_LANGUAGE C
        edge_enforcer_imports "${imports}"
        edge_enforcer_c_modules "${c_modules}"
    )
    target_link_libraries(${name} PUBLIC ${libraries})
    if(EXISTS "${include}/module.modulemap")
        target_include_directories(${name} INTERFACE "${include}")
    endif()
endfunction()

# edge_enforcer_module_map(<C target> <variable>): the path of the target's module map. Where its include folder has
# none, one is written that exports its umbrella header, as the package manager does.
function(edge_enforcer_module_map target variable)
    set(include "${PROJECT_SOURCE_DIR}/Sources/${target}/include")
    set(map "${include}/module.modulemap")
    if(NOT EXISTS "${map}")
        set(map "${PROJECT_BINARY_DIR}/embedded/${target}/module.modulemap")
        file(CONFIGURE OUTPUT "${map}" @ONLY CONTENT [[
module @target@ {
    umbrella header "@include@/@target@.h"
    export *
}
]])
    endif()
    set(${variable} "${map}" PARENT_SCOPE)
endfunction()
