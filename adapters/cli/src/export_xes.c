/* SPDX-License-Identifier: Apache-2.0 */
/* XES, the event log of process mining (IEEE Std 1849-2016): a trace a dispute, an event an event.
 *
 * No name, no text that anybody typed, no party: who acted is a role and the number of a member of
 * the staff. With is_anonymous those numbers, the bodies' and the disputes' are hashes under a key
 * that dies with the export: equal within it, and tied to nothing outside.
 *
 * The schema of the standard has no target namespace, so <log> has none; names of classifiers are
 * NCNames there and versions decimals. Keys with a colon belong to the extension of that prefix;
 * the others are ours. What every trace and event has is declared global. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "export.h"
#include "json/event.h"
#include "yima/number.h"
#include "yima/region.h"

#define UUID_BYTES    16
#define UUID_TEXT_MAX 37 /* "8-4-4-4-12" and its NUL */
#define NAME_MAX_LEN  64 /* "staff-" and a number or hash, with a NUL */
#define UNKNOWN       "unknown"
#define NO_UUID       "00000000-0000-0000-0000-000000000000"

/* clang-format off */
#define EXTENSIONS(X) /* name, prefix; the URI follows from the prefix */ \
    X("Concept",        "concept") \
    X("Time",           "time") \
    X("Lifecycle",      "lifecycle") \
    X("Organizational", "org") \
    X("ID",             "identity")

#define CLASSIFIERS(X) /* name, keys */ \
    X("activity",          "concept:name") \
    X("activity_and_rule", "concept:name rule") \
    X("activity_and_role", "concept:name org:role") \
    X("stage",             "stage")

#define TRACE_GLOBALS(X) /* element, key, value where one is missing */ \
    X("string",  "concept:name", UNKNOWN) \
    X("id",      "identity:id",  NO_UUID) \
    X("string",  "procedure",    UNKNOWN) \
    X("string",  "type",         "other") \
    X("string",  "region",       "") \
    X("string",  "channel",      UNKNOWN) \
    X("string",  "source",       UNKNOWN) \
    X("string",  "risk",         UNKNOWN) \
    X("string",  "colour",       "none") \
    X("string",  "stage",        "none") \
    X("boolean", "open",         "false") \
    X("date",    "received_at",  "1970-01-01T00:00:00.000000+08:00")

#define EVENT_GLOBALS(X) /* the same */ \
    X("string",  "concept:name",         UNKNOWN) \
    X("string",  "concept:instance",     "0") \
    X("id",      "identity:id",          NO_UUID) \
    X("date",    "time:timestamp",       "1970-01-01T00:00:00.000000+08:00") \
    X("string",  "lifecycle:transition", "complete") \
    X("string",  "org:resource",         UNKNOWN) \
    X("string",  "org:role",             UNKNOWN) \
    X("int",     "rule",                 "0") \
    X("string",  "name_zh",              "") \
    X("string",  "state",                UNKNOWN) \
    X("string",  "colour",               "none") \
    X("string",  "stage",                "none")
/* clang-format on */

/* ---- Attributes ---- */

static void put(struct cli_xml *x, const char *element, const char *key, const char *value)
{
    cli_xml_begin(x, element);
    cli_xml_word(x, "key", key);
    cli_xml_word(x, "value", value);
    cli_xml_end(x);
}

static void put_instant(struct cli_xml *x, const char *key, ym_usec at)
{
    char text[YM_USEC_TEXT_MAX];

    ym_usec_print(at, text);
    put(x, "date", key, text);
}

static void put_code(struct cli_xml *x, const char *key, enum ym_vocab_id vocab, int index)
{
    put(x, "string", key, ym_word(vocab, index)->code);
}

/* A hash as an identifier of RFC 9562, version 8: its bits are what their maker says. */
static void put_uuid(struct cli_xml *x, const unsigned char hash[YM_SHA256_LEN])
{
    unsigned char b[UUID_BYTES];
    char text[UUID_TEXT_MAX];
    size_t n = 0;

    memcpy(b, hash, sizeof(b));
    b[6] = (unsigned char)((b[6] & 0x0f) | 0x80);
    b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
    for (size_t i = 0; i < sizeof(b); i++)
        n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%02x",
                              i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", (unsigned)b[i]);
    put(x, "id", "identity:id", text);
}

