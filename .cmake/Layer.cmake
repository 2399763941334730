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
# Fence 2, ym_check_layers(), fails the configure step on any link outside MAY and USES.
# Fence 3, symbols.cmake, reads the archive after the build and fails on a foreign name.

# Names by which each foreign library is recognised. A layer that does not USE one may not name it.
set(YM_FOREIGN_uv "uv_")
set(YM_FOREIGN_pq "PQ|pq|lo_")
set(YM_FOREIGN_cjson "cJSON")
set(YM_FOREIGN_qrencode "QR")
set(YM_FOREIGN_microhttpd "MHD_")
set(YM_FOREIGN_sodium "sodium_|crypto_|randombytes")
set(YM_FOREIGN_pangocairo "pango_|cairo_|g_object_")
set(YM_FOREIGN_csv "csv_")
set(YM_FOREIGN_LIBS uv pq cjson qrencode microhttpd sodium pangocairo csv)

function(ym_layer name)
  cmake_parse_arguments(L "" "" "MAY;USES;SOURCES;ALLOW;DENY" ${ARGN})
  add_library(${name} STATIC ${L_SOURCES})
  target_include_directories(${name} PUBLIC include PRIVATE src)
  target_link_libraries(${name} PUBLIC ${L_MAY} PRIVATE ${L_USES} ym_options)
  set_target_properties(${name} PROPERTIES YM_MAY "${L_MAY};${L_USES};ym_options"
    C_EXTENSIONS OFF)
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

function(ym_check_layers)          # last line of the top CMakeLists.txt
  get_property(layers GLOBAL PROPERTY YM_LAYERS)
  foreach(layer IN LISTS layers)
    get_target_property(may ${layer} YM_MAY)
    get_target_property(links ${layer} LINK_LIBRARIES)
    foreach(lib IN LISTS links)
      if(lib AND NOT lib IN_LIST may)
        message(FATAL_ERROR "${layer} may not link ${lib}: name it in MAY or USES of its "
          "ym_layer() if house.md allows it, otherwise go through a port")
      endif()
    endforeach()
  endforeach()
endfunction()
