/* SPDX-License-Identifier: Apache-2.0 */
#include "credit_weigh.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "app/credit_access.h"
#include "app/desk.h"
#include "crypto/crypto.h"
#include "yima/identity.h"
#include "yima/number.h"

/* Packed, a text that cannot be made smaller is a little longer. */
#define CREDIT_SMALL_BYTES_MAX (APP_CREDIT_BYTES_MAX + 4096)
#define ARENA_BYTES            (CREDIT_SMALL_BYTES_MAX + 65536)

/* One seat, its spans as places in the page's buffer. */
struct seat {
    struct pg_credit_seat row;
    size_t identity_at, items_at;
};

struct credit_page {
    size_t n;
    struct seat seats[PG_CREDIT_SEATS];
    struct ym_buf bytes;
    struct pg_credit_stale stale[PG_CREDIT_SEATS]; /* disputes whose items must be made */
    size_t nstale;
};

struct credit_store {
    size_t n;
    struct app_credit_row rows[CREDIT_STORE_ROWS];
    size_t at[CREDIT_STORE_ROWS]; /* where each one's sealed bytes begin */
    struct ym_buf bytes;
};

/* ---- Life ---- */

enum ym_err credit_weigher_init(struct credit_weigher *w, struct ym_error *reterr)
{
    w->party = calloc(1, sizeof(*w->party));
    w->page = calloc(1, sizeof(*w->page));
    w->store = calloc(1, sizeof(*w->store));
    w->flags = credit_flags_new();
    w->barred = credit_barred_new();
    w->diff = credit_diff_new();
    w->compact = ym_compact_new();
    ym_buf_init(&w->bytes, JSON_PROFILE_BYTES_MAX);
    ym_buf_init(&w->small, CREDIT_SMALL_BYTES_MAX);
    if (!ym_arena_init(&w->arena, ARENA_BYTES) || w->party == NULL || w->page == NULL ||
        w->store == NULL || w->flags == NULL || w->barred == NULL || w->diff == NULL ||
        w->compact == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to weigh parties");
    ym_buf_init(&w->page->bytes, CREDIT_PAGE_BYTES_MAX);
    ym_buf_init(&w->store->bytes, CREDIT_STORE_BYTES_MAX);
    w->sending.conn = w->conn;
    w->party->ground = &w->ground;
    w->party->tally = w->tally;
    return YM_E_OK;
}

void credit_weigher_release(struct credit_weigher *w)
{
    if (w->page != NULL)
        ym_buf_release(&w->page->bytes);
    if (w->store != NULL)
        ym_buf_release(&w->store->bytes);
    ym_buf_release(&w->bytes);
    ym_buf_release(&w->small);
    ym_compact_free(w->compact);
    ym_arena_release(&w->arena);
    credit_flags_free(w->flags);
    credit_barred_free(w->barred);
    credit_diff_free(w->diff);
    free(w->party);
    free(w->page);
    free(w->store);
}

/* ---- Storing ---- */

static enum ym_err flush(struct credit_weigher *w)
{
    struct credit_store *s = w->store;
    enum ym_err err = YM_E_OK;

    for (size_t i = 0; i < s->n; i++)
        s->rows[i].sealed.at = s->bytes.at + s->at[i];
    if (w->stores)
        err = pg_credit_profiles_put(&w->sending, &w->run, w->bucket, s->rows, s->n, w->reterr);
    s->n = 0;
    ym_buf_clear(&s->bytes);
    return err;
}

static enum ym_err put_profile(struct credit_weigher *w, struct ym_span plain)
{
    const struct app_secrets *secrets = w->ground.secrets;
    struct credit_store *s = w->store;
    struct app_credit_row *row = &s->rows[s->n];
    char label[APP_CREDIT_LABEL_MAX];
    enum ym_err err;

    *row =
        (struct app_credit_row){ .month = w->run.month, .run = w->run.run, .kind = w->party->kind };
    row->oldest = w->party->oldest;
    memcpy(row->party, w->party->party, sizeof(row->party));
    ym_sha256(plain.at, plain.n, row->sha256);
    ym_buf_clear(&w->small);
    err = ym_compact_put(w->compact, plain, &w->small, w->reterr);
    if (err == YM_E_OK)
        err = secrets->seal(secrets->ring, app_credit_label(w->run.month, row->party, label),
                            ym_buf_span(&w->small), &w->arena, &row->sealed, w->reterr);
    if (err != YM_E_OK)
        return err;
    s->at[s->n++] = s->bytes.n;
    ym_buf_add(&s->bytes, row->sealed);
    if (!ym_buf_ok(&s->bytes))
        return ym_fail(w->reterr, YM_E_UNAVAILABLE, "no memory for profiles");
    return s->n == CREDIT_STORE_ROWS ? flush(w) : YM_E_OK;
}

/* ---- Parties ---- */

/* Why the party has no profile whatever its disputes say; PARTIES: it may have one. */
static enum app_credit_count bar_of_party(const struct credit_weigher *w)
{
    const struct credit_party *p = w->party;

