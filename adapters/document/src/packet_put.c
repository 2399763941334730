/* SPDX-License-Identifier: Apache-2.0 */
/* The packet as JSON. */
#include "document/packet.h"
#include "yima/number.h"
#include "json/said.h"

static void put_word(struct json_out *w, const char *key, enum ym_vocab_id vocab, int index)
{
    const struct ym_word *word = ym_word(vocab, index);

    json_add_named(w, key, word);
}

static void put_named(struct json_out *w, const char *key, const struct app_named *named)
{
    if (named->id == 0) {
        json_add_null(w, key);
        return;
    }
    json_put_key(w, key);
    json_put_object(w);
    json_add_int64(w, "id", named->id);
    json_add_optional(w, "name", named->name);
    json_add_optional(w, "phone", named->phone);
    json_put_object_end(w);
}

static void put_seat(struct json_out *w, const char *key, uint8_t seat)
{
    if (seat < YM_SEATS_MAX)
        json_add_int(w, key, seat);
    else
        json_add_null(w, key);
}

static void put_hash(struct json_out *w, const unsigned char hash[32])
{
    static const char digits[] = "0123456789abcdef";
    char text[64];

    for (size_t i = 0; i < 32; i++) {
        text[2 * i] = digits[hash[i] >> 4];
        text[2 * i + 1] = digits[hash[i] & 15];
    }
    json_add_text(w, "sha256", (struct ym_span){ text, sizeof(text) });
}

static void put_party(struct json_out *w, const struct doc_packet_party *p, size_t seat)
{
    json_put_object(w);
    json_add_int(w, "seat", (int64_t)seat);
    put_word(w, "side", YM_VOCAB_SIDE, p->side);
    put_word(w, "kind", YM_VOCAB_PARTY, p->kind);
    json_add_text(w, "name", p->name);
    json_add_optional(w, "identity", p->identity);
    json_add_optional(w, "phone", p->phone);
    json_add_optional(w, "address", p->address);
    json_add_optional(w, "agent", p->agent);
    json_add_optional(w, "agent_phone", p->agent_phone);
    json_put_key(w, "on_file");
    json_put_object(w);
    json_add_bool(w, "identity", p->has_identity);
    json_add_bool(w, "phone", p->has_phone);
    json_add_bool(w, "address", p->has_address);
    json_put_object_end(w);
    json_put_object_end(w);
}

static void put_parties(struct json_out *w, const struct doc_packet *p)
{
    json_put_key(w, "parties");
    json_put_array(w);
    for (size_t i = 0; i < p->nparties; i++)
        put_party(w, &p->parties[i], i);
    json_put_array_end(w);
}

