/* SPDX-License-Identifier: Apache-2.0 */
/* yima export: JSON Lines, one dispute a line in the order of ids, its events behind it on request.
 * Personal numbers, phones and addresses are sealed in the database and stay out: of each only
 * whether it is there. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "cli.h"
#include "database.h"
#include "json/write.h"
#include "library.h"
#include "pg/scan.h"
#include "progress.h"
#include "yima/canon.h"
#include "yima/number.h"
#include "yima/region.h"

#define LINE_BYTES_MAX (YM_EVENT_BYTES_MAX * 2 + 65536)

struct exporting {
    const struct cli *cli;
    struct cli_library library;
    struct cli_progress progress;
    struct ym_buf buf;
    struct ym_id id; /* of the dispute whose events come */
    uint64_t disputes, events;
    const char *failed; /* NULL, or why it ended early */
};

static void put_hex(struct json_out *w, const char *key, struct ym_span bytes)
{
    static const char digits[] = "0123456789abcdef";
    char text[65];
    size_t n = 0;

    for (size_t i = 0; i < bytes.n && n + 2 < sizeof(text); i++) {
        text[n++] = digits[(unsigned char)bytes.at[i] >> 4];
        text[n++] = digits[(unsigned char)bytes.at[i] & 15];
    }
    text[n] = '\0';
    json_add_word(w, key, text);
}

static void add_ref(struct json_out *w, const char *key, int64_t id)
{
    if (id != 0)
        json_add_int64(w, key, id);
}

/* Append the line's end and write it out. */
static bool write_line(struct exporting *x, const struct json_out *w)
{
    const bool ok = json_put_ok(w);

    ym_buf_putc(&x->buf, '\n');
    if (!ok || !ym_buf_ok(&x->buf))
        x->failed = "a dispute does not fit into a line; run `yima verify`";
    else if (fwrite(x->buf.at, 1, x->buf.n, stdout) != x->buf.n)
        x->failed = "cannot write to standard output";
    return x->failed == NULL;
}

static void put_state(struct json_out *w, const struct ym_procedure *p, const struct ym_dispute *d)
{
    json_put_key(w, "state");
    json_put_object(w);
    for (int t = 0; t < YM_TRACKS; t++)
        if (d->state[t] < p->nstates)
            json_add_word(w, ym_word(YM_VOCAB_TRACK, t)->code, p->states[d->state[t]].name);
    json_put_object_end(w);
}

