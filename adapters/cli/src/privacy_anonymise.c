/* SPDX-License-Identifier: Apache-2.0 */
/* yima privacy anonymise: the words of disputes whose retention is over go, dispute by dispute,
 * each in a transaction of its own: killed at any point, it goes on where it was. A dispute whose
 * history does not verify keeps its words and is named. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/crypto.h"
#include "granted.h"
#include "json/redact.h"
#include "json/retention.h"
#include "library_office.h"
#include "output.h"
#include "pg/privacy.h"
#include "pg/seal.h"
#include "privacy.h"
#include "progress.h"
#include "secrets.h"
#include "yima/limits.h"
#include "yima/number.h"

struct tally {
    uint64_t done, kept, changed, broken; /* disputes */
    uint64_t redacted;                    /* events */
    int64_t removed[PG_REMOVAL_COUNT];    /* rows */
    int64_t orders, reads;                /* of others without a dispute; of the log of reads */
};

/* One dispute. */
struct redacting {
    struct app_anonymised a;
    unsigned char head[32]; /* of the chain so far */
    uint32_t seq;           /* likewise */
    struct app_redaction sum;
    struct ym_column seqs, payloads; /* of one page */
    struct ym_buf payload;
    const char *flaw; /* NULL, or what does not verify */
};

struct anonymising {
    const struct cli_privacy *p;
    struct cli_granted by;
    struct ym_keyring *ring;
    struct app_secrets secrets;
    struct app_seal_key keys[APP_SEAL_KEYS_MAX]; /* nkeys of them */
    size_t nkeys;
    struct ym_retention *table;
    ym_day today;
    ym_usec now, before;
    struct redacting r;
    struct tally tally;
    struct cli_progress progress;
};

/* ---- Events ---- */

static void redact(struct anonymising *a, const struct app_event *e)
{
    struct redacting *r = &a->r;
    struct ym_error why;
    bool is_changed;

    if (json_event_redact(e->payload, &r->payload, &is_changed, &why) != YM_E_OK) {
        r->flaw = "an event is not in its canonical form";
        return;
    }
    if (!is_changed)
        return;
    ym_column_i32(&r->seqs, (int32_t)e->seq);
    ym_column_span(&r->payloads, ym_buf_span(&r->payload));
    app_redaction_add(&r->sum, &a->secrets, e->seq, e->hash, ym_buf_span(&r->payload));
}

static void on_event(void *arg, const struct app_event *e)
{
    struct anonymising *a = arg;
    struct redacting *r = &a->r;

    if (r->flaw != NULL)
        return;
    ym_sha256_2(r->head, sizeof(r->head), e->payload.at, e->payload.n, r->head);
    if (e->seq != r->seq + 1)
        r->flaw = "an event is missing";
    else if (memcmp(r->head, e->hash, sizeof(r->head)) != 0)
        r->flaw = "the hash of an event is not that of its content";
    else
        redact(a, e);
    r->seq = e->seq;
}

static enum ym_err redact_events(struct anonymising *a, struct ym_id id, struct ym_error *reterr)
{
    struct ym_conn *c = a->p->db->conn;
    struct redacting *r = &a->r;
    struct pg_telling to = { on_event, a, 1 };
    enum ym_err err = YM_E_OK;

    while (err == YM_E_OK && to.n > 0 && r->flaw == NULL) {
        ym_column_clear(&r->seqs);
        ym_column_clear(&r->payloads);
        err = pg_privacy_events(c, id, r->seq, &to, reterr);
        if (err == YM_E_OK && r->flaw == NULL)
            err = pg_privacy_redact(c, id, &r->seqs, &r->payloads, reterr);
    }
    return err;
}

/* ---- One dispute ---- */

static void say_rule(const struct anonymising *a, const struct ym_retention_rule *rule,
                     char ret[APP_PRIVACY_RULE_MAX + 1])
{
    (void)snprintf(ret, APP_PRIVACY_RULE_MAX + 1, "%.*s/%.*s %.*s", (int)a->table->id.n,
                   a->table->id.at, (int)a->table->version.n, a->table->version.at,
                   (int)rule->code.n, rule->code.at);
}

static void say_removed(const int64_t removed[PG_REMOVAL_COUNT],
                        char ret[APP_PRIVACY_REMOVED_MAX + 1])
{
    size_t n = 0;

    ret[0] = '\0';
    for (unsigned i = 0; i < PG_REMOVAL_COUNT && n < APP_PRIVACY_REMOVED_MAX; i++) {
        if (removed[i] > 0)
            n +=
                (size_t)snprintf(ret + n, APP_PRIVACY_REMOVED_MAX + 1 - n, "%s%s %" PRId64,
                                 n > 0 ? "," : "", pg_removal_code((enum pg_removal)i), removed[i]);
    }
}

