# SPDX-License-Identifier: Apache-2.0
# ym_embed(target PREFIX prefix FILES file...)
# ym_embed_folder(target PREFIX prefix FOLDER folder DEPENDS file...)
#
# Puts files into the binary through one generated assembly file with .incbin and a table
# sorted by name:
#   struct ym_embedded { const char *name; const unsigned char *at; size_t n; };
#   extern const struct ym_embedded ym_<prefix>_files[]; extern const size_t ym_<prefix>_count;
# Each file is followed by one NUL that n does not count. Declared in base/embedded.h.
#
# The second form embeds what a folder holds once DEPENDS were built: names that only the build
# knows. Names there must change with what is in the files, as hashed ones do.

# Write the assembly file; only when it differs from what is there.
function(ym_embed_write out prefix)
  set(text "/* generated from ${prefix} by .cmake/Embed.cmake */\n.section .rodata\n")
  set(table "")
  set(i 0)
  set(files ${ARGN})
  list(SORT files)
  foreach(file IN LISTS files)
    get_filename_component(name "${file}" NAME)
    string(APPEND text ".Ln${i}: .asciz \"${name}\"\n.balign 16\n.Lf${i}: .incbin \"${file}\"\n.Le${i}: .byte 0\n")
    string(APPEND table ".quad .Ln${i}\n.quad .Lf${i}\n.quad .Le${i} - .Lf${i}\n")
    math(EXPR i "${i} + 1")
  endforeach()
  set(table_name "ym_${prefix}_files")
  set(count_name "ym_${prefix}_count")
  string(APPEND text ".section .data.rel.ro,\"aw\"\n.balign 16\n.globl ${table_name}\n.hidden ${table_name}\n"
    "${table_name}:\n${table}.section .rodata\n.balign 8\n.globl ${count_name}\n.hidden ${count_name}\n${count_name}: .quad ${i}\n"
    ".section .note.GNU-stack,\"\",%progbits\n")
  file(CONFIGURE OUTPUT "${out}" CONTENT "${text}" @ONLY)
endfunction()

function(ym_embed target)
  cmake_parse_arguments(E "" "PREFIX" "FILES" ${ARGN})
  set(out "${CMAKE_CURRENT_BINARY_DIR}/${E_PREFIX}_embedded.S")
  ym_embed_write("${out}" "${E_PREFIX}" ${E_FILES})
  set_source_files_properties("${out}" PROPERTIES OBJECT_DEPENDS "${E_FILES}")
  target_sources(${target} PRIVATE "${out}")
endfunction()

function(ym_embed_folder target)
  cmake_parse_arguments(E "" "PREFIX;FOLDER" "DEPENDS" ${ARGN})
  set(out "${CMAKE_CURRENT_BINARY_DIR}/${E_PREFIX}_embedded.S")
  add_custom_command(OUTPUT "${out}"
    COMMAND ${CMAKE_COMMAND} -DEMBED_OUT=${out} -DEMBED_PREFIX=${E_PREFIX}
      -DEMBED_FOLDER=${E_FOLDER} -P "${CMAKE_SOURCE_DIR}/.cmake/Embed.cmake"
    COMMAND ${CMAKE_COMMAND} -E touch "${out}"
    DEPENDS ${E_DEPENDS} VERBATIM)
  target_sources(${target} PRIVATE "${out}")
endfunction()

if(DEFINED EMBED_OUT AND CMAKE_SCRIPT_MODE_FILE) # called by ym_embed_folder(), while building
  file(GLOB embed_files "${EMBED_FOLDER}/*")
  ym_embed_write("${EMBED_OUT}" "${EMBED_PREFIX}" ${embed_files})
endif()