    if (credit_is_barred(w->barred, p->party))
        return APP_CREDIT_N_BARRED;
    if (credit_party_is_minor(p))
        return APP_CREDIT_N_MINORS;
    if (p->kind == YM_PARTY_NATURAL && p->adult_on == YM_DAY_NONE)
        return APP_CREDIT_N_AGE_UNKNOWN; /* it may be a child's: 个人信息保护法 28, 31 */
    return APP_CREDIT_N_PARTIES;
}

static enum ym_err end_party(struct credit_weigher *w)
{
    struct credit_party *p = w->party;
    struct json_profile profile;
    enum app_credit_count bar;
    bool is_empty;
    enum ym_err err;

    if (!w->has_party)
        return YM_E_OK;
    w->has_party = false;
    w->tally[APP_CREDIT_N_PARTIES]++;
    bar = bar_of_party(w);
    if (bar != APP_CREDIT_N_PARTIES) {
        w->tally[bar]++;
        return YM_E_OK;
    }
    err = credit_party_close(p, &profile, &w->bytes, &is_empty, w->reterr);
    if (err != YM_E_OK)
        return err;
    if (is_empty) {
        w->tally[APP_CREDIT_N_EMPTY]++;
        return YM_E_OK;
    }
    err = credit_diff_take(w->diff, p->party, &profile, w->reterr);
    return err == YM_E_OK && w->stores ? put_profile(w, ym_buf_span(&w->bytes)) : err;
}

/* When a natural person comes of age: the sealed number tells, if it is a citizen's. */
static enum ym_err adult_on(struct credit_weigher *w, const struct pg_credit_seat *s, ym_day *ret)
{
    const struct app_secrets *secrets = w->ground.secrets;
    const struct app_sealed_at at = { s->dispute, s->seat, APP_SEALED_IDENTITY };
    char room[APP_SEALED_LABEL_MAX];
    struct ym_citizen citizen;
    struct ym_span plain = { NULL, 0 };
    enum ym_err err;

    *ret = YM_DAY_NONE;
    if (s->kind != YM_PARTY_NATURAL || s->identity.n == 0)
        return YM_E_OK;
    err = secrets->unseal(secrets->ring, app_sealed_label(at, room), s->identity, &w->arena, &plain,
                          w->reterr);
    if (err == YM_E_OK && ym_citizen_parse(plain, &citizen) == YM_CITIZEN_OK)
        *ret = ym_day_plus_months(citizen.born, INT64_C(12) * w->ground.adult_years);
    if (plain.n > 0)
        ym_crypto_wipe((void *)(uintptr_t)plain.at, plain.n);
    return err;
}

static enum ym_err begin_party(struct credit_weigher *w, const struct pg_credit_seat *s)
{
    ym_day adult = YM_DAY_NONE;
    enum ym_err err;

    if (w->has_party && memcmp(w->party->party, s->party, sizeof(s->party)) == 0)
        return YM_E_OK;
    err = end_party(w);
    ym_arena_reset(&w->arena);
    if (err == YM_E_OK)
        err = adult_on(w, s, &adult);
    credit_party_begin(w->party, s->party, s->kind, adult);
    w->has_party = true;
    return err;
}

/* What bars a dispute from every profile now. */
static uint8_t bar_of(const struct pg_credit_seat *s, const struct ym_credit_log *log)
{
    struct app_protection rows[APP_PROTECTION_COUNT + 1] = {
        { .kind = APP_PROTECTION_FAMILY_VIOLENCE, .lifts_report = s->lifts_report }
    };
    size_t n = 1;
    uint32_t set;

    for (uint8_t kind = 0; kind < APP_PROTECTION_COUNT; kind++) {
        if ((s->protection >> kind & 1U) != 0)
            rows[n++] = (struct app_protection){ .kind = kind, .is_set = true };
    }
    set = app_protection_of(log->is_reported_family, rows, n);
    if ((set >> APP_PROTECTION_FAMILY_VIOLENCE & 1U) != 0)
        return YM_CREDIT_WHY_FAMILY_VIOLENCE;
    if ((set >> APP_PROTECTION_MINOR & 1U) != 0)
        return YM_CREDIT_WHY_MINOR;
    return set != 0 ? YM_CREDIT_WHY_PROTECTED : YM_CREDIT_WHY_COUNTS;
}

/* What is kept of a history is believed only when this program made it, and of this very dispute:
 * whoever can write to the table, but not to the key file, can forge none. An earlier row of the
 * same history is found out by its version where the dispute is looked at, and by the first
 * phase. */
static enum ym_err check_source(struct credit_weigher *w, const struct pg_credit_seat *s)
{
    char number[YM_NUMBER_TEXT_MAX] = "?";

