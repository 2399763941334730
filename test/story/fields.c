/* SPDX-License-Identifier: Apache-2.0 */
#include "fields.h"

size_t story_find(const struct story_words *w, const char *word)
{
    size_t i = 0;

    while (i < w->n && !story_is(w->at[i], word))
        i++;
    return i;
}

static bool read_code(struct ym_span value, enum ym_vocab_id vocab, int *ret)
{
    *ret = ym_vocab_find(vocab, value);
    return *ret >= 0;
}

static bool read_weight(struct ym_span value, uint8_t *ret)
{
    long n;

    if (!story_number(value, 3, &n))
        return false;
    *ret = (uint8_t)n;
    return true;
}

/* One word of `register`, which takes no fields as other commands do. */
static bool read_intake(const struct json_pair *pair, struct story_intake *ret)
{
    int code;

    if (story_is(pair->key, "type") && read_code(pair->value, YM_VOCAB_TYPE, &code))
        ret->type = (enum ym_type)code;
    else if (story_is(pair->key, "channel") && read_code(pair->value, YM_VOCAB_CHANNEL, &code))
        ret->channel = (enum ym_channel)code;
    else if (story_is(pair->key, "source") && read_code(pair->value, YM_VOCAB_SOURCE, &code))
        ret->source = (enum ym_source)code;
    else if (story_is(pair->key, "body"))
        ret->body = pair->value;
    else if (story_is(pair->key, "joint") && story_is(pair->value, "yes"))
        ret->joint = true;
    else if (story_is(pair->key, "harm"))
        return read_weight(pair->value, &ret->harm);
    else if (story_is(pair->key, "urgency"))
        return read_weight(pair->value, &ret->urgency);
    else
        return story_is(pair->key, "scope") && read_weight(pair->value, &ret->scope);
    return true;
}

static bool write_out(struct json_pair *pair, struct story_lists *lists)
{
    if (story_is(pair->key, "owes")) {
        if (!story_owes(pair->value, lists->owes))
            return false;
        *pair = (struct json_pair){ YM_SPAN("obligations"), ym_span_of(lists->owes) };
    } else if (story_is(pair->key, "attendance")) {
        if (!story_attended(pair->value, lists->attended))
            return false;
        pair->value = ym_span_of(lists->attended);
    }
    return true;
}

bool story_read_fields(const struct story_words *w, size_t until, struct story_act *act,
                       struct json_pair fields[STORY_FIELDS_MAX], struct story_lists *lists)
{
    for (size_t i = 1; i < until; i++) {
        struct json_pair pair;

        if (!story_pair(w->at[i], &pair))
            return false;
        if (act->command == YM_CMD_REGISTER) {
            if (!read_intake(&pair, &act->intake) || story_receiver(&act->intake) == NULL)
                return false;
        } else {
            if (act->nfields == STORY_FIELDS_MAX || !write_out(&pair, lists))
                return false;
            fields[act->nfields++] = pair;
        }
    }
    act->fields = fields;
    return true;
}

long story_read_times(const struct story_words *w)
{
    const size_t arrow = story_find(w, "->");
    long times = 1;

    if (arrow == w->n || (arrow != 2 && arrow != 4))
        return 0;
    if (arrow == 4 && (!story_is(w->at[3], "times") || !story_number(w->at[2], 1000, &times)))
        return 0;
    return times;
}

bool story_read_parties(const struct story_words *w, struct story_intake *ret)
{
    *ret = (struct story_intake){ .type = YM_TYPE_OTHER };
    for (size_t i = 1; i + 1 < w->n; i += 2) {
        long n;

        if (!story_number(w->at[i], YM_SEATS_MAX, &n))
            return false;
        if (story_is(w->at[i + 1], "claimant"))
            ret->claimants = (uint8_t)n;
        else if (story_is(w->at[i + 1], "respondent"))
            ret->respondents = (uint8_t)n;
        else if (story_is(w->at[i + 1], "third"))
            ret->thirds = (uint8_t)n;
        else
            return false;
    }
    return w->n % 2 == 1 && w->n > 1;
}
