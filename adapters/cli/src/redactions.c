/* SPDX-License-Identifier: Apache-2.0 */
#include "redactions.h"

#include <string.h>

#include "crypto/crypto.h"
#include "pg/privacy.h"
#include "pg/seal.h"
#include "secrets.h"

enum ym_err cli_redactions_open(struct cli_redactions *r, struct ym_conn *c,
                                struct ym_error *reterr)
{
    r->nkeys = r->nrounds = r->at = 0;
    r->disputes = r->events = 0;
    cli_secrets_public(&r->secrets);
    return pg_seal_keys(c, r->keys, &r->nkeys, reterr);
}

enum ym_err cli_redactions_begin(struct cli_redactions *r, struct ym_conn *c, struct ym_id id,
                                 struct ym_error *reterr)
{
    const enum ym_err err = pg_privacy_rounds(c, id, r->rounds, &r->nrounds, reterr);

    r->at = 0;
    if (err == YM_E_OK && r->nrounds > 0) {
        r->disputes++;
        app_redaction_begin(&r->sum, &r->secrets);
    }
    return err;
}

static const struct app_anonymised *round_now(const struct cli_redactions *r)
{
    return r->at < r->nrounds ? &r->rounds[r->at] : NULL;
}

bool cli_redactions_take(struct cli_redactions *r, const struct app_event *e)
{
    const struct app_anonymised *a = round_now(r);

    /* Who asks only now has let rounds pass in which nothing was redacted. */
    while (a != NULL && a->redacted == 0 && e->seq > a->version) {
        r->at++;
        a = round_now(r);
    }

    if (a == NULL || e->seq <= a->from || e->seq > a->version)
        return false;
    app_redaction_add(&r->sum, &r->secrets, e->seq, e->hash, e->payload);
    r->events++;
    return true;
}

/* What does not agree in a round whose last event this is. */
static const char *flaw_of(struct cli_redactions *r, const struct app_anonymised *a,
                           const struct app_event *e)
{
    const enum app_seal_flaw flaw = app_anonymised_check(a, &r->secrets, r->keys, r->nkeys);
    const uint32_t n = r->sum.n;
    unsigned char digest[32];

    app_redaction_end(&r->sum, &r->secrets, digest);
    if (flaw == APP_SEAL_NO_KEY)
        return "anonymised: the statement names a key that there never was";
    if (flaw != APP_SEAL_NONE)
        return "anonymised: the statement was altered, or signed out of its time";
    if (a->round != r->at + 1 || a->from != (r->at > 0 ? r->rounds[r->at - 1].version : 0))
        return "anonymised: a round is missing";
    if (memcmp(a->head, e->hash, sizeof(a->head)) != 0)
        return "anonymised: the chain had another hash when words were removed";
    if (n != a->redacted || memcmp(digest, a->digest, sizeof(digest)) != 0)
        return "anonymised: an event was changed since its words were removed";
    return NULL;
}

const char *cli_redactions_pass(struct cli_redactions *r, const struct app_event *e)
{
    const struct app_anonymised *a = round_now(r);
    const char *flaw;

    if (a == NULL || e->seq != a->version)
        return NULL;
    flaw = flaw_of(r, a, e);
    r->at++;
    app_redaction_begin(&r->sum, &r->secrets);
    return flaw;
}

bool cli_redactions_link(struct cli_redactions *r, const struct app_event *e,
                         unsigned char head[32])
{
    unsigned char hash[32];

    ym_sha256_2(head, sizeof(hash), e->payload.at, e->payload.n, hash);
    if (memcmp(hash, e->hash, sizeof(hash)) != 0 && !cli_redactions_take(r, e))
        return false;
    memcpy(head, e->hash, sizeof(hash));
    return cli_redactions_pass(r, e) == NULL;
}

const char *cli_redactions_end(const struct cli_redactions *r)
{
    return round_now(r) == NULL ? NULL : "anonymised: it tells of events that are not there";
}

bool cli_redactions_cover(const struct cli_redactions *r, uint32_t version)
{
    return r->nrounds > 0 && r->rounds[r->nrounds - 1].version >= version;
}