/* Begin behind what an earlier round answers for. */
static enum ym_err begin_round(struct anonymising *a, const struct pg_held *held,
                               struct ym_error *reterr)
{
    struct app_anonymised *rounds = calloc(APP_PRIVACY_ROUNDS_MAX, sizeof(*rounds));
    struct redacting *r = &a->r;
    size_t n = 0;
    enum ym_err err = rounds != NULL
                          ? pg_privacy_rounds(a->p->db->conn, held->row.id, rounds, &n, reterr)
                          : ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to anonymise");

    r->a = (struct app_anonymised){ .dispute = held->row.id,
                                    .round = (uint16_t)(n + 1),
                                    .version = held->row.version,
                                    .at = a->now };
    r->flaw = n == APP_PRIVACY_ROUNDS_MAX ? "words were removed as often as may be" : NULL;
    memset(r->head, 0, sizeof(r->head));
    if (n > 0) {
        r->a.from = rounds[n - 1].version;
        memcpy(r->head, rounds[n - 1].head, sizeof(r->head));
    }
    r->seq = r->a.from;
    app_redaction_begin(&r->sum, &a->secrets);
    free(rounds);
    return err;
}

/* The record of the round, signed. */
static enum ym_err end_round(struct anonymising *a, const struct pg_held *held,
                             const int64_t removed[PG_REMOVAL_COUNT], struct ym_error *reterr)
{
    struct app_anonymised *rec = &a->r.a;
    enum ym_err err;

    rec->redacted = a->r.sum.n;
    memcpy(rec->head, held->head, sizeof(rec->head));
    app_redaction_end(&a->r.sum, &a->secrets, rec->digest);
    (void)snprintf(rec->login, sizeof(rec->login), "%s", a->by.trace);
    say_rule(a, ym_retention_find(a->table, held->row.type), rec->rule);
    say_removed(removed, rec->removed);
    err = app_anonymised_sign(rec, &a->secrets, a->keys, a->nkeys, reterr);
    return err == YM_E_OK ? pg_privacy_put(a->p->db->conn, rec, reterr) : err;
}

/* Pre: the dispute is held. */
static enum ym_err remove_words(struct anonymising *a, const struct pg_held *held,
                                struct ym_error *reterr)
{
    int64_t removed[PG_REMOVAL_COUNT];
    struct redacting *r = &a->r;
    enum ym_err err = begin_round(a, held, reterr);

    if (err == YM_E_OK && r->flaw == NULL)
        err = redact_events(a, held->row.id, reterr);
    if (err == YM_E_OK && r->flaw == NULL &&
        (r->seq != held->row.version || memcmp(r->head, held->head, sizeof(r->head)) != 0))
        r->flaw = "the history does not end where the dispute says";
    if (err != YM_E_OK || r->flaw != NULL)
        return err;
    err = pg_privacy_remove(a->p->db->conn, held->row.id, YM_SPAN(JSON_REDACTED), removed, reterr);
    if (err == YM_E_OK)
        err = end_round(a, held, removed, reterr);
    if (err == YM_E_OK)
        err = pg_privacy_commit(a->p->db->conn, reterr);
    if (err != YM_E_OK)
        return err;
    a->tally.done++;
    a->tally.redacted += r->a.redacted;
    for (unsigned i = 0; i < PG_REMOVAL_COUNT; i++)
        a->tally.removed[i] += removed[i];
    return YM_E_OK;
}

static void complain(struct anonymising *a, struct ym_id id, const char *text)
{
    char number[YM_NUMBER_TEXT_MAX];

    a->tally.broken++;
    ym_number_print(id, number);
    cli_progress_wipe(&a->progress);
    (void)cli_complain("%s: %s; it keeps its words. `yima verify --from %s` says more", number,
                       text, number);
}

static enum ym_err anonymise(struct anonymising *a, const struct pg_ended *row,
                             struct ym_error *reterr)
{
    struct pg_held held;
    enum ym_err err = pg_privacy_hold(a->p->db->conn, row->id, &held, reterr);

    if (err != YM_E_OK)
        return err;
    if (held.is_open || held.row.version != row->version) {
        a->tally.changed++;
        pg_privacy_drop(a->p->db->conn);
        return YM_E_OK;
    }
    a->r.flaw = NULL;
    err = remove_words(a, &held, reterr);
    if (err != YM_E_OK || a->r.flaw != NULL)
        pg_privacy_drop(a->p->db->conn);
    if (err == YM_E_OK && a->r.flaw != NULL)
        complain(a, row->id, a->r.flaw);
    return err;
}

