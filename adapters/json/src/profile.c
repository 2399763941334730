/* SPDX-License-Identifier: Apache-2.0 */
#include "json/profile.h"

#include <string.h>

#include "yima/number.h"

#define MONTH_CHARS 7 /* of a day's text: "2026-10" */
#define HEX_MAX     (2 * JSON_PROFILE_NONCE_LEN + 1)

static int sign(int64_t v)
{
    return v < 0 ? -1 : v > 0;
}

int json_profile_compare(const struct json_profile_item *a, const struct json_profile_item *b)
{
    if (a->day != b->day)
        return sign((int64_t)a->day - b->day);
    if (a->dispute.v != b->dispute.v)
        return a->dispute.v < b->dispute.v ? -1 : 1;
    if (a->seq != b->seq)
        return a->seq < b->seq ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind - b->kind;
    return a->item != b->item ? a->item - b->item : a->seat - b->seat;
}

ym_day json_profile_oldest(const struct json_profile *p, uint16_t expiry_days)
{
    ym_day oldest = YM_DAY_NONE;

    if (p->older > 0)
        return ym_day_plus(ym_day_plus_months(p->month, 1), -((int32_t)expiry_days + 1));
    for (size_t i = 0; i < p->nitems; i++) {
        const struct json_profile_item *it = &p->items[i];
        const ym_day of = it->of != YM_DAY_NONE ? it->of : it->day;

        if (oldest == YM_DAY_NONE || of < oldest)
            oldest = of;
    }
    return oldest;
}

static void hex_of(const unsigned char *at, size_t n, char *ret)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < n; i++) {
        ret[2 * i] = digits[at[i] >> 4];
        ret[2 * i + 1] = digits[at[i] & 15];
    }
    ret[2 * n] = '\0';
}

/* ---- Writing ---- */

static void put_formula(struct json_out *w, const struct json_profile *p)
{
    json_put_key(w, "formula");
    json_put_object(w);
    json_add_text(w, "id", p->formula_id);
    json_add_text(w, "source", p->formula_source);
    json_add_text(w, "version", p->formula_version);
    json_put_object_end(w);
}

static void put_habits(struct json_out *w, const struct json_profile *p)
{
    json_put_key(w, "habits");
    json_put_array(w);
    for (int side = 0; side < YM_SIDE_COUNT; side++) {
        for (int type = 0; type < YM_TYPE_COUNT; type++) {
            if (p->sum.habits[side][type] == 0)
                continue;
            json_put_object(w);
            json_add_int(w, "n", p->sum.habits[side][type]);
            json_add_code(w, "side", YM_VOCAB_SIDE, side);
            json_add_code(w, "type", YM_VOCAB_TYPE, type);
            json_put_object_end(w);
        }
    }
    json_put_array_end(w);
}

static void put_points(struct json_out *w, int16_t points)
{
    if (points >= 0)
        json_add_int(w, "points", points);
    else
        json_add_null(w, "points");
}

static void put_item(struct json_out *w, const struct json_profile_item *i)
{
    char number[YM_NUMBER_COMPACT_MAX];

    ym_number_compact(i->dispute, number);
    json_put_object(w);
    json_add_day(w, "day", i->day);
    json_add_word(w, "dispute", number);
    if (i->flag != YM_CREDIT_WHY_COUNTS)
        json_add_word(w, "flag", ym_credit_why_word(i->flag)->code);
    json_add_int(w, "item", i->item);
    json_add_word(w, "kind", ym_credit_kind_word(i->kind)->code);
    if (i->of != i->day)
        json_add_day(w, "of", i->of);
    put_points(w, i->points);
    if (i->ref_seq != 0)
        json_add_int(w, "ref", i->ref_seq);
    json_add_int(w, "rule", i->rule);
    json_add_int(w, "seat", i->seat);
    json_add_int(w, "seq", i->seq);
    json_add_code(w, "type", YM_VOCAB_TYPE, i->type);
    json_add_int(w, "weight", i->weight);
    json_add_word(w, "why", ym_credit_why_word(i->why)->code);
    json_put_object_end(w);
}

/* The reasons that are told: those that bar a whole dispute would tell of it. */
static bool is_told(int why)
{
    return why != YM_CREDIT_WHY_COUNTS && why != YM_CREDIT_WHY_FAMILY_VIOLENCE &&
           why != YM_CREDIT_WHY_MINOR && why != YM_CREDIT_WHY_PROTECTED;
}

