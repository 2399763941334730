/* SPDX-License-Identifier: Apache-2.0 */
/* A profile as it is told: the words of the lists beside each count, and what has changed since it
 * was frozen. A frozen profile is never altered; its flags are those of this moment. */
#include <string.h>

#include "api_credit.h"
#include "yima/number.h"

/* The next run leaves the item out. It is not said why: who reads it may be the one whom the other
 * party is protected from. */
static const struct ym_word leaving = { "leaving", "下次生成时移出", "leaves with the next run" };

bool api_credit_is_hidden(const struct api_credit *c, struct ym_id dispute)
{
    for (size_t i = 0; i < c->nhidden; i++) {
        if (c->hidden[i].v == dispute.v)
            return true;
    }
    return false;
}

/* ---- Items ---- */

struct app_item api_credit_item(const struct json_profile_item *i)
{
    return (struct app_item){ i->dispute, i->seq, i->kind, i->item };
}

/* How it stands now: an objection that is open or was upheld, whatever was frozen. */
static const struct ym_word *flag_of(const struct api_credit *c, const struct json_profile_item *i)
{
    const struct app_item name = api_credit_item(i);

    if (api_credit_is_hidden(c, i->dispute))
        return &leaving;
    for (size_t k = 0; k < c->nflags; k++) {
        if (!app_item_is(&c->flags[k].item, &name))
            continue;
        if (c->flags[k].state == APP_OBJECTION_OPEN)
            return ym_credit_why_word(YM_CREDIT_WHY_DISPUTED);
        if (c->flags[k].state == APP_OBJECTION_UPHELD)
            return ym_credit_why_word(YM_CREDIT_WHY_UPHELD);
        return NULL;
    }
    return i->flag == YM_CREDIT_WHY_UPHELD ? ym_credit_why_word(YM_CREDIT_WHY_UPHELD) : NULL;
}

static void put_place(struct json_out *w, const struct json_profile_item *i, bool is_shown)
{
    char number[YM_NUMBER_TEXT_MAX];

    if (is_shown) {
        ym_number_print(i->dispute, number);
        json_add_word(w, "dispute", number);
        json_add_int(w, "seq", i->seq);
    } else {
        json_add_null(w, "dispute");
        json_add_null(w, "seq");
    }
}

/* index: names an item of another dispute to who has no part in it. */
static void put_item(struct api_credit *c, const struct json_profile_item *i, size_t index,
                     bool is_own)
{
    const struct json_profile_rule *rule = &c->profile.rules[i->rule];
    const struct app_item item = api_credit_item(i);
    const bool is_shown = is_own || i->dispute.v == c->op->id.v;
    const struct ym_word *flag = flag_of(c, i);
    struct json_out *w = &c->op->w;
    char name[APP_ITEM_NAME_MAX];

    json_put_object(w);
    if (is_shown) {
        app_item_print(&item, name);
        json_add_word(w, "item", name);
    } else {
        json_add_int64(w, "item", (int64_t)index + 1);
    }
    json_add_named(w, "part",
                   ym_credit_part_word(ym_credit_kind_part((enum ym_credit_kind)i->kind)));
    json_add_named(w, "kind", ym_credit_kind_word((enum ym_credit_kind)i->kind));
    json_add_named(w, "type", ym_word(YM_VOCAB_TYPE, i->type));
    put_place(w, i, is_shown);
    json_add_int(w, "obligation", i->item);
    json_add_int(w, "rule", rule->rule);
    json_add_text(w, "procedure", rule->procedure);
    json_add_text(w, "source", rule->source);
    json_add_day(w, "day", i->of != YM_DAY_NONE ? i->of : i->day);
    json_add_day(w, "recorded_on", i->day);
    json_add_bool(w, "counts", i->why == YM_CREDIT_WHY_COUNTS);
    json_add_named(w, "why", ym_credit_why_word((enum ym_credit_why)i->why));
    json_add_int(w, "weight", i->weight);
    if (i->points >= 0)
        json_add_int(w, "points", i->points);
    else
        json_add_null(w, "points");
    if (flag != NULL)
        json_add_named(w, "flag", flag);
    else
        json_add_null(w, "flag");
    json_put_object_end(w);
}

/* ---- Parts ---- */