/* Hash under the key of this export. Its fixed length in front parts key from text. */
static void hide(const struct exporting *x, const void *at, size_t n,
                 unsigned char ret_hash[YM_SHA256_LEN])
{
    ym_sha256_2(x->key, sizeof(x->key), at, n, ret_hash);
}

/* "staff-4711", or "staff-" and eight bytes of its hash. */
static void put_number(struct exporting *x, const char *key, const char *kind, int64_t number)
{
    unsigned char hash[YM_SHA256_LEN];
    char text[NAME_MAX_LEN];
    int n = snprintf(text, sizeof(text), "%s-%" PRId64, kind, number);

    if (x->is_anonymous) {
        hide(x, text, (size_t)n, hash);
        n = snprintf(text, sizeof(text), "%s-", kind);
        for (size_t i = 0; i < 8; i++)
            n += snprintf(text + n, sizeof(text) - (size_t)n, "%02x", (unsigned)hash[i]);
    }
    put(&x->xml, "string", key, text);
}

/* ---- The log ---- */

static void put_extension(struct cli_xml *x, const char *name, const char *prefix)
{
    char uri[NAME_MAX_LEN];

    (void)snprintf(uri, sizeof(uri), "http://www.xes-standard.org/%s.xesext", prefix);
    cli_xml_begin(x, "extension");
    cli_xml_word(x, "name", name);
    cli_xml_word(x, "prefix", prefix);
    cli_xml_word(x, "uri", uri);
    cli_xml_end(x);
}

static void put_classifier(struct cli_xml *x, const char *name, const char *keys)
{
    cli_xml_begin(x, "classifier");
    cli_xml_word(x, "name", name);
    cli_xml_word(x, "scope", "event");
    cli_xml_word(x, "keys", keys);
    cli_xml_end(x);
}

static void begin(struct exporting *x)
{
    struct cli_xml *w = &x->xml;

    *w = cli_xml(x->output.file);
    cli_xml_begin(w, "log");
    cli_xml_word(w, "xes.version", "1849.2016");
    cli_xml_word(w, "xes.features", "");
#define X(name, prefix) put_extension(w, name, prefix);
    EXTENSIONS(X)
#undef X
#define X(element, key, value) put(w, element, key, value);
    cli_xml_begin(w, "global");
    cli_xml_word(w, "scope", "trace");
    TRACE_GLOBALS(X)
    cli_xml_end(w);
    cli_xml_begin(w, "global");
    cli_xml_word(w, "scope", "event");
    EVENT_GLOBALS(X)
    cli_xml_end(w);
#undef X
#define X(name, keys) put_classifier(w, name, keys);
    CLASSIFIERS(X)
#undef X
    put(w, "string", "concept:name", "Yima disputes");
    put(w, "string", "lifecycle:model", "standard");
}

static void put_dispute_id(struct exporting *x, struct ym_id id)
{
    static const char kind[] = "dispute";
    char text[NAME_MAX_LEN];
    unsigned char hash[YM_SHA256_LEN];
    const int n = snprintf(text, sizeof(text), "%s-%" PRId64, kind, id.v);

    if (x->is_anonymous) {
        hide(x, text, (size_t)n, hash);
        put_number(x, "concept:name", kind, id.v);
    } else {
        ym_sha256(text, (size_t)n, hash);
        ym_number_print(id, text);
        put(&x->xml, "string", "concept:name", text);
    }
    put_uuid(&x->xml, hash);
}

