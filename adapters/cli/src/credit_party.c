/* SPDX-License-Identifier: Apache-2.0 */
#include "credit_party.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/month.h"

void credit_party_begin(struct credit_party *p, const unsigned char party[APP_CREDIT_PARTY_LEN],
                        uint8_t kind, ym_day adult_on)
{
    memcpy(p->party, party, APP_CREDIT_PARTY_LEN);
    p->kind = kind;
    p->adult_on = adult_on;
    p->oldest = YM_DAY_NONE;
    p->formula = *p->ground->formula;
    p->formula.expiry_days = app_credit_drawn_days(p->formula.expiry_days);
    memset(&p->sum, 0, sizeof(p->sum));
    p->older = 0;
    p->ncollected = 0;
}

bool credit_party_is_minor(const struct credit_party *p)
{
    return p->adult_on != YM_DAY_NONE && p->adult_on >= p->ground->end;
}

/* ---- Collecting ---- */

static int compare(const void *a, const void *b)
{
    const struct credit_collected *x = a;
    const struct credit_collected *y = b;

    return json_profile_compare(&x->item, &y->item);
}

/* Keep the newest `most` of what is collected, in order. */
static void keep_newest(struct credit_party *p, size_t most)
{
    qsort(p->collected, p->ncollected, sizeof(p->collected[0]), compare);
    if (p->ncollected <= most)
        return;
    p->older += (uint32_t)(p->ncollected - most);
    memmove(p->collected, p->collected + p->ncollected - most, most * sizeof(p->collected[0]));
    p->ncollected = most;
}

static void collect(struct credit_party *p, const struct ym_credit_entry *e,
                    const struct ym_credit_view *v)
{
    const struct ym_credit_item *i = &e->log->items[v->number];

    if (p->oldest == YM_DAY_NONE || i->of < p->oldest)
        p->oldest = i->of;
    p->collected[p->ncollected++] = (struct credit_collected){ .item = { .dispute = e->dispute,
                                                                         .seq = i->seq,
                                                                         .ref_seq = i->ref_seq,
                                                                         .day = i->day,
                                                                         .of = i->of,
                                                                         .weight = v->weight,
                                                                         .points = v->points,
                                                                         .seat = i->seat,
                                                                         .type = e->type,
                                                                         .kind = i->kind,
                                                                         .item = i->item,
                                                                         .why = v->why,
                                                                         .flag = v->flag },
                                                               .procedure = i->procedure,
                                                               .rule = i->rule };
}

enum ym_err credit_party_add(struct credit_party *p, struct ym_credit_entry *e,
                             struct ym_error *reterr)
{
    const struct credit_ground *g = p->ground;
    size_t n;

    if (e->bar == YM_CREDIT_WHY_COUNTS && p->adult_on != YM_DAY_NONE &&
        ym_day_of(ym_id_at(e->dispute)) < p->adult_on)
        e->bar = YM_CREDIT_WHY_MINOR;
    if (e->bar != YM_CREDIT_WHY_COUNTS && e->bar != YM_CREDIT_WHY_MINOR)
        p->tally[APP_CREDIT_N_PROTECTED]++;
    if (!ym_credit_add(&p->sum, &p->formula, e, g->end, p->views, &n))
        return ym_fail(reterr, YM_E_TOO_LARGE, "a party has more than %d disputes",
                       YM_CREDIT_ENTRIES_MAX);
    if (p->ncollected + n > CREDIT_COLLECT_MAX)
        keep_newest(p, JSON_PROFILE_ITEMS_MAX);
    for (size_t i = 0; i < n; i++)
        collect(p, e, &p->views[i]);
    return YM_E_OK;
}

/* ---- Rules ---- */

static const struct ym_procedure *procedure_of(const struct credit_party *p, unsigned number)
{
    return number <= YM_PROCEDURES_MAX ? ym_procedures_get(p->ground->procedures, (uint16_t)number)
                                       : NULL;
}

static struct ym_span name_of(struct credit_party *p, const struct ym_procedure *procedure)
{
    char *name = p->names[procedure->number];

    if (name[0] == '\0')
        (void)snprintf(name, sizeof(p->names[0]), "%s/%s", procedure->id, procedure->version);
    return ym_span_of(name);
}

static int compare_rule(const struct json_profile_rule *a, const struct json_profile_rule *b)
{
    const size_t n = a->procedure.n < b->procedure.n ? a->procedure.n : b->procedure.n;
    const int c = memcmp(a->procedure.at, b->procedure.at, n);

    if (c != 0)
        return c;
    if (a->procedure.n != b->procedure.n)
        return a->procedure.n < b->procedure.n ? -1 : 1;
    return (int)a->rule - b->rule;
}

/* Where a rule stands or belongs among n sorted ones. */
static size_t place_of(const struct json_profile_rule *rules, size_t n,
                       const struct json_profile_rule *rule)
{
    size_t lo = 0;
    size_t hi = n;

    while (lo < hi) {
        const size_t at = lo + (hi - lo) / 2;

        if (compare_rule(&rules[at], rule) < 0)
            lo = at + 1;
        else
            hi = at;
    }
    return lo;
}