static void put_facts(struct json_out *w, const struct doc_packet *p)
{
    json_put_key(w, "undisputed_facts");
    json_put_array(w);
    for (size_t i = 0; i < p->nfacts; i++) {
        json_put_object(w);
        json_add_int64(w, "id", p->undisputed[i].note);
        json_add_instant(w, "at", p->undisputed[i].at);
        json_add_text(w, "text", p->undisputed[i].text);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_papers(struct json_out *w, const struct doc_packet *p)
{
    json_put_key(w, "evidence");
    json_put_array(w);
    for (size_t i = 0; i < p->npapers; i++) {
        const struct doc_packet_paper *paper = &p->papers[i];

        json_put_object(w);
        json_add_int64(w, "id", paper->id);
        json_add_text(w, "name", paper->name);
        json_add_text(w, "purpose_zh", paper->purpose_zh);
        json_add_text(w, "purpose_en", paper->purpose_en);
        json_add_text(w, "media", paper->media);
        json_add_int(w, "bytes", (int64_t)paper->bytes);
        put_hash(w, paper->sha256);
        put_seat(w, "seat", paper->seat);
        json_add_instant(w, "at", paper->at);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_supplements(struct json_out *w, const struct doc_packet *p)
{
    json_put_key(w, "supplements");
    json_put_array(w);
    for (size_t i = 0; i < p->nsupplements; i++) {
        json_put_object(w);
        json_add_instant(w, "at", p->supplements[i].at);
        json_add_text(w, "text", p->supplements[i].text);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_obligation(struct json_out *w, const struct ym_obligation *o, size_t n,
                           uint8_t result)
{
    json_put_object(w);
    json_add_int(w, "n", (int64_t)n);
    json_add_obligation(w, o);
    if (result != YM_RESULT_NONE)
        put_word(w, "result", YM_VOCAB_RESULT, result);
    else
        json_add_null(w, "result");
    json_put_object_end(w);
}

static void put_agreement(struct json_out *w, const struct doc_packet_agreement *a)
{
    if (a == NULL) {
        json_add_null(w, "agreement");
        return;
    }
    json_put_key(w, "agreement");
    json_put_object(w);
    json_add_word(w, "form", a->is_oral ? "oral" : "written");
    json_add_text(w, "terms", a->terms);
    json_add_day(w, "effective_on", a->effective_on);
    json_put_key(w, "obligations");
    json_put_array(w);
    for (size_t i = 0; i < a->n; i++)
        put_obligation(w, &a->obligations[i], i, a->results[i]);
    json_put_array_end(w);
    json_put_object_end(w);
}

static void put_mediation(struct json_out *w, const struct doc_packet *p)
{
    json_put_key(w, "mediation");
    json_put_object(w);
    put_named(w, "body", &p->body);
    json_add_instant(w, "received_at", p->received_at);
    json_add_day(w, "ended_on", p->ended_on);
    if (p->ground != YM_GROUND_NONE)
        put_word(w, "ground", YM_VOCAB_GROUND, p->ground);
    else
        json_add_null(w, "ground");
    json_put_object_end(w);
}

static void put_answer(struct json_out *w, const struct doc_packet_answer *a)
{
    if (a->at == YM_USEC_NONE) {
        json_add_null(w, "answer");
        return;
    }
    json_put_key(w, "answer");
    json_put_object(w);
    put_word(w, "command", YM_VOCAB_COMMAND, a->command);
    json_add_instant(w, "at", a->at);
    json_add_day(w, "date", a->date);
    json_add_optional(w, "reason", a->reason);
    json_put_object_end(w);
}

/* "ready": nothing is missing without which it cannot be submitted. */
static void put_lacks(struct json_out *w, const struct doc_packet *p)
{
    bool is_ready = true;

    json_put_key(w, "missing");
    json_put_array(w);
    for (int i = 0; i < DOC_LACK_COUNT; i++) {
        const struct doc_lack_row *row = doc_lack_row((enum doc_lack)i);

        if ((p->lacks >> i & 1U) == 0)
            continue;
        is_ready = is_ready && !row->stops;
        json_put_object(w);
        json_add_word(w, "code", row->code);
        json_add_word(w, "severity", row->stops ? "stops" : "warns");
        json_add_word(w, "zh", row->zh);
        json_add_word(w, "en", row->en);
        json_add_word(w, "source", row->source);
        json_put_object_end(w);
    }
    json_put_array_end(w);
    json_add_bool(w, "ready", is_ready);
}

void doc_packet_put(const struct doc_packet *p, struct json_out *w)
{
    char compact[YM_NUMBER_COMPACT_MAX];
    char number[YM_NUMBER_TEXT_MAX];

    ym_number_compact(p->dispute, compact);
    ym_number_print(p->dispute, number);
    json_put_object(w);
    json_add_word(w, "id", compact);
    json_add_word(w, "number", number);
    json_add_int(w, "version", p->version);
    json_add_text(w, "title", p->title);
    put_word(w, "type", YM_VOCAB_TYPE, p->type);
    put_word(w, "stage", YM_VOCAB_STAGE, p->stage);
    json_add_optional(w, "region", p->region);
    put_mediation(w, p);
    put_named(w, "court", &p->court);
    json_add_optional(w, "case_number", p->case_number);
    json_add_instant(w, "submitted_at", p->submitted_at);
    put_seat(w, "filer", p->filer);
    put_parties(w, p);
    json_add_optional(w, "claims", p->claims);
    json_add_optional(w, "facts", p->facts);
    put_supplements(w, p);
    put_facts(w, p);
    put_papers(w, p);
    put_agreement(w, p->agreement);
    put_answer(w, &p->answer);
    json_add_int(w, "copies", p->copies);
    put_lacks(w, p);
    json_put_object_end(w);
}
