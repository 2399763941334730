/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/suggest.h"

#include "holds.h"

/* What is being weighed. */
struct weighing {
    const struct ym_keyword *rows;
    size_t n;
    struct ym_span title, description;
    bool is_causes;
};

/* How loud row i speaks; 0: not at all. */
static unsigned voice(const struct weighing *w, size_t i)
{
    const struct ym_keyword *row = &w->rows[i];

    if (holds(w->title, row->word))
        return 2U * row->weight;
    return holds(w->description, row->word) ? row->weight : 0;
}

/* What row i speaks for. */
static uint16_t subject(const struct weighing *w, size_t i)
{
    return w->is_causes ? w->rows[i].cause : w->rows[i].type;
}

static struct ym_suggestion weigh(const struct weighing *w, uint16_t what)
{
    struct ym_suggestion s = { .what = what };

    for (size_t i = 0; i < w->n; i++) {
        const unsigned loud = subject(w, i) == what ? voice(w, i) : 0;

        s.score = (uint16_t)(s.score + loud);
        if (loud > 0 && s.nwords < YM_SUGGEST_WORDS_MAX)
            s.words[s.nwords++] = (uint16_t)i;
    }
    return s;
}

/* Keep the best ones, in their order; equal ones in the order in which they come. */
static size_t keep(struct ym_suggestion ret[YM_SUGGEST_MAX], size_t n,
                   const struct ym_suggestion *s)
{
    size_t at = n;

    while (at > 0 && ret[at - 1].score < s->score)
        at--;
    if (at == YM_SUGGEST_MAX)
        return n;
    if (n < YM_SUGGEST_MAX)
        n++;
    for (size_t i = n - 1; i > at; i--)
        ret[i] = ret[i - 1];
    ret[at] = *s;
    return n;
}

static size_t suggest(const struct weighing *w, struct ym_suggestion ret[YM_SUGGEST_MAX])
{
    bool is_named[YM_CAUSES_MAX] = { false };
    size_t n = 0;

    assert(w->n <= YM_KEYWORDS_MAX);
    for (size_t i = 0; i < w->n; i++) {
        if (subject(w, i) < YM_CAUSES_MAX && voice(w, i) > 0)
            is_named[subject(w, i)] = true;
    }
    for (uint16_t what = 0; what < YM_CAUSES_MAX; what++) {
        struct ym_suggestion s;

        if (!is_named[what])
            continue;
        s = weigh(w, what);
        n = keep(ret, n, &s);
    }
    return n;
}

size_t ym_suggest_types(const struct ym_keyword *rows, size_t n, struct ym_span title,
                        struct ym_span description, struct ym_suggestion ret[YM_SUGGEST_MAX])
{
    const struct weighing w = { rows, n, title, description, false };

    return suggest(&w, ret);
}

size_t ym_suggest_causes(const struct ym_keyword *rows, size_t n, struct ym_span title,
                         struct ym_span description, struct ym_suggestion ret[YM_SUGGEST_MAX])
{
    const struct weighing w = { rows, n, title, description, true };

    return suggest(&w, ret);
}
