# SPDX-License-Identifier: Apache-2.0
# Build switches and the interface target that carries warnings and hardening.
# Nothing here is global: a target opts in by linking ym_options.
include(CheckCCompilerFlag)

option(YM_TESTS "build the tests" ON)
option(YM_WERROR "treat warnings as errors" OFF)
option(YM_WITH_PG "build the PostgreSQL adapter and the service" ON)
option(YM_WITH_HTTP "build the HTTP adapter" ON)
option(YM_UI "build the pages (needs Node 18 and npm)" ON)
option(YM_SANITIZE "AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(YM_ANALYZE "gcc -fanalyzer" OFF)
option(YM_COVERAGE "gcov instrumentation" OFF)
option(YM_FUZZ "libFuzzer targets (clang)" OFF)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()
# Assertions stay on in every build: no NDEBUG.
foreach(cfg RELEASE RELWITHDEBINFO MINSIZEREL)
  string(REPLACE "-DNDEBUG" "" CMAKE_C_FLAGS_${cfg} "${CMAKE_C_FLAGS_${cfg}}")
endforeach()

add_library(ym_options INTERFACE)
target_compile_features(ym_options INTERFACE c_std_11)

function(ym_flag_if_known flag)
  string(MAKE_C_IDENTIFIER "YM_HAS${flag}" var)
  # -Werror makes an unknown flag fail instead of warn (clang).
  set(CMAKE_REQUIRED_FLAGS "-Werror")
  check_c_compiler_flag("${flag}" ${var})
  if(${var})
    target_compile_options(ym_options INTERFACE $<$<COMPILE_LANGUAGE:C>:${flag}>)
  endif()
endfunction()

foreach(flag
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
    -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wcast-qual
    -Wcast-align -Wwrite-strings -Wswitch-enum -Wvla -Wundef -Wformat=2
    -Wnull-dereference -Wdouble-promotion -Wimplicit-fallthrough
    -Wlogical-op -Wduplicated-cond -Wduplicated-branches -Wjump-misses-init -Wrestrict
    -fno-common -fvisibility=hidden)
  ym_flag_if_known(${flag})
endforeach()

if(YM_WERROR)
  target_compile_options(ym_options INTERFACE $<$<COMPILE_LANGUAGE:C>:-Werror>)
endif()

if(YM_SANITIZE)
  target_compile_options(ym_options INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(ym_options INTERFACE -fsanitize=address,undefined)
  target_compile_definitions(ym_options INTERFACE YM_ARENA_EMULATE=1)
elseif(YM_COVERAGE)
  target_compile_options(ym_options INTERFACE --coverage -O0)
  target_link_options(ym_options INTERFACE --coverage)
else()
  foreach(flag -fstack-protector-strong -fstack-clash-protection -fcf-protection
      -ftrivial-auto-var-init=zero)
    ym_flag_if_known(${flag})
  endforeach()
  if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
    target_compile_options(ym_options INTERFACE $<$<COMPILE_LANGUAGE:C>:-U_FORTIFY_SOURCE>
      $<$<COMPILE_LANGUAGE:C>:-D_FORTIFY_SOURCE=3>)
  endif()
  target_compile_options(ym_options INTERFACE -fPIE)
  target_link_options(ym_options INTERFACE -pie -Wl,-z,relro,-z,now,-z,noexecstack,--as-needed)
endif()

if(YM_ANALYZE)
  target_compile_options(ym_options INTERFACE $<$<COMPILE_LANGUAGE:C>:-fanalyzer>)
endif()
if(YM_FUZZ)
  target_compile_options(ym_options INTERFACE -fsanitize=fuzzer-no-link,address,undefined)
  target_link_options(ym_options INTERFACE -fsanitize=address,undefined)
  target_compile_definitions(ym_options INTERFACE YM_ARENA_EMULATE=1)
endif()

find_package(PkgConfig REQUIRED)
# ym_foreign(target module...): a foreign library as an imported target ym::<target>.
function(ym_foreign target)
  pkg_check_modules(YM_${target} REQUIRED IMPORTED_TARGET GLOBAL ${ARGN})
  add_library(ym::${target} ALIAS PkgConfig::YM_${target})
endfunction()
