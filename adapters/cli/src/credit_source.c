/* SPDX-License-Identifier: Apache-2.0 */
#include "credit_source.h"

#include <stdlib.h>
#include <string.h>

#include "crypto/crypto.h"
#include "crypto/proof.h"
#include "pg/history.h"
#include "yima/canon.h"
#include "yima/number.h"

#define PROOF_LABEL YM_SPAN("yima credit_source") /* part of the stored form */
#define FACTS_LEN   (8 + 4 + 2 + 4 + 4) /* bytes of what a row says beside head and items */

_Static_assert(PG_CREDIT_PROOF_LEN == YM_PROOF_LEN, "the proof of a row fits");
_Static_assert(PG_CREDIT_KEYS_LEN == YM_KEYRING_SET_LEN, "so do the numbers of keys");

enum ym_err credit_maker_init(struct credit_maker *m, struct ym_conn *reading,
                              const struct ym_keyring *ring, ym_day since, struct cli_pace *pace,
                              struct ym_error *reterr)
{
    memset(m, 0, sizeof(*m));
    m->reading = reading;
    m->ring = ring;
    m->pace = pace;
    m->wish = (struct pg_credit_wish){ .edition = CREDIT_EDITION, .since = since };
    ym_keyring_set(ring, m->wish.keys);
    ym_buf_init(&m->bytes, CREDIT_MADE_BYTES_MAX);
    m->fold = calloc(1, sizeof(*m->fold));
    return m->fold != NULL ? YM_E_OK : ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for credit");
}

void credit_maker_release(struct credit_maker *m)
{
    ym_buf_release(&m->bytes);
    free(m->fold);
    m->fold = NULL;
}

/* ---- Proofs of rows ---- */

static unsigned char *put_number(unsigned char *at, uint64_t v, int bytes)
{
    for (int i = 0; i < bytes; i++)
        at[i] = (unsigned char)(v >> (8 * (bytes - 1 - i)) & 0xff);
    return at + bytes;
}

/* Numbers with the highest byte first. */
static void put_facts(const struct pg_credit_source *s, unsigned char ret[FACTS_LEN])
{
    unsigned char *at = put_number(ret, (uint64_t)s->id.v, 8);

    at = put_number(at, s->version, 4);
    at = put_number(at, (uint16_t)s->edition, 2);
    at = put_number(at, (uint32_t)s->since, 4);
    (void)put_number(at, (uint32_t)s->oldest, 4);
}

bool credit_source_holds(const struct ym_keyring *ring, const struct pg_credit_source *s)
{
    unsigned char facts[FACTS_LEN];
    const struct ym_span parts[] = { { (const char *)facts, sizeof(facts) },
                                     { (const char *)s->head, sizeof(s->head) },
                                     s->items };

    put_facts(s, facts);
    return ym_proof_holds(ring, PROOF_LABEL, parts, 3, s->proof);
}

void credit_made_source(const struct credit_maker *m, size_t i, struct pg_credit_source *ret)
{
    const struct credit_made *made = &m->made[i];
    unsigned char facts[FACTS_LEN];
    struct ym_span parts[] = { { (const char *)facts, sizeof(facts) },
                               { (const char *)made->head, sizeof(made->head) },
                               { m->bytes.at + made->at, made->n } };

    *ret = (struct pg_credit_source){ .id = made->id,
                                      .version = made->version,
                                      .edition = m->wish.edition,
                                      .since = m->wish.since,
                                      .oldest = made->oldest,
                                      .items = parts[2] };
    memcpy(ret->head, made->head, sizeof(ret->head));
    put_facts(ret, facts);
    ym_proof_make(m->ring, PROOF_LABEL, parts, 3, ret->proof);
}

/* ---- One dispute ---- */

static bool refuse(struct credit_maker *m, const char *what)
{
    char number[YM_NUMBER_TEXT_MAX] = "?";
    const struct pg_credit_stale *d = &m->stale[m->nmade];

    if (ym_id_valid(d->id))
        ym_number_print(d->id, number);
    m->err = ym_fail(m->reterr, YM_E_INTERNAL,
                     "dispute %s, behind event %u: %s. Nothing is drawn from a database that does "
                     "not prove true: run `yima verify`",
                     number, m->fold->dispute.version, what);
    return false;
}

static void begin(struct credit_maker *m)
{
    ym_credit_begin(m->fold);
    memset(m->head, 0, sizeof(m->head));
}