    if ((!s->is_read || memcmp(s->source.head, s->head, sizeof(s->head)) == 0) &&
        credit_source_holds(w->maker->ring, &s->source))
        return YM_E_OK;
    if (ym_id_valid(s->dispute))
        ym_number_print(s->dispute, number);
    return ym_fail(w->reterr, YM_E_INTERNAL,
                   "dispute %s: its row of credit_source is not what this program stored of its "
                   "history. Nothing is drawn from it: run `yima verify`, find out who wrote to "
                   "the table, and delete its rows, which are made again from the events",
                   number);
}

static enum ym_err add_seat(struct credit_weigher *w, const struct pg_credit_seat *s)
{
    struct credit_party *p = w->party;
    struct ym_credit_entry e = {
        .dispute = s->dispute, .seat = s->seat, .side = s->side, .log = &p->log
    };
    const struct credit_made *made = s->is_fresh ? NULL : credit_made_of(w->maker, s->dispute);
    const struct ym_span items =
        made != NULL ? (struct ym_span){ w->maker->bytes.at + made->at, made->n } : s->source.items;
    const enum ym_err err = s->is_fresh ? check_source(w, s) : YM_E_OK;

    if (err != YM_E_OK)
        return err;
    if (!ym_credit_items_unpack((const unsigned char *)items.at, items.n, &p->log))
        return ym_fail(w->reterr, YM_E_INTERNAL,
                       "a row of credit_source holds what no program wrote: delete the rows of "
                       "that table, which can be made again, and run this again");
    e.type = p->log.type;
    e.bar = bar_of(s, &p->log);
    e.nflags = credit_flags_of(w->flags, s->party, s->dispute, &e.flags);
    return credit_party_add(p, &e, w->reterr);
}

/* ---- Pages ---- */

static void on_seat(void *arg, const struct pg_credit_seat *row)
{
    struct credit_page *page = ((struct credit_weigher *)arg)->page;
    struct seat *s = &page->seats[page->n++];

    *s = (struct seat){ .row = *row, .identity_at = page->bytes.n };
    ym_buf_add(&page->bytes, row->identity);
    s->items_at = page->bytes.n;
    if (row->is_fresh)
        ym_buf_add(&page->bytes, row->source.items);
}

static int compare_stale(const void *a, const void *b)
{
    const struct pg_credit_stale *x = a;
    const struct pg_credit_stale *y = b;

    return (x->id.v > y->id.v) - (x->id.v < y->id.v);
}

/* Those of the page whose items are not kept, each once and in order. */
static void gather_stale(struct credit_page *page)
{
    size_t n = 0;

    page->nstale = 0;
    for (size_t i = 0; i < page->n; i++) {
        const struct pg_credit_seat *s = &page->seats[i].row;
        struct pg_credit_stale *stale = &page->stale[page->nstale];

        if (s->is_fresh)
            continue;
        *stale = (struct pg_credit_stale){ .id = s->dispute, .version = s->version };
        memcpy(stale->head, s->head, sizeof(stale->head));
        page->nstale++;
    }
    qsort(page->stale, page->nstale, sizeof(page->stale[0]), compare_stale);
    for (size_t i = 0; i < page->nstale; i++) {
        if (n == 0 || page->stale[n - 1].id.v != page->stale[i].id.v)
            page->stale[n++] = page->stale[i];
    }
    page->nstale = n;
}

static struct pg_credit_seat seat_of(const struct credit_page *page, size_t i)
{
    struct pg_credit_seat s = page->seats[i].row;

    s.identity.at = page->bytes.at + page->seats[i].identity_at;
    s.source.items.at = page->bytes.at + page->seats[i].items_at;
    return s;
}

static_assert(PG_CREDIT_SEATS <= PG_CREDIT_CHUNK, "the items of a page are made at once");

static enum ym_err weigh_page(struct credit_weigher *w)
{
    enum ym_err err = YM_E_OK;