static void put_not(struct json_out *w, const struct json_profile *p)
{
    json_put_key(w, "not");
    json_put_object(w);
    for (int why = 0; why < YM_CREDIT_WHY_COUNT; why++) {
        if (p->sum.not [why] > 0 && is_told(why))
            json_add_int(w, ym_credit_why_word((enum ym_credit_why)why)->code, p->sum.not [why]);
    }
    json_put_object_end(w);
}

static void put_part(struct json_out *w, const struct json_profile *p, enum ym_credit_part part)
{
    json_put_key(w, ym_credit_part_word(part)->code);
    json_put_object(w);
    json_add_int(w, "counted", p->sum.parts[part].counted);
    json_put_key(w, "kinds");
    json_put_object(w);
    for (int kind = 0; kind < YM_CREDIT_KIND_COUNT; kind++) {
        if (ym_credit_kind_part((enum ym_credit_kind)kind) == part && p->sum.n[kind] > 0)
            json_add_int(w, ym_credit_kind_word((enum ym_credit_kind)kind)->code, p->sum.n[kind]);
    }
    json_put_object_end(w);
    json_add_int(w, "minimum", p->minimum[part]);
    put_points(w, p->sum.parts[part].points);
    json_put_object_end(w);
}

static void put_rule(struct json_out *w, const struct json_profile_rule *r)
{
    json_put_object(w);
    json_add_text(w, "procedure", r->procedure);
    json_add_int(w, "rule", r->rule);
    json_add_text(w, "source", r->source);
    json_put_object_end(w);
}

static void put_items(struct json_out *w, const struct json_profile *p)
{
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < p->nitems; i++)
        put_item(w, &p->items[i]);
    json_put_array_end(w);
}

static void put_rules(struct json_out *w, const struct json_profile *p)
{
    json_put_key(w, "rules");
    json_put_array(w);
    for (size_t i = 0; i < p->nrules; i++)
        put_rule(w, &p->rules[i]);
    json_put_array_end(w);
}

void json_profile_write(const struct json_profile *p, struct ym_buf *buf)
{
    struct json_out w = json_out(buf);
    char month[YM_DAY_TEXT_MAX], nonce[HEX_MAX];

    ym_day_print(p->month, month);
    hex_of(p->nonce, sizeof(p->nonce), nonce);
    json_put_object(&w);
    put_formula(&w, p);
    put_habits(&w, p);
    put_items(&w, p);
    json_add_code(&w, "kind", YM_VOCAB_PARTY, p->kind);
    json_add_int(&w, "left_out", p->sum.left_out);
    json_add_text(&w, "month", (struct ym_span){ month, MONTH_CHARS });
    json_add_word(&w, "nonce", nonce);
    put_not(&w, p);
    json_add_int(&w, "older", p->older);
    put_part(&w, p, YM_CREDIT_PART_PARTICIPATION);
    put_part(&w, p, YM_CREDIT_PART_PERFORMANCE);
    put_rules(&w, p);
    json_add_int(&w, "v", 1);
    json_put_object_end(&w);
}

/* ---- For people ---- */

void json_profile_put_item(struct json_out *w, const struct json_profile *p,
                           const struct json_profile_item *i, bool shows_dispute)
{
    const enum ym_credit_part part = ym_credit_kind_part(i->kind);
    const struct json_profile_rule *r = &p->rules[i->rule];
    char number[YM_NUMBER_TEXT_MAX];

    ym_number_print(i->dispute, number);
    json_put_object(w);
    json_add_named(w, "part", ym_credit_part_word(part));
    json_add_named(w, "kind", ym_credit_kind_word(i->kind));
    if (shows_dispute)
        json_add_word(w, "dispute", number);
    else
        json_add_null(w, "dispute");
    json_add_named(w, "type", ym_word(YM_VOCAB_TYPE, i->type));
    json_add_int(w, "seq", i->seq);
    json_add_text(w, "procedure", r->procedure);
    json_add_int(w, "rule", r->rule);
    json_add_text(w, "source", r->source);
    json_add_day(w, "day", i->day);
    json_add_day(w, "of", i->of);
    json_add_bool(w, "counts", i->why == YM_CREDIT_WHY_COUNTS);
    json_add_named(w, "why", ym_credit_why_word(i->why));
    json_add_int(w, "weight", i->weight);
    put_points(w, i->points);
    if (i->flag != YM_CREDIT_WHY_COUNTS)
        json_add_named(w, "flag", ym_credit_why_word(i->flag));
    else
        json_add_null(w, "flag");
    json_put_object_end(w);
}
