/* SPDX-License-Identifier: Apache-2.0 */
/* The canonical bytes of a profile, read back. */
#include <string.h>

#include "json/profile.h"
#include "json/read.h"
#include "yima/number.h"

#define COUNT_MAX INT64_C(1000000000) /* of anything that is counted of one party */
#define TEXT_MAX  1000                /* characters of a source */
#define NAME_MAX  100                 /* of a version's name */

static uint32_t count_of(const struct json_at *at)
{
    return (uint32_t)json_get_int(at, 0, COUNT_MAX);
}

static uint32_t count_in(struct json_at *object, const char *key)
{
    const struct json_at at = json_member(object, key);

    return count_of(&at);
}

static uint32_t number_in(struct json_at *object, const char *key, int64_t max)
{
    const struct json_at at = json_member(object, key);

    return (uint32_t)json_get_int(&at, 0, max);
}

static struct ym_span text_in(struct json_at *object, const char *key, size_t max,
                              struct ym_arena *arena)
{
    const struct json_at at = json_member(object, key);

    return ym_arena_text(arena, json_get_text(&at, 0, max));
}

static int16_t points_in(struct json_at *object)
{
    const struct json_at at = json_member(object, "points");

    return json_is_null(&at) ? -1 : (int16_t)json_get_int(&at, 0, YM_CREDIT_POINTS_MAX);
}

static int why_find(struct ym_span code)
{
    for (int i = 0; i < YM_CREDIT_WHY_COUNT; i++) {
        if (ym_span_is(code, ym_span_of(ym_credit_why_word((enum ym_credit_why)i)->code)))
            return i;
    }
    return -1;
}

static uint8_t word_of(const struct json_at *at, int (*find)(struct ym_span code))
{
    const int found = find(json_get_line(at, 1, NAME_MAX));

    if (found < 0)
        json_refuse(at, YM_E_INVALID, "a word of credit");
    return found < 0 ? 0 : (uint8_t)found;
}

/* ---- Sums ---- */

static void read_formula(struct json_at *root, struct ym_arena *arena, struct json_profile *p)
{
    struct json_at at = json_member(root, "formula");

    p->formula_id = text_in(&at, "id", NAME_MAX, arena);
    p->formula_source = text_in(&at, "source", TEXT_MAX, arena);
    p->formula_version = text_in(&at, "version", NAME_MAX, arena);
    json_done(&at);
}

static void read_habits(struct json_at *root, struct json_profile *p)
{
    const struct json_at list = json_member(root, "habits");

    (void)json_array(&list, 0, (size_t)YM_SIDE_COUNT * YM_TYPE_COUNT);
    for (struct json_at it = { 0 }; json_next(&list, &it);) {
        const struct json_at side = json_member(&it, "side");
        const struct json_at type = json_member(&it, "type");
        uint32_t *n =
            &p->sum
                 .habits[json_get_code(&side, YM_VOCAB_SIDE)][json_get_code(&type, YM_VOCAB_TYPE)];

        *n = count_in(&it, "n");
        json_done(&it);
    }
}

/* Members that are words with a count. */
static void read_counts(const struct json_at *object, int (*find)(struct ym_span code),
                        uint32_t *ret)
{
    (void)json_object(object);
    for (struct json_at it = { 0 }; json_next(object, &it);) {
        const int found = find(ym_span_of(it.key));

        if (found < 0)
            json_refuse(&it, YM_E_INVALID, "a word of credit");
        else
            ret[found] = count_of(&it);
    }
}

static void read_part(struct json_at *root, struct json_profile *p, enum ym_credit_part part)
{
    struct json_at at = json_member(root, ym_credit_part_word(part)->code);
    const struct json_at kinds = json_member(&at, "kinds");

    p->sum.parts[part].counted = count_in(&at, "counted");
    read_counts(&kinds, ym_credit_kind_find, p->sum.n);
    p->minimum[part] = (uint8_t)number_in(&at, "minimum", UINT8_MAX);
    p->sum.parts[part].points = points_in(&at);
    json_done(&at);
}

/* ---- Items ---- */

static struct ym_id dispute_in(struct json_at *object)
{
    const struct json_at at = json_member(object, "dispute");
    struct ym_id id = { 0 };

    if (ym_number_parse(json_get_line(&at, 1, NAME_MAX), &id) != YM_NUMBER_OK)
        json_refuse(&at, YM_E_INVALID, "the number of a dispute");
    return id;
}

static struct json_profile_item read_item(struct json_at *at, size_t nrules)
{
    const struct json_at day = json_member(at, "day");
    const struct json_at of = json_optional(at, "of");
    const struct json_at flag = json_optional(at, "flag");
    const struct json_at ref = json_optional(at, "ref");
    const struct json_at kind = json_member(at, "kind");
    const struct json_at type = json_member(at, "type");
    const struct json_at why = json_member(at, "why");
    struct json_profile_item i = {
        .dispute = dispute_in(at),
        .day = json_get_day(&day),
        .flag = json_given(&flag) ? word_of(&flag, why_find) : (uint8_t)YM_CREDIT_WHY_COUNTS,
        .item = (uint8_t)number_in(at, "item", YM_OBLIGATIONS_MAX - 1),
        .kind = word_of(&kind, ym_credit_kind_find),
        .points = points_in(at),
        .ref_seq = json_given(&ref) ? (uint32_t)json_get_int(&ref, 1, YM_VERSION_MAX) : 0,
        .rule = (uint16_t)number_in(at, "rule", nrules > 0 ? (int64_t)nrules - 1 : 0),
        .seat = (uint8_t)number_in(at, "seat", YM_SEATS_MAX - 1),
        .seq = number_in(at, "seq", YM_VERSION_MAX),
        .type = (uint8_t)json_get_code(&type, YM_VOCAB_TYPE),
        .weight = (uint16_t)number_in(at, "weight", YM_CREDIT_WEIGHT_MAX),
        .why = word_of(&why, why_find),
    };

