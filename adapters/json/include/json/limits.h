/* SPDX-License-Identifier: Apache-2.0 */
/* The limits of everything that reaches this program as JSON. Each is refused one past it. */
#ifndef YM_JSON_LIMITS_H
#define YM_JSON_LIMITS_H

#define JSON_DEPTH_MAX   16     /* objects and arrays inside each other */
#define JSON_MEMBERS_MAX 64     /* members of one object; a set of them is a uint64_t */
#define JSON_NODES_MAX   131072 /* values in one document */

#define JSON_COMMAND_BYTES_MAX   65536   /* body of one command */
#define JSON_INTAKE_BYTES_MAX    131072  /* body of one intake */
#define JSON_PROCEDURE_BYTES_MAX 1048576 /* a procedure file */
#define JSON_PROCEDURE_PRINT_MAX                                                                   \
    (JSON_PROCEDURE_BYTES_MAX + 4096)   /* a printed one: names each colour */
#define JSON_CALENDAR_BYTES_MAX 1048576 /* a calendar file */

#define JSON_PHONE_CHARS_MIN     5    /* digits, plus and dash of a phone number */
#define JSON_PHONE_CHARS_MAX     20   /* likewise */
#define JSON_ADDRESS_CHARS_MAX   200  /* a postal address */
#define JSON_PROCEDURE_REF_MAX   100  /* characters of "binjiang-2020/1.1" in a command or intake */
#define JSON_DEADLINE_NAME_MAX   64   /* characters of a deadline's name in a command */
#define JSON_SHA256_CHARS        64   /* hexadecimal digits of a digest */
#define JSON_SEAL_CODE_CHARS_MAX 64   /* characters of the code of a sealed document */
#define JSON_NAME_CHARS_MAX      64   /* names, versions and ids inside a procedure */
#define JSON_LABEL_CHARS_MAX     200  /* zh, en and next texts inside a procedure */
#define JSON_SOURCE_CHARS_MAX    1000 /* a source inside a procedure or calendar */
#define JSON_SOURCES_MAX         64   /* sources of one calendar */

#endif