static void dispute(struct exporting *x, const struct ym_procedure *p, const struct ym_dispute *d,
                    const struct pg_scan_row *row)
{
    char region[YM_REGION_TEXT_MAX];
    char version[256];

    (void)snprintf(version, sizeof(version), "%s/%s", p->id, p->version);
    ym_region_print(d->region, region);
    x->past = (struct ym_dispute){ 0 };
    cli_xml_begin(&x->xml, "trace");
    put_dispute_id(x, row->id);
    put(&x->xml, "string", "procedure", version);
    put_code(&x->xml, "type", YM_VOCAB_TYPE, d->type);
    put(&x->xml, "string", "region", region);
    put_code(&x->xml, "channel", YM_VOCAB_CHANNEL, d->channel);
    put_code(&x->xml, "source", YM_VOCAB_SOURCE, d->source);
    put_code(&x->xml, "risk", YM_VOCAB_RISK, d->risk);
    put_code(&x->xml, "colour", YM_VOCAB_COLOUR, (int)ym_dispute_colour(p, d));
    put_code(&x->xml, "stage", YM_VOCAB_STAGE, (int)ym_dispute_stage(p, d));
    put(&x->xml, "boolean", "open", ym_dispute_is_open(p, d) ? "true" : "false");
    put_instant(&x->xml, "received_at", d->received_at);
}

/* ---- Events ---- */

static void put_actor(struct exporting *x, const struct ym_actor *by)
{
    if (by->staff != 0)
        put_number(x, "org:resource", "staff", by->staff);
    else
        put_code(&x->xml, "org:resource", YM_VOCAB_ROLE, by->role);
    put_code(&x->xml, "org:role", YM_VOCAB_ROLE, by->role);
    if (by->body != 0)
        put_number(x, "org:group", "body", by->body);
}

/* Where the dispute stands after it. */
static void put_after(struct exporting *x, const struct ym_procedure *p, const struct ym_event *ev)
{
    const struct ym_dispute *d = &x->past;

    put(&x->xml, "string", "state", p->states[d->state[YM_TRACK_MAIN]].name);
    put_code(&x->xml, "colour", YM_VOCAB_COLOUR, (int)ym_dispute_colour(p, d));
    put_code(&x->xml, "stage", YM_VOCAB_STAGE, (int)ym_dispute_stage(p, d));
    if (ev->c.kind == YM_CMD_EXPIRE && ev->c.deadline < p->ndeadlines)
        put(&x->xml, "string", "deadline", p->deadlines[ev->c.deadline].name);
}

static void event(struct exporting *x, const struct app_event *e)
{
    const struct ym_procedure *p;
    unsigned char hash[YM_SHA256_LEN];
    char number[NAME_MAX_LEN];
    struct ym_event ev;

    if (!json_event_decode(e->payload, &ev)) {
        x->failed = "a stored event cannot be read; run `yima verify`";
        return;
    }
    ym_evolve(&x->past, &ev);
    p = ym_procedures_get(&x->library.procedures, x->past.procedure);
    if (p == NULL || x->past.state[YM_TRACK_MAIN] >= p->nstates) {
        x->failed = "a stored event knows no procedure; run `yima verify`";
        return;
    }
    cli_xml_begin(&x->xml, "event");
    put_code(&x->xml, "concept:name", YM_VOCAB_COMMAND, ev.c.kind);
    (void)snprintf(number, sizeof(number), "%u", ev.seq);
    put(&x->xml, "string", "concept:instance", number);
    memcpy(hash, e->hash, sizeof(hash));
    if (x->is_anonymous)
        hide(x, e->hash, sizeof(e->hash), hash);
    put_uuid(&x->xml, hash);
    put_instant(&x->xml, "time:timestamp", e->at);
    put(&x->xml, "string", "lifecycle:transition", "complete");
    put_actor(x, &ev.c.by);
    (void)snprintf(number, sizeof(number), "%u", ev.rule);
    put(&x->xml, "int", "rule", number);
    put(&x->xml, "string", "name_zh", ym_word(YM_VOCAB_COMMAND, ev.c.kind)->zh);
    put_after(x, p, &ev);
    cli_xml_end(&x->xml);
}

static void end(struct exporting *x)
{
    cli_xml_end(&x->xml);
}

const struct export_format export_xes = { "xes", begin, dispute, event, end, end };
