/* SPDX-License-Identifier: Apache-2.0 */
/* Fence 1: what the engine may use, then a ban on the world's doors.
 *
 * Forced into every translation unit of the engine (engine/CMakeLists.txt). A source that includes
 * <time.h>, <stdio.h>, <stdlib.h>, <errno.h> or the header of a foreign library fails to compile,
 * since they declare names that are poisoned here. */
#ifndef YM_PURE_H
#define YM_PURE_H
#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#pragma GCC poison malloc calloc realloc free time clock_gettime errno FILE printf
#pragma GCC poison open read write socket getenv rand exit strcpy strcat sprintf snprintf
#pragma GCC poison cJSON QRcode PGconn uv_loop_t MHD_Daemon sodium_init
#endif