/* A dry run names what would go. */
static void name(struct anonymising *a, const struct pg_ended *row)
{
    char number[YM_NUMBER_TEXT_MAX];
    char rule[APP_PRIVACY_RULE_MAX + 1];
    char day[YM_DAY_TEXT_MAX];

    a->tally.done++;
    ym_number_print(row->id, number);
    ym_day_print(ym_day_of(row->ended_at), day);
    say_rule(a, ym_retention_find(a->table, row->type), rule);
    cli_progress_wipe(&a->progress);
    (void)printf("%s  %s  %s\n", number, day, rule);
}

static enum ym_err look(struct anonymising *a, const struct pg_ended *row, struct ym_error *reterr)
{
    const struct ym_retention_rule *rule = ym_retention_find(a->table, row->type);
    enum ym_err err = YM_E_OK;

    if (!ym_retention_is_over(rule, ym_day_of(row->ended_at), a->today))
        a->tally.kept++;
    else if (a->p->is_dry)
        name(a, row);
    else
        err = anonymise(a, row, reterr);
    return err;
}

/* ---- All of them ---- */

static enum ym_err walk(struct anonymising *a, struct ym_error *reterr)
{
    struct pg_ended *page = calloc(PG_ENDED_PAGE, sizeof(*page));
    struct ym_id after = { 0 };
    uint64_t looked = 0;
    size_t n = PG_ENDED_PAGE;
    enum ym_err err =
        page != NULL ? YM_E_OK : ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to anonymise");

    while (err == YM_E_OK && n == PG_ENDED_PAGE) {
        err = pg_privacy_ended(a->p->db->conn, after, a->before, page, &n, reterr);
        for (size_t i = 0; i < n && err == YM_E_OK; i++) {
            err = look(a, &page[i], reterr);
            after = page[i].id;
            looked++;
            cli_progress_step(&a->progress, looked, looked);
        }
    }
    cli_progress_wipe(&a->progress);
    free(page);
    return err;
}

/* A receipt outlives the order that it is of: by it a message is recognised that comes again. */
static struct pg_privacy_times times(const struct anonymising *a, const struct ym_office *o)
{
    const ym_day orders = ym_day_plus(a->today, -(int64_t)a->table->orders_days);
    const ym_day receipts = ym_office_before(o, YM_OFFICE_EXCHANGE_RECEIPTS_KEEP, a->today);

    return (struct pg_privacy_times){
        .orders = ym_day_start(orders),
        .receipts = ym_day_start(receipts < orders ? receipts : orders),
        .reads = ym_day_start(ym_office_before(o, YM_OFFICE_LOOKS_KEEP, a->today)),
    };
}

/* What belongs to no dispute and has had its time; then the statistics of what was removed. */
static enum ym_err sweep(struct anonymising *a, struct ym_error *reterr)
{
    struct ym_conn *c = a->p->db->conn;
    struct pg_privacy_times before;
    struct cli_office_table t;
    enum ym_err err;

    if (a->p->is_dry)
        return YM_E_OK;
    err = cli_office_table_open(c, &t, reterr);
    if (err == YM_E_OK) {
        before = times(a, &t.office);
        err = pg_privacy_sweep(c, &before, &a->tally.orders, &a->tally.reads, reterr);
    }
    cli_office_table_close(&t);
    return err == YM_E_OK && a->tally.done > 0 ? pg_privacy_forget(c, reterr) : err;
}

static enum ym_err run_all(struct anonymising *a, struct ym_error *reterr)
{
    struct redacting *r = &a->r;
    enum ym_err err;

    ym_column_init(&r->seqs, YM_PG_INT4, PG_REDACTED_BYTES_MAX);
    ym_column_init(&r->payloads, YM_PG_BYTEA, PG_REDACTED_BYTES_MAX);
    ym_buf_init(&r->payload, YM_EVENT_BYTES_MAX);
    cli_progress_begin(&a->progress, a->p->cli, "anonymising", "disputes", 0);
    err = walk(a, reterr);
    if (err == YM_E_OK)
        err = sweep(a, reterr);
    ym_column_release(&r->seqs);
    ym_column_release(&r->payloads);
    ym_buf_release(&r->payload);
    return err;
}

/* ---- What it needs ---- */

static enum ym_err read_table(struct anonymising *a, struct ym_error *reterr)
{
    const struct ym_embedded *shipped = &ym_shipped_retention_files[ym_shipped_retention_count - 1];
    char *text = NULL;
    size_t n;
    enum ym_err err;

    if (a->p->retention == NULL)
        return json_retention_parse((struct ym_span){ (const char *)shipped->at, shipped->n },
                                    &a->table, reterr);
    err = cli_read_file(a->p->retention, JSON_RETENTION_BYTES_MAX, &text, &n, reterr);
    if (err == YM_E_OK)
        err = json_retention_parse((struct ym_span){ text, n }, &a->table, reterr);
    free(text);
    return err;
}

