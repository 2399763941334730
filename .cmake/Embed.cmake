# SPDX-License-Identifier: Apache-2.0
# ym_embed(target PREFIX prefix FILES file...)
#
# Puts files into the binary through one generated assembly file with .incbin and a table
# sorted by name:
#   struct ym_embedded { const char *name; const unsigned char *at; size_t n; };
#   extern const struct ym_embedded ym_<prefix>_files[]; extern const size_t ym_<prefix>_count;
# Each file is followed by one NUL that n does not count. Declared in base/embedded.h.
function(ym_embed target)
  cmake_parse_arguments(E "" "PREFIX" "FILES" ${ARGN})
  set(out "${CMAKE_CURRENT_BINARY_DIR}/${E_PREFIX}_embedded.S")
  set(text "/* generated from ${E_PREFIX} by .cmake/Embed.cmake */\n.section .rodata\n")
  set(table "")
  set(i 0)
  list(SORT E_FILES)
  foreach(file IN LISTS E_FILES)
    get_filename_component(name "${file}" NAME)
    string(APPEND text ".Ln${i}: .asciz \"${name}\"\n.balign 16\n.Lf${i}: .incbin \"${file}\"\n.Le${i}: .byte 0\n")
    string(APPEND table ".quad .Ln${i}\n.quad .Lf${i}\n.quad .Le${i} - .Lf${i}\n")
    math(EXPR i "${i} + 1")
  endforeach()
  set(table_name "ym_${E_PREFIX}_files")
  set(count_name "ym_${E_PREFIX}_count")
  string(APPEND text ".section .data.rel.ro,\"aw\"\n.balign 16\n.globl ${table_name}\n.hidden ${table_name}\n"
    "${table_name}:\n${table}.section .rodata\n.balign 8\n.globl ${count_name}\n.hidden ${count_name}\n${count_name}: .quad ${i}\n"
    ".section .note.GNU-stack,\"\",%progbits\n")
  file(CONFIGURE OUTPUT "${out}" CONTENT "${text}" @ONLY)
  set_source_files_properties("${out}" PROPERTIES OBJECT_DEPENDS "${E_FILES}")
  target_sources(${target} PRIVATE "${out}")
endfunction()
