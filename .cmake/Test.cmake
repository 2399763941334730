# SPDX-License-Identifier: Apache-2.0
# ym_test(name LABEL label... LINKS layer... SOURCES file... [ENV VAR=value...] [FIXTURE pg])
#
# One cmocka program, one ctest. A test with the label unit, rule, prop or story, and without the label
# pg, is light: it needs no server, and ym_check_layers() refuses it when it reaches ym_pg or ym_http.
# A light test that links nothing but the layers on which the rules are tried is labelled pure as well:
# those alone are built and run for the coverage of the engine.
set(YM_PURE_LINKS ym_engine ym_base ym_json ym_app ym_memory ym_crypto ym_test_hand ym_test_random)

function(ym_test name)
  cmake_parse_arguments(T "" "FIXTURE;TIMEOUT" "LABEL;LINKS;SOURCES;ENV" ${ARGN})
  if(T_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "ym_test(${name}): what is ${T_UNPARSED_ARGUMENTS}?")
  endif()
  if(NOT T_LABEL)
    message(FATAL_ERROR "ym_test(${name}) needs a LABEL: test/README.md has them")
  endif()
  if(NOT T_SOURCES)
    set(T_SOURCES ${name}.c)
  endif()
  add_executable(${name} ${T_SOURCES})
  target_link_libraries(${name} PRIVATE ${T_LINKS} ym::cmocka ym_options)
  set_target_properties(${name} PROPERTIES C_STANDARD 11 C_STANDARD_REQUIRED ON C_EXTENSIONS OFF)
  if("${T_LABEL}" MATCHES "unit|rule|prop|story" AND NOT pg IN_LIST T_LABEL)
    set_property(GLOBAL APPEND PROPERTY YM_LIGHT_TESTS ${name})
    list(REMOVE_ITEM T_LINKS ${YM_PURE_LINKS})
    if(NOT T_LINKS)
      list(APPEND T_LABEL pure)
    endif()
  endif()
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 600) # longer than any machine needs: then it hangs
  endif()
  # cmocka's own SIGSEGV handler would hide a sanitizer's report.
  set_tests_properties(${name} PROPERTIES LABELS "${T_LABEL}" TIMEOUT ${T_TIMEOUT}
    ENVIRONMENT "ASAN_OPTIONS=handle_segv=2;${T_ENV}")
  if(T_FIXTURE)
    set_tests_properties(${name} PROPERTIES FIXTURES_REQUIRED ${T_FIXTURE})
  endif()
endfunction()
