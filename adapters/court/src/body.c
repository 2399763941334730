/* SPDX-License-Identifier: Apache-2.0 */
/* What a message about an agreement holds: who the parties are and what binds them. */
#include "private.h"
#include "json/said.h"

void court_put_parties(struct json_out *w, const struct doc_packet *packet)
{
    json_put_key(w, "parties");
    json_put_array(w);
    for (size_t i = 0; i < packet->nparties; i++) {
        const struct doc_packet_party *p = &packet->parties[i];

        json_put_object(w);
        json_add_int(w, "seat", (int64_t)i);
        json_add_code(w, "side", YM_VOCAB_SIDE, p->side);
        json_add_code(w, "kind", YM_VOCAB_PARTY, p->kind);
        json_add_text(w, "name", p->name);
        json_add_optional(w, "identity", p->identity);
        json_add_optional(w, "phone", p->phone);
        json_add_optional(w, "address", p->address);
        json_add_optional(w, "agent", p->agent);
        json_add_optional(w, "agent_phone", p->agent_phone);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_debt(struct json_out *w, const struct app_debt *d, size_t n)
{
    json_put_object(w);
    json_add_int(w, "n", (int64_t)n);
    json_add_obligation(w, &d->said);
    json_add_code(w, "result", YM_VOCAB_RESULT, d->result);
    json_add_day(w, "performed_on", d->performed_on);
    json_add_int64(w, "paid_fen", d->paid_fen);
    json_put_object_end(w);
}

static void put_signature(struct json_out *w, const struct app_signature *s)
{
    json_put_object(w);
    json_add_word(w, "who", app_signer_word(s->who)->code);
    if (s->who == APP_SIGNER_PARTY)
        json_add_int(w, "seat", s->seat);
    json_add_code(w, "signing", YM_VOCAB_SIGNING, s->signing);
    json_add_optional(w, "document_code", s->document_code);
    json_add_optional(w, "sha256", s->sha256);
    json_add_instant(w, "at", s->at);
    json_add_day(w, "date", s->date);
    json_put_object_end(w);
}

/* The version that binds: in force, or complete and waiting for the court that has the case. */
static const struct app_version *binding(const struct app_agreement *a)
{
    const struct app_version *v = app_agreement_in_force(a);

    return v != NULL ? v : app_agreement_open(a);
}

void court_put_agreement(struct json_out *w, const struct court_history *h)
{
    const struct app_version *v = binding(&h->agreement);

    json_put_key(w, "agreement");
    if (v == NULL) {
        json_put_null(w);
        return;
    }
    json_put_object(w);
    json_add_int(w, "version", v->number);
    json_add_word(w, "form", v->is_oral ? "oral" : "written");
    json_add_day(w, "effective_on", v->effective_on);
    json_add_optional(w, "terms", v->terms);
    json_add_optional(w, "facts", v->facts);
    json_put_key(w, "obligations");
    json_put_array(w);
    for (size_t i = 0; i < v->ndebts; i++)
        put_debt(w, &v->debts[i], i);
    json_put_array_end(w);
    json_put_key(w, "signatures");
    json_put_array(w);
    for (size_t i = 0; i < v->nsignatures; i++)
        put_signature(w, &v->signatures[i]);
    json_put_array_end(w);
    json_put_object_end(w);
}
