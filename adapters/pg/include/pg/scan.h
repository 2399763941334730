/* SPDX-License-Identifier: Apache-2.0 */
/* The whole database, dispute by dispute in the order of ids, in one snapshot and constant memory:
 * for verify and export. Blocking; never on a loop's thread. */
#ifndef YM_PG_SCAN_H
#define YM_PG_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/query.h"
#include "base/error.h"
#include "pg/conn.h"
#include "pg/credit.h"
#include "yima/date.h"
#include "yima/id.h"
#include "yima/limits.h"

#define PG_SCAN_CHUNK      200 /* disputes asked for at once, as scan_ids_next.sql has it */
#define PG_SCAN_CLOCKS_MAX 64  /* deadline rows shown of one dispute; it can hold YM_CLOCKS_MAX */

struct pg_scan_clock {
    ym_usec due;
    int16_t deadline; /* index in the procedure */
};

struct pg_scan_party {
    uint8_t seat, side, kind;
    struct ym_span name, agent; /* agent.n == 0: none */
    bool has_identity, has_phone;
};

/* One dispute as it is stored, nothing of it judged. Spans die when the callback returns. */
struct pg_scan_row {
    struct ym_id id;
    int32_t version;
    struct ym_span state, head;
    int16_t colour, stage;
    bool is_open;
    ym_usec due_at; /* YM_USEC_NONE: none */
    ym_usec updated_at;
    int16_t type;
    int64_t body, mediator, court, region;
    int32_t dockets; /* in how many of the dockets of these three it is */
    bool has_words;  /* there is a row in dispute_detail */
    struct {
        int16_t type, channel, source, procedure;
        int64_t region;
        ym_usec received_at;
        struct ym_span external_ref; /* n == 0: none */
        int64_t amount_fen;          /* -1: none named */
        struct ym_span title, description;
    } words;
    int64_t parties;    /* rows in party */
    int64_t codes;      /* codes in force */
    int32_t event_max;  /* highest seq in event; 0: none */
    bool is_anonymised; /* words were removed from it (pg/privacy.h) */
    size_t nclocks;     /* rows in deadline; at most PG_SCAN_CLOCKS_MAX of them in clocks */
    struct pg_scan_clock clocks[PG_SCAN_CLOCKS_MAX];
    size_t nseats; /* with wants_parties */
    struct pg_scan_party seats[YM_SEATS_MAX];
    bool has_source; /* with wants_sources: there is a row in credit_source */
    bool has_proof;  /* and it has a head and a proof */
    struct pg_credit_source source;
};

/* Each returns false to end the scan. Per dispute: on_dispute, its events ascending, on_end. */
struct pg_scan_options {
    struct ym_id from; /* this id and above; v == 0: from the first */
    ym_usec since;     /* changed at or after; YM_USEC_NONE: whenever */
    bool wants_events;
    bool wants_parties;
    bool wants_clocks;
    bool wants_sources;
    void (*on_count)(void *arg, int64_t disputes); /* how many there will be; may be NULL */
    bool (*on_dispute)(void *arg, const struct pg_scan_row *row);
    bool (*on_event)(void *arg, const struct app_event *event); /* with wants_events */
    bool (*on_end)(void *arg);                                  /* may be NULL */
    void *arg;
};

/* Run a scan in a transaction of its own. UNAVAILABLE when the server went away. */
__attribute__((warn_unused_result)) enum ym_err
pg_scan_run(struct ym_conn *c, const struct pg_scan_options *o, struct ym_error *reterr);

/* Rows of the side tables that belong to no dispute, at most 1000. */
typedef void pg_stray_fn(void *arg, struct ym_span table, struct ym_id dispute, int64_t rows);
__attribute__((warn_unused_result)) enum ym_err pg_scan_strays(struct ym_conn *c, pg_stray_fn *fn,
                                                               void *arg, struct ym_error *reterr);

#endif
