# SPDX-License-Identifier: Apache-2.0
# ym_test(name LABEL label... LINKS layer... SOURCES file... [ENV VAR=value...] [FIXTURE pg])
#
# One cmocka program, one ctest. A test with the label unit, rule, prop or story needs no server and
# may not link ym_pg or ym_http.
function(ym_test name)
  cmake_parse_arguments(T "" "FIXTURE;TIMEOUT" "LABEL;LINKS;SOURCES;ENV" ${ARGN})
  foreach(label IN LISTS T_LABEL)
    if(label MATCHES "^(unit|rule|prop)$")
      foreach(heavy ym_pg ym_http)
        if(${heavy} IN_LIST T_LINKS)
          message(FATAL_ERROR "the ${label} test ${name} may not link ${heavy}")
        endif()
      endforeach()
    endif()
  endforeach()
  if(NOT T_SOURCES)
    set(T_SOURCES ${name}.c)
  endif()
  add_executable(${name} ${T_SOURCES})
  target_link_libraries(${name} PRIVATE ${T_LINKS} ym::cmocka ym_options)
  set_target_properties(${name} PROPERTIES C_EXTENSIONS OFF)
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 120)
  endif()
  # cmocka's own SIGSEGV handler would hide a sanitizer's report.
  set_tests_properties(${name} PROPERTIES LABELS "${T_LABEL}" TIMEOUT ${T_TIMEOUT}
    ENVIRONMENT "ASAN_OPTIONS=handle_segv=2;${T_ENV}")
  if(T_FIXTURE)
    set_tests_properties(${name} PROPERTIES FIXTURES_REQUIRED ${T_FIXTURE})
  endif()
endfunction()
