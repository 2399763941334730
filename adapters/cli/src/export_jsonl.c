/* SPDX-License-Identifier: Apache-2.0 */
/* JSON Lines: one dispute a line, its events behind it on request.
 *
 * An event's line ends with `,"event":` and then, up to the last }, the very bytes that were
 * hashed. Its `hash` is SHA-256(hash of the event before it, 32 bytes, zeros before the first ||
 * those bytes), and the dispute's `head` is the hash of its last event: the chain can be checked
 * with sha256sum and nothing of ours. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "export.h"
#include "yima/canon.h"
#include "yima/number.h"
#include "yima/region.h"

#define LINE_BYTES_MAX (YM_EVENT_BYTES_MAX * 2 + 65536)

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
static void write_line(struct exporting *x, const struct json_out *w)
{
    const bool ok = json_put_ok(w);

    ym_buf_putc(&x->line, '\n');
    if (!ok || !ym_buf_ok(&x->line))
        x->failed = "a dispute does not fit into a line; run `yima verify`";
    else
        (void)fwrite(x->line.at, 1, x->line.n, x->output.file);
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

static void begin(struct exporting *x)
{
    ym_buf_init(&x->line, LINE_BYTES_MAX);
}

static void dispute(struct exporting *x, const struct ym_procedure *p, const struct ym_dispute *d,
                    const struct pg_scan_row *row)
{
    struct json_out w;

    ym_buf_clear(&x->line);
    w = json_out(&x->line);
    put_dispute(&w, p, d, row);
    write_line(x, &w);
}

static void event(struct exporting *x, const struct app_event *e)
{
    struct json_out w;

    ym_buf_clear(&x->line);
    w = json_out(&x->line);
    json_put_object(&w);
    json_add_word(&w, "record", "event");
    json_add_int64(&w, "id", x->id.v);
    json_add_int(&w, "seq", e->seq);
    put_hex(&w, "hash", (struct ym_span){ (const char *)e->hash, sizeof(e->hash) });
    json_add_raw(&w, "event", e->payload); /* the canonical bytes, exactly as they are hashed */
    json_put_object_end(&w);
    write_line(x, &w);
}

static void nothing(struct exporting *x)
{
    (void)x;
}

const struct export_format export_jsonl = { "jsonl", begin, dispute, event, nothing, nothing };
