/* SPDX-License-Identifier: Apache-2.0 */
/* yima privacy proof: what was removed from a dispute, when, by which rule, and whether all of it
 * holds. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/crypto.h"
#include "json/redact.h"
#include "pg/privacy.h"
#include "privacy.h"
#include "redactions.h"
#include "words.h"

struct proving {
    struct cli_redactions redactions;
    unsigned char head[32]; /* of the chain so far */
    uint32_t seq;
    const char *flaw; /* NULL, or the first thing that does not agree */
    uint64_t left;    /* rows that should be gone */
};

static void on_event(void *arg, const struct app_event *e)
{
    struct proving *p = arg;
    unsigned char hash[32];
    const char *flaw = NULL;

    if (p->flaw != NULL)
        return;
    ym_sha256_2(p->head, sizeof(p->head), e->payload.at, e->payload.n, hash);
    if (e->seq != p->seq + 1)
        flaw = "an event is missing";
    else if (memcmp(hash, e->hash, sizeof(hash)) != 0 && !cli_redactions_take(&p->redactions, e))
        flaw = "an event does not give its hash, and no statement answers for it";
    p->seq = e->seq;
    memcpy(p->head, e->hash, sizeof(p->head));
    p->flaw = flaw != NULL ? flaw : cli_redactions_pass(&p->redactions, e);
}

static void on_left(void *arg, struct ym_span table, int64_t rows)
{
    struct proving *p = arg;

    p->left += (uint64_t)rows;
    (void)printf("left: %.*s, %" PRId64 " rows that should be gone\n", (int)table.n, table.at,
                 rows);
}

static void print_rounds(const struct cli_redactions *r)
{
    char statement[APP_PRIVACY_STATEMENT_MAX];

    for (size_t i = 0; i < r->nrounds; i++) {
        (void)app_anonymised_statement(&r->rounds[i], statement);
        (void)fputs(statement, stdout);
        (void)fputs("signature ", stdout);
        for (size_t k = 0; k < sizeof(r->rounds[i].signature); k++)
            (void)printf("%02x", r->rounds[i].signature[k]);
        (void)fputs("\n\n", stdout);
    }
}

static enum ym_err prove(struct proving *p, struct ym_conn *c, struct ym_id id,
                         struct ym_error *reterr)
{
    struct pg_telling to = { on_event, p, 1 };
    enum ym_err err = cli_redactions_open(&p->redactions, c, reterr);

    if (err == YM_E_OK)
        err = cli_redactions_begin(&p->redactions, c, id, reterr);
    while (err == YM_E_OK && to.n > 0 && p->flaw == NULL)
        err = pg_privacy_events(c, id, p->seq, &to, reterr);
    if (err != YM_E_OK)
        return err;
    if (p->flaw == NULL)
        p->flaw = cli_redactions_end(&p->redactions);
    print_rounds(&p->redactions);
    if (p->redactions.nrounds > 0 && cli_redactions_cover(&p->redactions, p->seq))
        err = pg_privacy_left(c, id, YM_SPAN(JSON_REDACTED), on_left, p, reterr);
    return err;
}

/* The verdict, as the exit code has it. */
static int judge(const struct proving *p)
{
    if (p->redactions.nrounds == 0)
        return cli_complain("no words were removed from this dispute");
    if (p->flaw != NULL) {
        (void)printf("broken at event %" PRIu32 ": %s\n", p->seq, p->flaw);
        return CLI_FAILED;
    }
    if (!cli_redactions_cover(&p->redactions, p->seq))
        (void)printf("%" PRIu32 " events came later and have their words\n",
                     p->seq - p->redactions.rounds[p->redactions.nrounds - 1].version);
    if (p->left > 0)
        return CLI_FAILED;
    (void)printf("verified: %" PRIu32 " events, %" PRIu64 " of them by statement; the chain is "
                 "whole and nothing is left that was to go\n",
                 p->seq, p->redactions.events);
    return CLI_DONE;
}

int cli_privacy_proof(const struct cli_privacy *call)
{
    struct proving *p = calloc(1, sizeof(*p));
    struct ym_id id;
    struct ym_error why;
    int code = CLI_FAILED;
    enum ym_err err;

    if (p == NULL)
        return cli_complain("no memory for a proof");
    err = cli_read_dispute(call->word, &id, &why);
    if (err == YM_E_OK)
        err = prove(p, call->db->conn, id, &why);
    if (err == YM_E_OK)
        code = judge(p);
    else
        (void)cli_fail(&why);
    free(p);
    return code;
}
