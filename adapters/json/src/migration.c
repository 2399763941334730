/* SPDX-License-Identifier: Apache-2.0 */
#include "json/migration.h"

#include "json/read.h"

/* One member of "states" or "deadlines". */
typedef enum ym_err map_fn(struct ym_migration *m, struct ym_span old, struct ym_span new,
                           struct ym_error *reterr);

static enum ym_err unknown(const struct ym_procedure *p, const char *what, struct ym_span name,
                           struct ym_error *reterr)
{
    return ym_fail(reterr, YM_E_UNPROCESSABLE, "%.40s/%.20s has no %s \"%.*s\"", p->id, p->version,
                   what, (int)(name.n < 60 ? name.n : 60), name.at);
}

static enum ym_err map_state(struct ym_migration *m, struct ym_span old, struct ym_span new,
                             struct ym_error *reterr)
{
    const int a = ym_procedure_state(m->from, old);
    const int b = ym_procedure_state(m->to, new);

    if (a < 0)
        return unknown(m->from, "state", old, reterr);
    if (b < 0)
        return unknown(m->to, "state", new, reterr);
    if (m->from->states[a].track != m->to->states[b].track)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "%s and %s are of different tracks",
                       m->from->states[a].name, m->to->states[b].name);
    m->state[a] = (uint8_t)b;
    return YM_E_OK;
}

static enum ym_err map_deadline(struct ym_migration *m, struct ym_span old, struct ym_span new,
                                struct ym_error *reterr)
{
    const int a = ym_procedure_deadline(m->from, old);
    const int b = ym_procedure_deadline(m->to, new);

    if (a < 0)
        return unknown(m->from, "deadline", old, reterr);
    if (b < 0)
        return unknown(m->to, "deadline", new, reterr);
    m->deadline[a] = (uint8_t)b;
    return YM_E_OK;
}

static enum ym_err read_names(struct ym_migration *m, const struct json_at *object, map_fn *fn,
                              struct ym_error *reterr)
{
    enum ym_err err = YM_E_OK;

    if (!json_given(object))
        return YM_E_OK;
    (void)json_object(object);
    for (struct json_at it = { 0 }; err == YM_E_OK && json_next(object, &it);) {
        const struct ym_span new = json_get_line(&it, 1, JSON_NAME_CHARS_MAX);

        if (json_is_sound(&it))
            err = fn(m, ym_span_of(it.key), new, reterr);
    }
    return err;
}

enum ym_err json_migration_read(struct ym_span text, size_t bytes_max,
                                const struct ym_procedure *from, const struct ym_procedure *to,
                                struct ym_migration *ret, struct ym_error *reterr)
{
    struct json_doc *doc;
    struct json_at root, states, deadlines;
    enum ym_err err;

    ym_migration_by_name(from, to, ret);
    if (text.n == 0)
        return YM_E_OK;
    err = json_parse(text, bytes_max, &doc, reterr);
    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    states = json_optional(&root, "states");
    deadlines = json_optional(&root, "deadlines");
    json_done(&root);
    err = read_names(ret, &states, map_state, reterr);
    if (err == YM_E_OK)
        err = read_names(ret, &deadlines, map_deadline, reterr);
    if (!json_ok(doc))
        err = json_result(doc, reterr);
    json_free(doc);
    return err;
}