static void put_part(struct api_credit *c, const char *key, enum ym_credit_part part)
{
    const struct ym_credit_sum *sum = &c->profile.sum;
    const struct ym_credit_part_sum *p = &sum->parts[part];
    struct json_out *w = &c->op->w;

    json_put_key(w, key);
    json_put_object(w);
    if (p->points >= 0)
        json_add_int(w, "points", p->points);
    else
        json_add_null(w, "points");
    json_add_int(w, "counted", p->counted);
    json_add_int(w, "minimum", c->profile.minimum[part]);
    json_put_key(w, "kinds");
    json_put_array(w);
    for (int k = 0; k < YM_CREDIT_KIND_COUNT; k++) {
        if (sum->n[k] == 0 || ym_credit_kind_part((enum ym_credit_kind)k) != part)
            continue;
        json_put_object(w);
        json_put_names(w, ym_credit_kind_word((enum ym_credit_kind)k));
        json_add_int(w, "n", sum->n[k]);
        json_put_object_end(w);
    }
    json_put_array_end(w);
    json_put_object_end(w);
}

static void put_habits(struct api_credit *c)
{
    struct json_out *w = &c->op->w;

    json_put_key(w, "habits");
    json_put_array(w);
    for (int side = 0; side < YM_SIDE_COUNT; side++) {
        for (int type = 0; type < YM_TYPE_COUNT; type++) {
            const uint32_t n = c->profile.sum.habits[side][type];

            if (n == 0)
                continue;
            json_put_object(w);
            json_add_named(w, "side", ym_word(YM_VOCAB_SIDE, side));
            json_add_named(w, "type", ym_word(YM_VOCAB_TYPE, type));
            json_add_int(w, "n", n);
            json_put_object_end(w);
        }
    }
    json_put_array_end(w);
}

/* What does not count, and why: each reason in words, so that nothing is left unexplained. */
static void put_reasons(struct api_credit *c)
{
    struct json_out *w = &c->op->w;

    json_put_key(w, "left_out");
    json_put_array(w);
    for (int why = 0; why < YM_CREDIT_WHY_COUNT; why++) {
        const uint32_t n = c->profile.sum.not [why];

        if (n == 0)
            continue;
        json_put_object(w);
        json_put_names(w, ym_credit_why_word((enum ym_credit_why)why));
        json_add_int(w, "n", n);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_profile(struct api_credit *c, bool is_own)
{
    const struct json_profile *p = &c->profile;
    struct json_out *w = &c->op->w;

    json_put_key(w, "profile");
    json_put_object(w);
    api_put_month(w, "month", p->month);
    json_add_int(w, "run", c->run);
    json_add_named(w, "kind", ym_word(YM_VOCAB_PARTY, p->kind));
    json_put_key(w, "formula");
    json_put_object(w);
    json_add_text(w, "id", p->formula_id);
    json_add_text(w, "version", p->formula_version);
    json_add_text(w, "source", p->formula_source);
    json_put_object_end(w);
    put_habits(c);
    put_part(c, "participation", YM_CREDIT_PART_PARTICIPATION);
    put_part(c, "performance", YM_CREDIT_PART_PERFORMANCE);
    put_reasons(c);
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < p->nitems; i++)
        put_item(c, &p->items[i], i, is_own);
    json_put_array_end(w);
    json_add_int(w, "older", p->older);
    json_put_object_end(w);
}

/* ---- The answer ---- */

static void put_statement(struct api_credit *c)
{
    struct json_out *w = &c->op->w;

    json_put_key(w, "statement");
    if (c->statement.n == 0) {
        json_put_null(w);
        return;
    }
    json_put_object(w);
    json_add_text(w, "text", c->statement);
    json_add_instant(w, "at", c->stated_at);
    json_put_object_end(w);
}

void api_credit_put_answer(struct api_credit *c, bool is_own)
{
    struct json_out *w = &c->op->w;
    char text[APP_MONTH_TEXT_MAX];

    json_put_object(w);
    if (c->has_profile) {
        put_profile(c, is_own);
        json_add_null(w, "none");
    } else {
        json_add_null(w, "profile");
        json_add_named(w, "none", app_credit_none_word(c->none));
    }
    json_put_key(w, "months");
    json_put_array(w);
    for (size_t i = 0; is_own && i < c->nmonths; i++) {
        app_month_print(c->months[i], text);
        json_put_word(w, text);
    }
    json_put_array_end(w);
    put_statement(c);
    json_put_object_end(w);
}
