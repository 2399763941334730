/* SPDX-License-Identifier: Apache-2.0 */
/* The reader's question for a session: asked for each request by cookie that is not remembered. */
#include <string.h>

#include "reader_private.h"

static void answer(struct pg_read *read, size_t i, const struct ym_rows *rows)
{
    struct app_session session;

    (void)i;
    if (ym_rows_count(rows) == 0)
        return;
    pg_take_session(rows, 0, &session);
    read->is_answered = true;
    read->done.session(read->arg, YM_E_OK, &session);
}

static void fail(struct pg_read *read, size_t i, const struct ym_rows *rows)
{
    (void)i;
    (void)rows;
    read->done.session(read->arg, read->refusal, NULL);
}

void pg_read_session(struct pg_reader *r, const unsigned char hash[APP_TICKET_HASH_LEN],
                     pg_session_read_fn *done, void *arg)
{
    struct pg_read *read = pg_read_take(r, PG_LANE_QUICK, answer, fail, arg);

    read->done.session = done;
    memcpy(read->text, hash, APP_TICKET_HASH_LEN);
    read->params[read->nparams++] =
        ym_param_bytes((struct ym_span){ read->text, APP_TICKET_HASH_LEN });
    pg_read_send(read, PG_SQL_session_read);
}
