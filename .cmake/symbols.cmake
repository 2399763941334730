# SPDX-License-Identifier: Apache-2.0
# Fence 3: refuse an archive that refers to a name its layer may not use.
# In: NM, ARCHIVE, LAYER, DENY and ALLOW (regular expressions joined by @@; ALLOW may be empty).
execute_process(COMMAND ${NM} -u ${ARCHIVE} OUTPUT_VARIABLE undefined COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${NM} --defined-only ${ARCHIVE} OUTPUT_VARIABLE defined
  COMMAND_ERROR_IS_FATAL ANY)
string(REPLACE "@@" ";" deny "${DENY}")
string(REPLACE "@@" ";" allow "${ALLOW}")
# What the compiler itself puts in: sanitizers, coverage, stack protector, the assertion.
set(compiler "^(__(asan|ubsan|gcov|sanitizer|stack_chk|sancov|lsan)_?|_GLOBAL_OFFSET_TABLE_|__assert_fail|__start___sancov|__stop___sancov|__tls_get_addr|mangle_path)")

# A weak reference reaches outside as well as a strong one; a local (lower case) definition in one
# object does not answer a reference from another.
string(REGEX MATCHALL " [Uwv] [^\n]+" names "${undefined}")
list(REMOVE_DUPLICATES names)
foreach(name IN LISTS names)
  string(REGEX REPLACE "^ [Uwv] " "" name "${name}")
  if(name MATCHES "${compiler}" OR defined MATCHES " [TDBRVW] ${name}\n")
    continue()
  endif()
  foreach(rx IN LISTS deny)
    if(name MATCHES "${rx}")
      file(REMOVE ${ARCHIVE})
      message(FATAL_ERROR "${LAYER} names ${name}, which its layer may not use")
    endif()
  endforeach()
  if(NOT "${allow}" STREQUAL "")
    set(ok FALSE)
    foreach(rx IN LISTS allow)
      if(name MATCHES "${rx}")
        set(ok TRUE)
      endif()
    endforeach()
    if(NOT ok)
      file(REMOVE ${ARCHIVE})
      message(FATAL_ERROR "${LAYER} calls ${name}, which is not among the names it may use")
    endif()
  endif()
endforeach()
