# SPDX-License-Identifier: Apache-2.0
# The fences between the rooms of the house.
#
#   ym_layer(name MAY layer... USES foreign... SOURCES file... [DENY regex...] [ALLOW regex...])
#
# MAY   the layers whose headers and code this one may use (linked PUBLIC)
# USES  foreign libraries (ym::uv, ym::pq, ...), linked PRIVATE: their types never leave the layer
# DENY  names (regular expressions) that the finished archive may not refer to
# ALLOW when given, every undefined name must match one of these
#
# Fence 1, the compile poison, is a forced header on the engine (engine/src/pure.h).
# Fence 2, ym_check_layers(), fails the configure step on any link or include outside MAY and USES.
# Fence 3, symbols.cmake, reads the archive after the build and fails on a foreign name.

# Names by which each foreign library is recognised. A layer that does not USE one may not name it.
set(YM_FOREIGN_uv "uv_")
set(YM_FOREIGN_pq "PQ|pq|lo_")
set(YM_FOREIGN_cjson "cJSON")
set(YM_FOREIGN_qrencode "QR")
set(YM_FOREIGN_microhttpd "MHD_")
set(YM_FOREIGN_sodium "sodium_|crypto_|randombytes")
set(YM_FOREIGN_pangocairo "pango_|cairo_|g_object_")
set(YM_FOREIGN_curl "curl_")
set(YM_FOREIGN_csv "csv_")
set(YM_FOREIGN_zstd "ZSTD_")
set(YM_FOREIGN_LIBS uv pq cjson qrencode microhttpd sodium pangocairo curl csv zstd)

# Layers that stand for the rules themselves: no foreign library may ever be named for them.
set(YM_PURE_LAYERS ym_engine ym_app ym_memory)

function(ym_layer name)
  cmake_parse_arguments(L "" "" "MAY;USES;SOURCES;ALLOW;DENY" ${ARGN})
  if(L_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "ym_layer(${name}): what is ${L_UNPARSED_ARGUMENTS}?")
  endif()
  add_library(${name} STATIC ${L_SOURCES})
  target_include_directories(${name} PUBLIC include PRIVATE src)
  target_link_libraries(${name} PUBLIC ${L_MAY} PRIVATE ${L_USES} ym_options)
  set_target_properties(${name} PROPERTIES YM_MAY "${L_MAY}" YM_USES "${L_USES}"
    C_STANDARD 11 C_STANDARD_REQUIRED ON C_EXTENSIONS OFF)
  set_property(GLOBAL APPEND PROPERTY YM_LAYERS ${name})

  set(deny ${L_DENY})
  foreach(lib IN LISTS YM_FOREIGN_LIBS)
    if(NOT "ym::${lib}" IN_LIST L_USES)
      list(APPEND deny "^(${YM_FOREIGN_${lib}})")
    endif()
  endforeach()
  string(REPLACE ";" "@@" deny "${deny}")
  string(REPLACE ";" "@@" allow "${L_ALLOW}")
  add_custom_command(TARGET ${name} POST_BUILD
    COMMAND ${CMAKE_COMMAND} -DNM=${CMAKE_NM} -DARCHIVE=$<TARGET_FILE:${name}> -DLAYER=${name}
      "-DDENY=${deny}" "-DALLOW=${allow}" -P ${CMAKE_SOURCE_DIR}/.cmake/symbols.cmake
    VERBATIM)
endfunction()