    gather_stale(w->page);
    if (w->page->nstale > 0)
        err = credit_make(w->maker, w->page->stale, w->page->nstale, w->reterr);
    for (size_t i = 0; i < w->page->n && err == YM_E_OK; i++) {
        const struct pg_credit_seat s = seat_of(w->page, i);

        err = begin_party(w, &s);
        if (err == YM_E_OK)
            err = add_seat(w, &s);
        cli_pace_breathe(w->maker->pace);
    }
    return err;
}

static enum ym_err ask(struct credit_weigher *w)
{
    const enum ym_err err = pg_credit_seats_ask(w->ahead, &w->pages, w->reterr);

    w->is_asked = err == YM_E_OK;
    return err;
}

static enum ym_err ask_first(struct credit_weigher *w, uint32_t bucket)
{
    w->pages =
        (struct pg_credit_reading){ .wish = w->maker->wish,
                                    .at = w->run.begun_at,
                                    .is_current =
                                        w->stores, /* a run that stores nothing has not made them */
                                    .bucket = bucket,
                                    .fn = on_seat,
                                    .arg = w };
    return ask(w);
}

/* Take the page that was asked for, and ask for the one behind it, be it of the next bucket, which
 * the server reads while this one is weighed. */
static enum ym_err read_page(struct credit_weigher *w, uint32_t next, bool *ret_is_last)
{
    struct credit_page *page = w->page;
    enum ym_err err;

    page->n = 0;
    ym_buf_clear(&page->bytes);
    w->is_asked = false;
    err = pg_credit_seats(w->ahead, &w->pages, w->reterr);
    if (err == YM_E_OK && !ym_buf_ok(&page->bytes))
        err = ym_fail(w->reterr, YM_E_UNAVAILABLE, "no memory for a page of parties");
    *ret_is_last = w->pages.n < PG_CREDIT_SEATS;
    if (err != YM_E_OK)
        return err;
    if (!*ret_is_last)
        return ask(w);
    return next < YM_BUCKETS ? ask_first(w, next) : YM_E_OK;
}

static enum ym_err weigh_all(struct credit_weigher *w, uint32_t next)
{
    enum ym_err err = credit_flags_read(w->flags, w->conn, w->bucket, w->run.begun_at, w->reterr);
    bool is_last = false;

    if (err == YM_E_OK)
        err = credit_barred_read(w->barred, w->conn, w->bucket, w->run.month, w->reterr);
    assert(!w->is_asked || w->pages.bucket == w->bucket);
    if (err == YM_E_OK && !w->is_asked)
        err = ask_first(w, w->bucket);
    while (err == YM_E_OK && !is_last) {
        err = read_page(w, next, &is_last);
        if (err == YM_E_OK)
            err = weigh_page(w);
    }
    if (err == YM_E_OK)
        err = end_party(w);
    if (err == YM_E_OK)
        err = credit_diff_take(w->diff, NULL, NULL, w->reterr);
    return err == YM_E_OK ? flush(w) : err;
}

static void forget(struct credit_weigher *w, uint32_t bucket)
{
    w->bucket = bucket;
    w->has_party = false;
    w->store->n = 0;
    ym_buf_clear(&w->store->bytes);
    ym_arena_reset(&w->arena);
    memset(w->tally, 0, sizeof(w->tally));
    credit_diff_begin(w->diff, w);
}

/* A bucket need not be on the disk when the next one begins: one that a crash takes is drawn again,
 * and the end of the run, which is, stands behind all of them in the log. */
enum ym_err credit_weigh(struct credit_weigher *w, uint32_t bucket, uint32_t next,
                         struct ym_error *reterr)
{
    enum ym_err err;

    w->reterr = reterr;
    forget(w, bucket);
    if (!w->stores)
        return weigh_all(w, next);
    err = ym_conn_script(w->conn, "begin; set local synchronous_commit = off", reterr);
    if (err == YM_E_OK)
        err = weigh_all(w, next);
    if (err == YM_E_OK)
        err = pg_credit_settle(&w->sending, reterr);
    if (err == YM_E_OK)
        err = pg_credit_slice(w->conn, &w->run, bucket, w->tally, reterr);
    if (err == YM_E_OK)
        return ym_conn_script(w->conn, "commit", reterr);
    (void)!pg_credit_settle(&w->sending, NULL);
    (void)!ym_conn_script(w->conn, "rollback", NULL); /* the first error is the one to tell */
    return err;
}
