/* SPDX-License-Identifier: Apache-2.0 */
#include "outcome.h"

#include <stdio.h>
#include <string.h>

void story_describe(const struct story_seen *seen, char out[STORY_TEXT_MAX])
{
    if (seen->refusal != NULL)
        (void)snprintf(out, STORY_TEXT_MAX, "refused %s rule %u", seen->refusal, seen->rule);
    else
        (void)snprintf(out, STORY_TEXT_MAX, "rule %u %s/%s/%s %s", seen->rule, seen->state[0],
                       seen->state[1], seen->state[2], seen->colour);
}

/* "AGREED/CONFIRM_OPEN": as many tracks as the story names. */
static bool states_match(struct ym_span want, const struct story_seen *seen)
{
    for (int track = 0; track < YM_TRACKS; track++) {
        const char *const slash = memchr(want.at, '/', want.n);
        const size_t n = slash != NULL ? (size_t)(slash - want.at) : want.n;

        if (!ym_span_is((struct ym_span){ want.at, n }, ym_span_of(seen->state[track])))
            return false;
        if (slash == NULL)
            return true;
        want.at += n + 1;
        want.n -= n + 1;
    }
    return false;
}

static bool colour_matches(struct ym_span want, const struct story_seen *seen)
{
    return story_is(want, seen->colour) ||
           (story_is(want, "grey") && strcmp(seen->colour, "none") == 0);
}

static bool rule_matches(struct ym_span want, const struct story_seen *seen)
{
    long rule;

    return story_number(want, UINT16_MAX, &rule) && rule == seen->rule;
}

/* rule N STATE colour [gives DOCUMENT...] */
static bool happened(const struct story_words *w, size_t i, const struct story_seen *seen)
{
    if (w->n < i + 4 || !story_is(w->at[i], "rule") || seen->refusal != NULL ||
        !rule_matches(w->at[i + 1], seen) || !states_match(w->at[i + 2], seen) ||
        !colour_matches(w->at[i + 3], seen))
        return false;
    i += 4;
    if (i == w->n)
        return true;
    if (!story_is(w->at[i], "gives") || i + 1 == w->n)
        return false;
    for (i++; i < w->n; i++) {
        const int document = ym_vocab_find(YM_VOCAB_DOCUMENT, w->at[i]);

        if (document < 0 || (seen->documents >> document & 1U) == 0)
            return false;
    }
    return true;
}

/* refused CODE [rule N] [missing FIELD...] */
static bool was_refused(const struct story_words *w, size_t i, const struct story_seen *seen)
{
    uint64_t missing = 0;

    if (w->n < i + 2 || seen->refusal == NULL)
        return false;
    if (seen->is_hidden)
        return true;
    if (!story_is(w->at[i + 1], seen->refusal))
        return false;
    i += 2;
    if (i + 1 < w->n && story_is(w->at[i], "rule")) {
        if (!rule_matches(w->at[i + 1], seen))
            return false;
        i += 2;
    }
    if (i == w->n)
        return true;
    if (!story_is(w->at[i], "missing"))
        return false;
    for (i++; i < w->n; i++) {
        const int field = ym_vocab_find(YM_VOCAB_FIELD, w->at[i]);

        if (field < 0)
            return false;
        missing |= UINT64_C(1) << field;
    }
    return missing == seen->missing;
}

bool story_came_true(const struct story_words *w, size_t i, const struct story_seen *seen)
{
    if (i < w->n && story_is(w->at[i], "refused"))
        return was_refused(w, i, seen);
    return happened(w, i, seen);
}