static enum ym_err prepare(struct anonymising *a, struct ym_error *reterr)
{
    ym_day before;
    enum ym_err err;

    a->now = cli_now();
    a->today = ym_day_of(a->now);
    if (a->p->before == NULL || !ym_day_parse(ym_span_of(a->p->before), &before) ||
        before > a->today)
        return ym_fail(reterr, YM_E_INVALID,
                       "say which disputes: --closed-before YYYY-MM-DD, not after today");
    a->before = ym_day_start(before);
    err = read_table(a, reterr);
    if (err == YM_E_OK && a->table->valid_from > a->today)
        err = ym_fail(reterr, YM_E_INVALID, "this table of retention does not hold yet today");
    if (err == YM_E_OK)
        err = a->p->is_dry
                  ? cli_granted(a->p->db->conn, a->p->by, APP_RIGHT_PRIVACY, &a->by, reterr)
                  : cli_privacy_person(a->p, &a->by, reterr);
    if (err == YM_E_OK)
        err = cli_secrets_open(a->p->cli, a->p->db, &a->ring, &a->secrets, reterr);
    if (err == YM_E_OK)
        err = pg_seal_keys(a->p->db->conn, a->keys, &a->nkeys, reterr);
    if (err == YM_E_OK && a->nkeys == 0 && !a->p->is_dry)
        err = ym_fail(reterr, YM_E_UNAVAILABLE,
                      "there is no key that could sign what was removed: make the first one with "
                      "`yima seal-key rotate`");
    return err;
}

static enum ym_err write_summary(const struct anonymising *a, struct ym_error *reterr)
{
    const struct tally *t = &a->tally;
    struct cli_output out;
    enum ym_err err;

    if (a->p->summary == NULL)
        return YM_E_OK;
    err = cli_output_open(a->p->summary, &out, reterr);
    if (err != YM_E_OK)
        return err;
    (void)fprintf(
        out.file,
        "{\"table\":\"%.*s/%.*s\",\"is_example\":%s,\"dry_run\":%s,\"anonymised\":%" PRIu64
        ",\"kept\":%" PRIu64 ",\"changed\":%" PRIu64 ",\"broken\":%" PRIu64
        ",\"events_redacted\":%" PRIu64 ",\"orders\":%" PRId64 ",\"reads\":%" PRId64
        ",\"removed\":{",
        (int)a->table->id.n, a->table->id.at, (int)a->table->version.n, a->table->version.at,
        a->table->is_example ? "true" : "false", a->p->is_dry ? "true" : "false", t->done, t->kept,
        t->changed, t->broken, t->redacted, t->orders, t->reads);
    for (unsigned i = 0; i < PG_REMOVAL_COUNT; i++)
        (void)fprintf(out.file, "%s\"%s\":%" PRId64, i > 0 ? "," : "",
                      pg_removal_code((enum pg_removal)i), t->removed[i]);
    (void)fputs("}}\n", out.file);
    return cli_output_commit(&out, reterr);
}

static void say(const struct anonymising *a)
{
    const struct tally *t = &a->tally;

    (void)printf("%" PRIu64 " disputes %s, %" PRIu64 " kept (retention not over), %" PRIu64
                 " changed meanwhile, %" PRIu64 " broken; %" PRIu64 " events redacted, %" PRId64
                 " work orders and %" PRId64 " reads swept; table %.*s/%.*s%s\n",
                 t->done, a->p->is_dry ? "would be anonymised" : "anonymised", t->kept, t->changed,
                 t->broken, t->redacted, t->orders, t->reads, (int)a->table->id.n, a->table->id.at,
                 (int)a->table->version.n, a->table->version.at,
                 a->table->is_example ? " (an example: --retention names your own)" : "");
}

int cli_privacy_anonymise(const struct cli_privacy *p)
{
    struct anonymising *a = calloc(1, sizeof(*a));
    struct ym_error why;
    enum ym_err err;
    bool is_broken;

    if (a == NULL)
        return cli_complain("no memory to anonymise");
    a->p = p;
    err = prepare(a, &why);
    if (err == YM_E_OK)
        err = run_all(a, &why);
    if (err == YM_E_OK) {
        say(a);
        err = write_summary(a, &why);
    }
    is_broken = a->tally.broken > 0;
    ym_keyring_close(a->ring);
    json_retention_free(a->table);
    free(a);
    if (err == YM_E_INVALID) {
        (void)cli_fail(&why);
        return CLI_USAGE;
    }
    if (err != YM_E_OK)
        return cli_fail(&why);
    return is_broken ? CLI_FAILED : CLI_DONE;
}
