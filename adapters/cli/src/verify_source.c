/* SPDX-License-Identifier: Apache-2.0 */
#include "verify_source.h"

#include <stdlib.h>
#include <string.h>

#include "credit_source.h"
#include "pg/credit.h"
#include "secrets.h"

enum ym_err cli_source_proof_open(struct cli_source_proof *p, const struct cli *cli,
                                  const struct cli_database *db, struct ym_error *reterr)
{
    struct app_secrets secrets;
    bool has_proofs = false;
    enum ym_err err;

    *p = (struct cli_source_proof){ .fold = calloc(1, sizeof(*p->fold)) };
    if (p->fold == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to verify what is kept for credit");
    err = pg_credit_has_proofs(db->conn, &has_proofs, reterr);
    if (err == YM_E_OK && has_proofs)
        err = cli_secrets_open(cli, db, &p->ring, &secrets, reterr);
    return err;
}

void cli_source_proof_close(struct cli_source_proof *p)
{
    ym_keyring_close(p->ring);
    free(p->fold);
    p->ring = NULL;
    p->fold = NULL;
}

static void flaw(struct cli_source_proof *p, const char *text)
{
    if (p->flaw == NULL)
        p->flaw = text;
    p->is_read = false;
}

/* Under a key that is retired it says nothing, and the next run makes it anew. */
static bool is_ours(const struct ym_keyring *ring, const struct pg_credit_source *s)
{
    unsigned char keys[YM_KEYRING_SET_LEN];

    ym_keyring_set(ring, keys);
    return (keys[s->proof[0] / 8] >> (s->proof[0] % 8) & 1) != 0;
}

void cli_source_proof_begin(struct cli_source_proof *p, const struct pg_scan_row *row)
{
    const struct pg_credit_source *s = &row->source;

    p->row = row;
    p->flaw = NULL;
    p->is_read = false;
    if (!row->has_source || row->is_anonymised)
        return;
    if (row->has_proof && p->ring != NULL && is_ours(p->ring, s) &&
        !credit_source_holds(p->ring, s))
        flaw(p, "credit_source: its proof is not that of its row: delete the row, the next run of "
                "credit makes it again");
    else if ((int64_t)s->version > row->version)
        flaw(p, "credit_source: it was made of more events than there are");
    else if (s->edition == CREDIT_EDITION)
        p->is_read = true;
    if (p->is_read)
        ym_credit_begin(p->fold);
}

/* The events that it was made of have all come. */
static void compare(struct cli_source_proof *p, const unsigned char head[32])
{
    const struct pg_credit_source *s = &p->row->source;
    unsigned char packed[YM_CREDIT_LOG_BYTES_MAX];
    const ym_day oldest = credit_items_trim(&p->fold->log, s->since);
    const size_t n = ym_credit_items_pack(&p->fold->log, packed, sizeof(packed));

    p->is_read = false;
    if (p->row->has_proof && memcmp(s->head, head, sizeof(s->head)) != 0)
        flaw(p, "credit_source: its head is not that of the history");
    else if (n != s->items.n || memcmp(packed, s->items.at, n) != 0 || oldest != s->oldest)
        flaw(p, "credit_source: its items are not those of the history: delete the row, the next "
                "run of credit makes it again");
}

void cli_source_proof_event(struct cli_source_proof *p, const struct ym_event *ev,
                            const unsigned char head[32])
{
    if (!p->is_read)
        return;
    if (!ym_credit_take(p->fold, ev))
        p->is_read = false; /* of a history that is broken more is said elsewhere */
    else if (ev->seq == p->row->source.version)
        compare(p, head);
}

const char *cli_source_proof_end(struct cli_source_proof *p)
{
    return p->flaw;
}
