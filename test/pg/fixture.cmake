# SPDX-License-Identifier: Apache-2.0
# The ctest fixture `pg`: one cluster for all tests with FIXTURE pg. Include it from any folder of
# tests and pass its address on:
#
#   include(${CMAKE_SOURCE_DIR}/test/pg/fixture.cmake)
#   ym_test(t_x LABEL pg FIXTURE pg ENV ${YM_TEST_PG_ENV} LINKS ym_pg)
#
# YIMA_TEST_PG is a connection string to the database postgres, with the right to make others. The
# folder of the socket has a short name under /tmp of its own for each build tree, since the path of
# a socket is limited.
string(SHA256 ym_pg_tag "${CMAKE_BINARY_DIR}")
string(SUBSTRING "${ym_pg_tag}" 0 12 ym_pg_tag)
set(YM_TEST_PG_DIR "/tmp/yima-pg-${ym_pg_tag}")
set(YM_TEST_PG_ENV "YIMA_TEST_PG=host=${YM_TEST_PG_DIR} user=yima dbname=postgres")

get_property(ym_pg_made GLOBAL PROPERTY YM_TEST_PG_MADE)
if(NOT ym_pg_made)
  set_property(GLOBAL PROPERTY YM_TEST_PG_MADE TRUE)
  add_test(NAME pg_start
    COMMAND ${CMAKE_SOURCE_DIR}/test/pg/fixture.sh start ${YM_TEST_PG_DIR})
  add_test(NAME pg_stop
    COMMAND ${CMAKE_SOURCE_DIR}/test/pg/fixture.sh stop ${YM_TEST_PG_DIR})
  set_tests_properties(pg_start PROPERTIES FIXTURES_SETUP pg LABELS pg TIMEOUT 60)
  set_tests_properties(pg_stop PROPERTIES FIXTURES_CLEANUP pg LABELS pg TIMEOUT 60)
endif()