    i.of = json_given(&of) ? json_get_day(&of) : i.day;
    json_done(at);
    return i;
}

static void read_items(struct json_at *root, struct ym_arena *arena, struct json_profile *p)
{
    const struct json_at list = json_member(root, "items");
    const size_t n = json_array(&list, 0, JSON_PROFILE_ITEMS_MAX);
    struct json_profile_item *items = ym_arena_alloc(arena, n + 1, sizeof(*items));

    if (n > 0 && p->nrules == 0)
        json_refuse(&list, YM_E_INVALID, "items of rules that are told");
    for (struct json_at it = { 0 }; items != NULL && json_next(&list, &it);)
        items[it.index] = read_item(&it, p->nrules);
    p->items = items;
    p->nitems = items != NULL ? n : 0;
}

static void read_rules(struct json_at *root, struct ym_arena *arena, struct json_profile *p)
{
    const struct json_at list = json_member(root, "rules");
    const size_t n = json_array(&list, 0, JSON_PROFILE_RULES_MAX);
    struct json_profile_rule *rules = ym_arena_alloc(arena, n + 1, sizeof(*rules));

    for (struct json_at it = { 0 }; rules != NULL && json_next(&list, &it);) {
        rules[it.index] =
            (struct json_profile_rule){ .procedure = text_in(&it, "procedure", NAME_MAX, arena),
                                        .rule = (uint16_t)number_in(&it, "rule", UINT16_MAX),
                                        .source = text_in(&it, "source", TEXT_MAX, arena) };
        json_done(&it);
    }
    p->rules = rules;
    p->nrules = rules != NULL ? n : 0;
}

/* ---- All of it ---- */

static int nibble(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void read_nonce(struct json_at *root, struct json_profile *p)
{
    const struct json_at at = json_member(root, "nonce");
    const struct ym_span hex =
        json_get_line(&at, 2 * JSON_PROFILE_NONCE_LEN, 2 * JSON_PROFILE_NONCE_LEN);

    for (size_t i = 0; i < JSON_PROFILE_NONCE_LEN && hex.n == 2 * JSON_PROFILE_NONCE_LEN; i++) {
        const int high = nibble(hex.at[2 * i]);
        const int low = nibble(hex.at[2 * i + 1]);

        if (high < 0 || low < 0)
            json_refuse(&at, YM_E_INVALID, "hexadecimal digits");
        else
            p->nonce[i] = (unsigned char)(high << 4 | low);
    }
}

static void read_month(struct json_at *root, struct json_profile *p)
{
    const struct json_at at = json_member(root, "month");
    char day[YM_DAY_TEXT_MAX] = "YYYY-MM-01";
    const struct ym_span month = json_get_line(&at, 7, 7);

    if (month.n == 7)
        memcpy(day, month.at, month.n);
    if (!ym_day_parse(ym_span_of(day), &p->month))
        json_refuse(&at, YM_E_INVALID, "a month, as 2026-10");
}

static void read_all(struct json_at *root, struct ym_arena *arena, struct json_profile *p)
{
    const struct json_at kind = json_member(root, "kind");
    const struct json_at not = json_member(root, "not");

    p->kind = (uint8_t)json_get_code(&kind, YM_VOCAB_PARTY);
    p->sum.left_out = count_in(root, "left_out");
    p->older = count_in(root, "older");
    (void)number_in(root, "v", 1);
    read_month(root, p);
    read_nonce(root, p);
    read_formula(root, arena, p);
    read_habits(root, p);
    read_counts(&not, why_find, p->sum.not );
    read_rules(root, arena, p);
    read_items(root, arena, p);
    read_part(root, p, YM_CREDIT_PART_PARTICIPATION);
    read_part(root, p, YM_CREDIT_PART_PERFORMANCE);
    p->sum.parts[YM_CREDIT_PART_HABITS].points = -1;
    json_done(root);
}

enum ym_err json_profile_read(struct ym_span bytes, struct ym_arena *arena,
                              struct json_profile *ret, struct ym_error *reterr)
{
    struct json_doc *doc;
    struct json_at root;
    enum ym_err err = json_parse(bytes, JSON_PROFILE_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    memset(ret, 0, sizeof(*ret));
    root = json_root(doc);
    read_all(&root, arena, ret);
    err = json_result(doc, reterr);
    json_free(doc);
    if (err == YM_E_OK && !ym_arena_ok(arena))
        err = ym_fail(reterr, YM_E_INTERNAL, "no room to read a profile");
    return err;
}