static void put_deadlines(struct json_out *w, const struct ym_procedure *p,
                          const struct ym_dispute *d)
{
    json_put_key(w, "deadlines");
    json_put_array(w);
    for (size_t i = 0; i < d->nclocks; i++) {
        const struct ym_clock *c = &d->clocks[i];

        if (c->deadline >= p->ndeadlines)
            continue;
        json_put_object(w);
        json_add_word(w, "deadline", p->deadlines[c->deadline].name);
        json_add_day(w, "last_day", c->last);
        json_add_instant(w, "due_at", c->due != 0 ? c->due : YM_USEC_NONE);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_parties(struct json_out *w, const struct pg_scan_row *r)
{
    json_put_key(w, "parties");
    json_put_array(w);
    for (size_t i = 0; i < r->nseats; i++) {
        const struct pg_scan_party *p = &r->seats[i];

        json_put_object(w);
        json_add_int(w, "seat", p->seat);
        json_add_code(w, "side", YM_VOCAB_SIDE, p->side);
        json_add_code(w, "kind", YM_VOCAB_PARTY, p->kind);
        json_add_text(w, "name", p->name);
        json_add_bool(w, "has_identity", p->has_identity);
        json_add_bool(w, "has_phone", p->has_phone);
        if (p->agent.n > 0)
            json_add_text(w, "agent", p->agent);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_words(struct json_out *w, const struct pg_scan_row *r)
{
    json_add_instant(w, "received_at", r->words.received_at);
    if (r->words.external_ref.n > 0)
        json_add_text(w, "external_ref", r->words.external_ref);
    if (r->words.amount_fen >= 0)
        json_add_int64(w, "amount_fen", r->words.amount_fen);
    json_add_text(w, "title", r->words.title);
    json_add_text(w, "description", r->words.description);
}

static void put_dispute(struct json_out *w, const struct ym_procedure *p,
                        const struct ym_dispute *d, const struct pg_scan_row *r)
{
    char number[YM_NUMBER_TEXT_MAX];
    char region[YM_REGION_TEXT_MAX];
    char version[256];

    ym_number_print(d->id, number);
    ym_region_print(d->region, region);
    (void)snprintf(version, sizeof(version), "%s/%s", p->id, p->version);
    json_put_object(w);
    json_add_word(w, "record", "dispute");
    json_add_int64(w, "id", d->id.v);
    json_add_word(w, "number", number);
    json_add_int(w, "version", d->version);
    json_add_word(w, "procedure", version);
    json_add_code(w, "colour", YM_VOCAB_COLOUR, (int)ym_dispute_colour(p, d));
    json_add_code(w, "stage", YM_VOCAB_STAGE, (int)ym_dispute_stage(p, d));
    json_add_bool(w, "open", ym_dispute_is_open(p, d));
    json_add_code(w, "risk", YM_VOCAB_RISK, d->risk);
    json_add_code(w, "type", YM_VOCAB_TYPE, d->type);
    json_add_code(w, "channel", YM_VOCAB_CHANNEL, d->channel);
    json_add_code(w, "source", YM_VOCAB_SOURCE, d->source);
    json_add_code(w, "ground", YM_VOCAB_GROUND, d->ground);
    json_add_word(w, "region", region);
    add_ref(w, "body", d->body);
    add_ref(w, "mediator", d->mediator);
    add_ref(w, "court", d->court);
    put_state(w, p, d);
    put_deadlines(w, p, d);
    json_add_instant(w, "updated_at", r->updated_at);
    if (r->has_words)
        put_words(w, r);
    put_parties(w, r);
    put_hex(w, "head", r->head);
    json_put_object_end(w);
}

static bool on_dispute(void *arg, const struct pg_scan_row *row)
{
    struct exporting *x = arg;
    const struct ym_procedure *p;
    struct ym_dispute d;
    struct json_out w;

    if (!ym_dispute_unpack((const unsigned char *)row->state.at, row->state.n, &d) ||
        (p = ym_procedures_get(&x->library.procedures, d.procedure)) == NULL) {
        x->failed = "a stored dispute cannot be read; run `yima verify`";
        return false;
    }
    x->id = row->id;
    x->disputes++;
    cli_progress_step(&x->progress, x->disputes, x->disputes);
    ym_buf_clear(&x->buf);
    w = json_out(&x->buf);
    put_dispute(&w, p, &d, row);
    return write_line(x, &w);
}

static bool on_event(void *arg, const struct app_event *e)
{
    struct exporting *x = arg;
    struct json_out w;

    x->events++;
    ym_buf_clear(&x->buf);
    w = json_out(&x->buf);
    json_put_object(&w);
    json_add_word(&w, "record", "event");
    json_add_int64(&w, "id", x->id.v);
    json_add_int(&w, "seq", e->seq);
    put_hex(&w, "hash", (struct ym_span){ (const char *)e->hash, sizeof(e->hash) });
    json_add_raw(&w, "event", e->payload); /* the canonical bytes, exactly as they are hashed */
    json_put_object_end(&w);
    return write_line(x, &w);
}

static void on_count(void *arg, int64_t disputes)
{
    struct exporting *x = arg;

    cli_progress_begin(&x->progress, x->cli, "exporting", "disputes", (uint64_t)disputes);
}

static enum ym_err export_all(struct exporting *x, const struct pg_scan_options *o,
                              struct ym_error *reterr)
{
    struct cli_database db;
    enum ym_err err = cli_database_open(x->cli, &db, reterr);

    if (err != YM_E_OK)
        return err;
    err = cli_library_open(x->cli, db.conn, &x->library, reterr);
    if (err == YM_E_OK) {
        err = pg_scan_run(db.conn, o, reterr);
        cli_library_close(&x->library);
    }
    cli_progress_wipe(&x->progress);
    cli_database_close(&db);
    if (err == YM_E_OK && fflush(stdout) != 0 && x->failed == NULL)
        x->failed = "cannot write to standard output";
    if (err == YM_E_OK && x->failed != NULL)
        err = ym_fail(reterr, YM_E_INTERNAL, "%s", x->failed);
    return err;
}

static bool read_since(const char *text, ym_usec *ret)
{
    const struct ym_span span = ym_span_of(text);
    ym_day day;

    if (ym_day_parse(span, &day)) {
        *ret = ym_day_start(day);
        return true;
    }
    return ym_usec_parse(span, ret);
}

static int run(struct cli *cli, int argc, char **argv)
{
    const char *format = "jsonl";
    const char *since = NULL;
    struct exporting x = { .cli = cli };
    struct pg_scan_options o = { .since = YM_USEC_NONE,
                                 .wants_parties = true,
                                 .on_count = on_count,
                                 .on_dispute = on_dispute,
                                 .on_event = on_event,
                                 .arg = &x };
    const struct cli_option options[] = {
        { "format", "jsonl", "JSON Lines, the one form there is", &format, NULL },
        { "events", NULL, "each dispute's events behind it, as they are hashed", NULL,
          &o.wants_events },
        { "since", "TIME", "only what changed since, 2026-11-22 or RFC 3339", &since, NULL },
    };
    struct ym_error why;
    enum ym_err err;
    int code;

    if (cli_options(cli, &cli_export, argc, argv, &(struct cli_syntax){ options, 3, 0, 0 }, &code) <
        0)
        return code;
    if (strcmp(format, "jsonl") != 0 || (since != NULL && !read_since(since, &o.since))) {
        (void)cli_complain("--format takes jsonl; --since a day, as 2026-11-22, or an RFC 3339 "
                           "time");
        return CLI_USAGE;
    }
    ym_buf_init(&x.buf, LINE_BYTES_MAX);
    err = export_all(&x, &o, &why);
    ym_buf_release(&x.buf);
    return err == YM_E_OK ? CLI_DONE : cli_fail(&why);
}

const struct cli_command cli_export = {
    "export", "", "write disputes as JSON Lines; personal numbers, phones and addresses stay out",
    run
};
