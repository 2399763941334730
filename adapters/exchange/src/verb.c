/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/verb.h"

#include <assert.h>

static const struct {
    const char *word;
    bool asks;
} verbs[] = {
#define X(name, word, asks) { word, asks },
    EXCHANGE_VERBS(X)
#undef X
};

static const struct {
    const char *code, *zh, *en;
} reasons[] = {
#define X(name, code, zh, en) { code, zh, en },
    EXCHANGE_REASONS(X)
#undef X
};

const char *exchange_verb_word(unsigned verb)
{
    assert(verb < EXCHANGE_VERB_COUNT);
    return verbs[verb].word;
}

bool exchange_verb_asks(unsigned verb)
{
    assert(verb < EXCHANGE_VERB_COUNT);
    return verbs[verb].asks;
}

int exchange_verb_of(struct ym_span word)
{
    for (int i = 0; i < EXCHANGE_VERB_COUNT; i++) {
        if (ym_span_is(word, ym_span_of(verbs[i].word)))
            return i;
    }
    return -1;
}

const char *exchange_reason_code(unsigned reason)
{
    assert(reason < EXCHANGE_REASON_COUNT);
    return reasons[reason].code;
}

const char *exchange_reason_zh(unsigned reason)
{
    assert(reason < EXCHANGE_REASON_COUNT);
    return reasons[reason].zh;
}

const char *exchange_reason_en(unsigned reason)
{
    assert(reason < EXCHANGE_REASON_COUNT);
    return reasons[reason].en;
}