# What a layer declares must itself be lawful: MAY names layers, USES names foreign libraries.
function(ym_check_declaration layer layers may uses)
  foreach(other IN LISTS may)
    if(NOT other IN_LIST layers)
      message(FATAL_ERROR "${layer} names ${other} in MAY, which is no layer: a foreign library "
        "belongs in USES, so that its types stay inside")
    endif()
  endforeach()
  foreach(lib IN LISTS uses)
    if(NOT lib MATCHES "^ym::" AND NOT lib MATCHES "^(m|Threads::Threads|[$]{CMAKE_DL_LIBS})$")
      message(FATAL_ERROR "${layer} names ${lib} in USES, which is no foreign library: another "
        "layer belongs in MAY")
    endif()
  endforeach()
  if(layer STREQUAL "ym_engine" AND may)
    message(FATAL_ERROR "ym_engine may not link ${may}: the engine links nothing")
  endif()
  if(layer IN_LIST YM_PURE_LAYERS AND uses)
    message(FATAL_ERROR "${layer} may not link ${uses}: reach foreign libraries through a port")
  endif()
endfunction()

# What is linked, and where headers are looked for, must be what was declared.
function(ym_check_reach layer may uses)
  get_target_property(links ${layer} LINK_LIBRARIES)
  list(FILTER links EXCLUDE REGEX "^::@")   # CMake's marks around links made from another folder
  foreach(lib IN LISTS links)
    if(lib AND NOT lib IN_LIST may AND NOT lib IN_LIST uses AND NOT lib STREQUAL "ym_options")
      message(FATAL_ERROR "${layer} may not link ${lib}: name it in MAY or USES of its "
        "ym_layer() if it belongs there, otherwise go through a port")
    endif()
  endforeach()
  get_target_property(passed_on ${layer} INTERFACE_LINK_LIBRARIES)
  list(FILTER passed_on EXCLUDE REGEX "^::@")
  foreach(lib IN LISTS passed_on)
    if(lib AND NOT lib IN_LIST may AND NOT lib MATCHES "^[$]<LINK_ONLY:")
      message(FATAL_ERROR "${layer} may not pass on ${lib}: link it PRIVATE")
    endif()
  endforeach()
  get_target_property(source ${layer} SOURCE_DIR)
  get_target_property(binary ${layer} BINARY_DIR)
  get_target_property(private ${layer} INCLUDE_DIRECTORIES)
  get_target_property(public ${layer} INTERFACE_INCLUDE_DIRECTORIES)
  foreach(dir IN LISTS private public)
    cmake_path(IS_PREFIX source "${dir}" NORMALIZE in_source)
    cmake_path(IS_PREFIX binary "${dir}" NORMALIZE in_binary)
    if(dir AND NOT in_source AND NOT in_binary)
      message(FATAL_ERROR "${layer} may not include from ${dir}: a layer sees its own folder and "
        "the headers of its MAY")
    endif()
  endforeach()
endfunction()

# A light test (Test.cmake) needs no server, whatever it reaches and however late it was linked.
function(ym_check_light_test test)
  get_target_property(todo ${test} LINK_LIBRARIES)
  set(seen "")
  while(todo)
    list(POP_FRONT todo lib)
    if(lib IN_LIST seen OR NOT TARGET ${lib})
      continue()
    endif()
    list(APPEND seen ${lib})
    if(lib MATCHES "^(ym_pg|ym_http)$")
      message(FATAL_ERROR "the light test ${test} may not link ${lib}: label it pg instead of "
        "unit, rule, prop or story")
    endif()
    get_target_property(next ${lib} INTERFACE_LINK_LIBRARIES)
    if(next)
      list(APPEND todo ${next})
    endif()
  endwhile()
endfunction()

function(ym_check_layers)          # last line of the top CMakeLists.txt
  get_property(layers GLOBAL PROPERTY YM_LAYERS)
  foreach(layer IN LISTS layers)
    get_target_property(may ${layer} YM_MAY)
    get_target_property(uses ${layer} YM_USES)
    ym_check_declaration(${layer} "${layers}" "${may}" "${uses}")
    ym_check_reach(${layer} "${may}" "${uses}")
  endforeach()
  get_property(tests GLOBAL PROPERTY YM_LIGHT_TESTS)
  foreach(test IN LISTS tests)
    ym_check_light_test(${test})
  endforeach()
endfunction()
