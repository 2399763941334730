/* SPDX-License-Identifier: Apache-2.0 */
/* Reference data over a blocking connection, for start-up and subcommands: regions, bodies, staff,
 * calendar, procedure versions, bearer tokens. Each call is one transaction and, tokens apart,
 * counts up the revision when it changed something, so that running programs notice (pg/reader.h).
 */
#ifndef YM_PG_REFERENCE_H
#define YM_PG_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "pg/conn.h"
#include "yima/date.h"
#include "yima/id.h"
#include "yima/span.h"

#define PG_REFERENCE_CHUNK      1000    /* rows of one statement; any number of rows may be given */
#define PG_REGISTRY_ROWS_MAX    200000  /* bodies and, likewise, staff that one program holds */
#define PG_REGISTRY_REGIONS_MAX 1000000 /* and regions: five levels of the country are 660 000 */
#define PG_TOKEN_ID_BYTES_MAX   64      /* public id of a bearer token */

struct pg_region {
    int64_t code;   /* padded */
    int64_t parent; /* padded; 0: the whole country */
    uint8_t level;  /* 1..5 */
    struct ym_span name;
};

struct pg_body {
    int64_t id;
    int64_t region;
    uint8_t kind; /* enum ym_body_kind */
    bool is_active;
    struct ym_span name, phone, address;
};

struct pg_staff {
    int64_t id;
    int64_t body;
    uint32_t roles; /* set of enum ym_role */
    bool is_active;
    struct ym_span name, phone;
};

struct pg_day {
    ym_day day;
    bool is_working;
    struct ym_span name, source;
};

/* Insert what is new, update what differs; in one transaction. *ret_changed (may be NULL) counts
 * both. YM_E_UNPROCESSABLE when a row names a body that does not exist or breaks a check,
 * YM_E_UNAVAILABLE when the server went away. No key may occur twice among the rows given. */
__attribute__((warn_unused_result)) enum ym_err pg_regions_put(struct ym_conn *c,
                                                               const struct pg_region *rows,
                                                               size_t n, size_t *ret_changed,
                                                               struct ym_error *reterr);
__attribute__((warn_unused_result)) enum ym_err pg_bodies_put(struct ym_conn *c,
                                                              const struct pg_body *rows, size_t n,
                                                              size_t *ret_changed,
                                                              struct ym_error *reterr);
__attribute__((warn_unused_result)) enum ym_err pg_staff_put(struct ym_conn *c,
                                                             const struct pg_staff *rows, size_t n,
                                                             size_t *ret_changed,
                                                             struct ym_error *reterr);
__attribute__((warn_unused_result)) enum ym_err pg_days_put(struct ym_conn *c,
                                                            const struct pg_day *rows, size_t n,
                                                            size_t *ret_changed,
                                                            struct ym_error *reterr);

/* Every special day, ascending; spans die when fn returns. */
typedef void pg_day_fn(void *arg, const struct pg_day *day);
__attribute__((warn_unused_result)) enum ym_err pg_days_each(struct ym_conn *c, pg_day_fn *fn,
                                                             void *arg, struct ym_error *reterr);

/* Every region, ascending by code. */
typedef void pg_region_fn(void *arg, const struct pg_region *region);
__attribute__((warn_unused_result)) enum ym_err pg_regions_each(struct ym_conn *c, pg_region_fn *fn,
                                                                void *arg, struct ym_error *reterr);

/* ---- The registry: bodies, staff and the names of regions, in memory ---- */

struct pg_registry_region {
    int64_t code; /* padded */
    struct ym_span name;
};

struct pg_registry; /* immutable; owned by whoever loaded it */

__attribute__((warn_unused_result)) struct pg_registry *pg_registry_load(struct ym_conn *c,
                                                                         struct ym_error *reterr);
void pg_registry_free(struct pg_registry *r); /* NULL is legal */