static enum ym_err rule_of(struct credit_party *p, const struct credit_collected *c,
                           struct json_profile_rule *ret, struct ym_error *reterr)
{
    const struct ym_procedure *procedure = procedure_of(p, c->procedure);
    const struct ym_rule *rule = procedure != NULL ? ym_procedure_rule(procedure, c->rule) : NULL;

    if (rule == NULL)
        return ym_fail(reterr, YM_E_INTERNAL,
                       "an event names rule %u of procedure version number %u, which this program "
                       "does not know: run the newest one",
                       c->rule, c->procedure);
    *ret = (struct json_profile_rule){ .procedure = name_of(p, procedure),
                                       .rule = c->rule,
                                       .source = ym_span_of(rule->source) };
    return YM_E_OK;
}

/* The rules of all items, each once and in order; then the items, told by them. */
static enum ym_err number_rules(struct credit_party *p, size_t *ret_n, struct ym_error *reterr)
{
    struct json_profile_rule rule;
    enum ym_err err = YM_E_OK;
    size_t n = 0;

    for (size_t i = 0; i < p->ncollected && err == YM_E_OK; i++) {
        size_t at;

        err = rule_of(p, &p->collected[i], &rule, reterr);
        if (err != YM_E_OK)
            return err;
        at = place_of(p->rules, n, &rule);
        if (at < n && compare_rule(&p->rules[at], &rule) == 0)
            continue;
        memmove(p->rules + at + 1, p->rules + at, (n - at) * sizeof(p->rules[0]));
        p->rules[at] = rule;
        n++;
    }
    for (size_t i = 0; i < p->ncollected && err == YM_E_OK; i++) {
        err = rule_of(p, &p->collected[i], &rule, reterr);
        p->items[i] = p->collected[i].item;
        p->items[i].rule = (uint16_t)place_of(p->rules, n, &rule);
    }
    *ret_n = n;
    return err;
}

/* ---- The bytes ---- */

static void nonce_of(const struct credit_party *p, unsigned char ret[JSON_PROFILE_NONCE_LEN])
{
    const struct app_secrets *s = p->ground->secrets;
    char label[APP_CREDIT_LABEL_MAX];
    unsigned char hash[32];

    s->keyed_hash(s->ring, YM_SPAN("yima credit profile"),
                  app_credit_label(p->ground->month, p->party, label), hash);
    memcpy(ret, hash, JSON_PROFILE_NONCE_LEN);
}

static struct json_profile profile_of(const struct credit_party *p, size_t nrules)
{
    const struct ym_credit_formula *f = p->ground->formula;
    struct json_profile ret = { .month = p->ground->month,
                                .kind = p->kind,
                                .formula_id = ym_span_of(f->id),
                                .formula_version = ym_span_of(f->version),
                                .formula_source = ym_span_of(f->source),
                                .sum = p->sum,
                                .older = p->older,
                                .nitems = p->ncollected,
                                .nrules = nrules,
                                .items = p->items,
                                .rules = p->rules };

    memcpy(ret.minimum, f->minimum, sizeof(ret.minimum));
    nonce_of(p, ret.nonce);
    return ret;
}

static void count(struct credit_party *p)
{
    const struct ym_credit_sum *s = &p->sum;

    p->tally[p->kind == YM_PARTY_NATURAL ? APP_CREDIT_N_NATURAL : APP_CREDIT_N_LEGAL]++;
    p->tally[APP_CREDIT_N_LISTED] += (int64_t)p->ncollected;
    p->tally[APP_CREDIT_N_SUMMED] += p->older;
    p->tally[APP_CREDIT_N_COUNTED] += (int64_t)s->parts[YM_CREDIT_PART_PARTICIPATION].counted +
                                      s->parts[YM_CREDIT_PART_PERFORMANCE].counted;
    p->tally[APP_CREDIT_N_DISPUTED] +=
        (int64_t)s->not [YM_CREDIT_WHY_DISPUTED] + s->not [YM_CREDIT_WHY_UPHELD];
}

enum ym_err credit_party_close(struct credit_party *p, struct json_profile *ret, struct ym_buf *buf,
                               bool *ret_is_empty, struct ym_error *reterr)
{
    size_t most = JSON_PROFILE_ITEMS_MAX;
    size_t nrules;
    enum ym_err err;

    *ret_is_empty = p->ncollected == 0 && p->older == 0;
    ym_credit_close(&p->sum, &p->formula);
    if (*ret_is_empty)
        return YM_E_OK;
    do { /* what does not fit is told in the sums alone */
        keep_newest(p, most);
        err = number_rules(p, &nrules, reterr);
        if (err != YM_E_OK)
            return err;
        *ret = profile_of(p, nrules);
        ym_buf_release(buf);
        ym_buf_init(buf, JSON_PROFILE_BYTES_MAX);
        json_profile_write(ret, buf);
        most /= 2;
    } while (!ym_buf_ok(buf) && most > 0);
    if (!ym_buf_ok(buf))
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for a profile");
    count(p);
    return YM_E_OK;
}
