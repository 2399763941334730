/* SPDX-License-Identifier: Apache-2.0 */
#include "event_words.h"

#include "reading.h"

static struct ym_span text_of(struct json_at *detail, const char *key)
{
    const struct json_at at = json_optional(detail, key);

    if (!json_given(&at) || !json_is_text(&at))
        return (struct ym_span){ NULL, 0 };
    return json_get_text(&at, 0, YM_TEXT_CHARS_MAX);
}

/* The number of a plan; 0: it is none. */
static int32_t plan_number(struct ym_span text)
{
    int64_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return 0;
        n = 10 * n + (text.at[i] - '0');
        if (n > INT32_MAX)
            return 0;
    }
    return (int32_t)n;
}

static enum ym_err read_plan(struct ym_conn *conn, struct cli_event_words *w,
                             struct ym_error *reterr)
{
    const int32_t plan = plan_number(w->plan);
    enum ym_err err;

    if (plan == 0)
        return YM_E_OK;
    err = pg_migration_read(conn, plan, &w->stored, reterr);
    w->has_plan = err == YM_E_OK;
    return err == YM_E_NOT_FOUND ? YM_E_OK : err;
}

enum ym_err cli_event_words_read(struct ym_conn *conn, const struct ym_event *ev,
                                 struct cli_event_words *ret, struct ym_error *reterr)
{
    const bool is_move = ev->c.kind == YM_CMD_MIGRATE;
    struct ym_error ignored;
    struct json_at root;
    enum ym_err err = YM_E_OK;

    ret->doc = NULL;
    ret->reason = ret->plan = (struct ym_span){ NULL, 0 };
    ret->has_plan = false;
    if (!is_move && ev->c.kind != YM_CMD_RESCHEDULE)
        return YM_E_OK;
    if (json_parse(ev->c.detail, YM_DETAIL_BYTES_MAX, &ret->doc, &ignored) != YM_E_OK)
        return YM_E_OK; /* its words are gone */
    root = json_root(ret->doc);
    ret->reason = text_of(&root, "reason");
    if (is_move) {
        ret->plan = text_of(&root, "plan");
        err = read_plan(conn, ret, reterr);
    } else if (ret->reason.at != NULL) {
        err = cli_log_read(conn, ev->dispute, APP_SIGHT_EVENTS, reterr);
    }
    if (err != YM_E_OK)
        cli_event_words_release(ret);
    return err;
}

void cli_event_words_release(struct cli_event_words *w)
{
    json_free(w->doc);
    w->doc = NULL;
}