int64_t pg_registry_revision(const struct pg_registry *r);
/* NULL when unknown; inactive ones are found too. Live as long as the registry. */
const struct pg_body *pg_registry_body(const struct pg_registry *r, int64_t id);
const struct pg_staff *pg_registry_staff(const struct pg_registry *r, int64_t id);
/* The first whose id is not below id; NULL: there is none. */
const struct pg_body *pg_registry_body_from(const struct pg_registry *r, int64_t id);
const struct pg_staff *pg_registry_staff_from(const struct pg_registry *r, int64_t id);
/* Is there a region of this padded code? */
bool pg_registry_has_region(const struct pg_registry *r, int64_t code);
/* The first whose code is not below code; NULL: there is none. Lives as long as the registry. */
const struct pg_registry_region *pg_registry_region_from(const struct pg_registry *r, int64_t code);
/* All of them, ascending by id. */
const struct pg_body *pg_registry_bodies(const struct pg_registry *r, size_t *ret_n);
const struct pg_staff *pg_registry_people(const struct pg_registry *r, size_t *ret_n);

/* ---- Procedure versions ---- */

struct pg_procedure {
    uint16_t number;                /* given by the register, from 1 */
    struct ym_span id, version;     /* together unique */
    unsigned char sha256[32];       /* of document */
    struct ym_span document;        /* the JSON as given */
    ym_day valid_from, valid_until; /* valid_until YM_DAY_NONE: open */
};

/* Give the version its number for ever, the next free one. The same id and version again gives the
 * same number; YM_E_CONFLICT when its document differs (a version never changes: make a new one),
 * YM_E_UNPROCESSABLE past YM_PROCEDURES_MAX. *p is left alone but for number. */
__attribute__((warn_unused_result)) enum ym_err pg_procedure_register(struct ym_conn *c,
                                                                      struct pg_procedure *p,
                                                                      ym_usec now,
                                                                      struct ym_error *reterr);

/* Every version, ascending by number; spans die when fn returns. */
typedef void pg_procedure_fn(void *arg, const struct pg_procedure *p);
__attribute__((warn_unused_result)) enum ym_err
pg_procedures_each(struct ym_conn *c, pg_procedure_fn *fn, void *arg, struct ym_error *reterr);

/* ---- Bearer tokens ---- */

struct pg_token {
    struct ym_span id;           /* public */
    unsigned char hash[32];      /* of id and secret */
    struct ym_span label;        /* what it is for */
    uint8_t role;                /* enum ym_role */
    uint8_t seat;                /* YM_SEAT_NONE: none */
    int64_t staff, body, region; /* 0: none */
    struct ym_id dispute;        /* v == 0: not bound to one */
    ym_usec issued_at, expires_at;
    ym_usec revoked_at; /* YM_USEC_NONE: in force */
};

/* YM_E_CONFLICT when the id exists, YM_E_UNPROCESSABLE when a check fails. */
__attribute__((warn_unused_result)) enum ym_err
pg_token_put(struct ym_conn *c, const struct pg_token *token, struct ym_error *reterr);

/* From now on refused. YM_E_NOT_FOUND for an unknown id; revoking twice keeps the first time. */
__attribute__((warn_unused_result)) enum ym_err
pg_token_revoke(struct ym_conn *c, struct ym_span id, ym_usec now, struct ym_error *reterr);

/* Every token, newest first; spans die when fn returns. */
typedef void pg_token_each_fn(void *arg, const struct pg_token *token);
__attribute__((warn_unused_result)) enum ym_err
pg_tokens_each(struct ym_conn *c, pg_token_each_fn *fn, void *arg, struct ym_error *reterr);

/* Are these the keys of this database? hash: what they answer to a fixed question; the first to ask
 * settles it. YM_E_CONFLICT when the database knows others. */
__attribute__((warn_unused_result)) enum ym_err
pg_keyring_check(struct ym_conn *c, const unsigned char hash[32], struct ym_error *reterr);

/* Has any key file answered for this database before? */
__attribute__((warn_unused_result)) enum ym_err pg_keyring_is_bound(struct ym_conn *c, bool *ret,
                                                                    struct ym_error *reterr);

#endif