/* Items whose time is over under any formula are not kept. */
ym_day credit_items_trim(struct ym_credit_log *log, ym_day since)
{
    ym_day oldest = YM_DAY_NONE;
    uint32_t n = 0;

    for (uint32_t i = 0; i < log->n; i++) {
        const struct ym_credit_item item = log->items[i];

        if (item.of < since)
            continue;
        if (oldest == YM_DAY_NONE || item.of < oldest)
            oldest = item.of;
        log->items[n++] = item;
    }
    log->n = n;
    return oldest;
}

/* The history of the dispute in turn is over: pack what it says. */
static bool end(struct credit_maker *m)
{
    const struct pg_credit_stale *d = &m->stale[m->nmade];
    struct credit_made *made = &m->made[m->nmade];
    unsigned char packed[YM_CREDIT_LOG_BYTES_MAX];
    size_t n;

    if (m->fold->dispute.version != d->version)
        return refuse(m, "the next event is missing");
    if (memcmp(m->head, d->head, sizeof(m->head)) != 0)
        return refuse(m, "its hash is not the head of the dispute");
    *made = (struct credit_made){ .id = d->id,
                                  .version = d->version,
                                  .oldest = credit_items_trim(&m->fold->log, m->wish.since),
                                  .at = m->bytes.n };
    memcpy(made->head, m->head, sizeof(made->head));
    n = ym_credit_items_pack(&m->fold->log, packed, sizeof(packed));
    made->n = n;
    ym_buf_add(&m->bytes, (struct ym_span){ (const char *)packed, n });
    if (n == 0 || !ym_buf_ok(&m->bytes)) {
        m->err = ym_fail(m->reterr, YM_E_UNAVAILABLE, "no memory for the items of a chunk");
        return false;
    }
    m->nmade++;
    m->disputes++;
    cli_pace_breathe(m->pace);
    return true;
}

static bool is_as_stored(const struct ym_event *ev, struct ym_id dispute, const struct app_event *e)
{
    return ev->dispute.v == dispute.v && ev->seq == e->seq && ev->c.at == e->at &&
           ev->rule == e->rule && ev->c.kind == e->kind;
}

static bool on_dispute(void *arg, const struct pg_history *h)
{
    (void)h;
    begin(arg);
    return true;
}

static bool on_event(void *arg, const struct app_event *e)
{
    struct credit_maker *m = arg;
    unsigned char hash[32];
    struct ym_event ev;

    ym_sha256_2(m->head, sizeof(m->head), e->payload.at, e->payload.n, hash);
    if (memcmp(hash, e->hash, sizeof(hash)) != 0)
        return refuse(m, "the hash of the next event is not that of its payload");
    if (!ym_canon_event_read(e->payload, &ev) || !is_as_stored(&ev, m->stale[m->nmade].id, e))
        return refuse(m, "the payload of the next event is not what its columns say");
    if (!ym_credit_take(m->fold, &ev))
        return refuse(m, "the next event is missing");
    memcpy(m->head, hash, sizeof(hash));
    m->events++;
    return true;
}

static bool on_end(void *arg)
{
    return end(arg);
}

enum ym_err credit_make(struct credit_maker *m, const struct pg_credit_stale *stale, size_t n,
                        struct ym_error *reterr)
{
    const struct pg_history_reader reader = {
        .on_dispute = on_dispute, .on_event = on_event, .on_end = on_end, .arg = m
    };
    struct pg_history all[PG_CREDIT_CHUNK];
    enum ym_err err;

    m->stale = stale;
    m->nmade = 0;
    m->err = YM_E_OK;
    m->reterr = reterr;
    ym_buf_clear(&m->bytes);
    for (size_t i = 0; i < n; i++) {
        all[i] = (struct pg_history){ .id = stale[i].id, .version = stale[i].version };
        memcpy(all[i].head, stale[i].head, sizeof(all[i].head));
    }
    err = pg_histories_read(m->reading, all, n, &reader, reterr);
    return err != YM_E_OK ? err : m->err;
}

const struct credit_made *credit_made_of(const struct credit_maker *m, struct ym_id id)
{
    size_t lo = 0;
    size_t hi = m->nmade;

    while (lo < hi) {
        const size_t at = lo + (hi - lo) / 2;

        if (m->made[at].id.v == id.v)
            return &m->made[at];
        if (m->made[at].id.v < id.v)
            lo = at + 1;
        else
            hi = at;
    }
    return NULL;
}
