# SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
# SPDX-License-Identifier: Apache-2.0

# The Node.js package, in the folder node/ of the build: the add-on edge_enforcer.node, which holds the engine and all
# it needs of libcrypto, and js/, the JavaScript around it.

include_guard(GLOBAL)

set(node_sources "${PROJECT_SOURCE_DIR}/Sources/NodeAddon")

# Beside the program where Node.js came as an archive, in the system's folders where it came as a package.
find_program(NODE_EXECUTABLE NAMES node nodejs DOC "Node.js, for its headers and for tests")
set(node_prefix)
if(NODE_EXECUTABLE)
    get_filename_component(node_prefix "${NODE_EXECUTABLE}" REALPATH)
    get_filename_component(node_prefix "${node_prefix}" DIRECTORY)
    get_filename_component(node_prefix "${node_prefix}" DIRECTORY)
endif()
find_path(NODE_API_INCLUDE_DIR node_api.h
    HINTS "${node_prefix}/include" PATH_SUFFIXES node nodejs nodejs/src
    DOC "The folder of node_api.h: Debian's libnode-dev, or part of Node.js"
)
find_library(LIBCRYPTO_ARCHIVE libcrypto.a DOC "OpenSSL's libcrypto as a static library")
if(NOT NODE_API_INCLUDE_DIR OR NOT LIBCRYPTO_ARCHIVE)
    message(FATAL_ERROR "The add-on for Node.js takes node_api.h (${NODE_API_INCLUDE_DIR}) and libcrypto.a \
(${LIBCRYPTO_ARCHIVE}): run Scripts/install-dependencies --node, or leave it out with -DEDGE_ENFORCER_NODE=OFF")
endif()

# The shim again, so that the linker can leave out of it and of libcrypto what the add-on does not use.
add_library(CEnforcerShimStatic OBJECT ${shim_sources})
target_include_directories(CEnforcerShimStatic PUBLIC Sources/CEnforcerShim/include)
target_include_directories(CEnforcerShimStatic SYSTEM PRIVATE ${XXHASH_INCLUDE_DIR} ${OPENSSL_INCLUDE_DIR})
# -O2 where CMake's release builds have -O3, which makes these functions larger and no faster.
target_compile_options(CEnforcerShimStatic PRIVATE -ffunction-sections -fdata-sections $<$<CONFIG:Release>:-O2>)
edge_enforcer_warnings(CEnforcerShimStatic)

edge_enforcer_embedded_module(NodeAddon IMPORTS EnforcerProtocol EnforcerCore)

file(GLOB addon_sources CONFIGURE_DEPENDS ${node_sources}/*.c)
add_library(edge_enforcer_node MODULE ${addon_sources} $<TARGET_OBJECTS:CEnforcerShimStatic>)
set_target_properties(edge_enforcer_node PROPERTIES
    OUTPUT_NAME edge_enforcer
    PREFIX ""
    SUFFIX ".node"
    LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/node"
    LINK_DEPENDS "${node_sources}/exports.map"
    C_VISIBILITY_PRESET hidden
)
target_include_directories(edge_enforcer_node PRIVATE ${node_sources}/include)
target_include_directories(edge_enforcer_node SYSTEM PRIVATE ${NODE_API_INCLUDE_DIR})
target_compile_options(edge_enforcer_node PRIVATE -ffunction-sections -fdata-sections $<$<CONFIG:Release>:-O2>)
edge_enforcer_warnings(edge_enforcer_node)
# Archives by their files: as targets they would bring the shared libcrypto.
foreach(module NodeAddon EnforcerProtocol EnforcerCore)
    add_dependencies(edge_enforcer_node ${module})
    target_link_libraries(edge_enforcer_node PRIVATE $<TARGET_FILE:${module}>)
endforeach()
target_link_libraries(edge_enforcer_node PRIVATE ${LIBCRYPTO_ARCHIVE} m)
target_link_options(edge_enforcer_node PRIVATE
    "LINKER:--version-script=${node_sources}/exports.map"
    LINKER:--exclude-libs,ALL
    LINKER:--gc-sections
    LINKER:--as-needed
    LINKER:-z,relro,-z,now
    # Signal handlers point into it, so it stays when the last environment that loaded it ends.
    LINKER:-z,nodelete
    # arena.c stands in front of these.
    LINKER:--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=free,--wrap=posix_memalign
    $<$<NOT:$<CONFIG:Debug>>:LINKER:--strip-all>
)

# JavaScript as it stands in the sources, but for indentation and comments that fill whole lines: their lines stay, empty,
# so that a stack trace names the line of the source. No text of ours goes over several lines. Functions at the edge load what they do not read.
set(node_strip_comments
    -e "/^ *\\/\\*.*\\*\\/ *$/s/.*//"
    -e "/^ *\\/\\*/,/\\*\\//s/.*//"
    -e "/SPDX-/!s/^ *\\/\\/.*//"
    -e "s/^ *//"
)
file(GLOB_RECURSE node_scripts CONFIGURE_DEPENDS ${node_sources}/js/*)
list(APPEND node_scripts ${node_sources}/package.json ${node_sources}/README.md)
set(node_copies)
foreach(script IN LISTS node_scripts)
    file(RELATIVE_PATH name "${node_sources}" "${script}")
    set(copy "${PROJECT_BINARY_DIR}/node/${name}")
    set(copying COMMAND "${CMAKE_COMMAND}" -E copy "${script}" "${copy}")
    if(script MATCHES "\\.[cm]js$")
        set(copying COMMAND sed ${node_strip_comments} "${script}" > "${copy}")
    endif()
    add_custom_command(
        OUTPUT "${copy}"
        ${copying}
        DEPENDS "${script}"
        VERBATIM
    )
    list(APPEND node_copies "${copy}")
endforeach()
add_custom_target(edge_enforcer_node_scripts ALL DEPENDS ${node_copies})
