/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/sqlstate.h"

#include <string.h>

/* Prefix of the state, class. The first match wins, so a whole state stands before its family.
 * Source: PostgreSQL's errcodes appendix. */
#define STATES(X)                                                                                  \
    X("40", RETRY)          /* serialization failure, deadlock */                                  \
    X("55P03", RETRY)       /* lock not available */                                               \
    X("26000", RETRY)       /* prepared statement is gone: somebody reset the session */           \
    X("08", UNAVAILABLE)    /* connection exception, also between nodes of a cluster */            \
    X("25006", UNAVAILABLE) /* read-only: the primary was demoted */                               \
    X("53", UNAVAILABLE)    /* out of connections, memory, disk */                                 \
    X("57P", UNAVAILABLE)   /* shutting down, crashed, starting up */                              \
    X("57014", UNAVAILABLE) /* cancelled, by statement_timeout as a rule */                        \
    X("58", UNAVAILABLE)    /* the server's own I/O failed */

enum ym_sql_class ym_sql_class_of(const char *sqlstate)
{
    static const struct {
        const char *prefix;
        enum ym_sql_class class;
    } table[] = {
#define X(prefix, class) { prefix, YM_SQL_##class },
        STATES(X)
#undef X
    };

    if (sqlstate[0] == '\0')
        return YM_SQL_NONE;
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (strncmp(sqlstate, table[i].prefix, strlen(table[i].prefix)) == 0)
            return table[i].class;
    return YM_SQL_POISON;
}

enum ym_err ym_sql_class_err(enum ym_sql_class c)
{
    static const enum ym_err err[] = {
#define X(name, err) [YM_SQL_##name] = YM_E_##err,
        YM_SQL_CLASSES(X)
#undef X
    };

    return err[c];
}

bool ym_sql_is_full(const char *sqlstate)
{
    return strcmp(sqlstate, "53100") == 0;
}

bool ym_sql_is_internal(const char *sqlstate)
{
    return strncmp(sqlstate, "XX", 2) == 0;
}

bool ym_sql_is_doubtful(const char *sqlstate)
{
    return strncmp(sqlstate, "08", 2) == 0 || strncmp(sqlstate, "57P0", 4) == 0;
}
