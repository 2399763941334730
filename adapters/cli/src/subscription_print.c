/* SPDX-License-Identifier: Apache-2.0 */
#include "subscription_print.h"

#include <stdio.h>

#include "yima/number.h"
#include "yima/region.h"

static void print_topics(uint32_t topics)
{
    const char *comma = "";

    if (topics == APP_TOPICS_ALL) {
        (void)printf("all");
        return;
    }
    for (int i = 0; i < YM_TOPIC_COUNT; i++) {
        if ((topics & UINT32_C(1) << i) == 0)
            continue;
        (void)printf("%s%s", comma, ym_word(YM_VOCAB_TOPIC, i)->code);
        comma = ",";
    }
}

void cli_print_subscription(const struct app_subscription *s)
{
    char region[YM_REGION_TEXT_MAX];

    ym_region_print(s->region, region);
    (void)printf("%-13lld  %-6s  pending %lld  dead %lld  topics ", (long long)s->id,
                 app_stop_code(s->stopped), (long long)s->pending, (long long)s->dead);
    print_topics(s->topics);
    (void)printf("  region %s  body %lld  %.*s  %.*s\n", region[0] != '\0' ? region : "any",
                 (long long)s->body, (int)s->url.n, s->url.at, (int)s->label.n, s->label.at);
}

static const char *state_of(const struct app_delivery_row *r)
{
    if (r->is_dead)
        return "dead";
    if (r->leased_until != YM_USEC_NONE)
        return "sending";
    if (r->next_at == YM_USEC_NONE)
        return "waits";
    return r->d.attempts > 0 ? "retries" : "due";
}

void cli_print_delivery(const struct app_delivery_row *r)
{
    char number[YM_NUMBER_TEXT_MAX], at[YM_USEC_TEXT_MAX] = "-", next[YM_USEC_TEXT_MAX] = "-";

    ym_number_print(r->d.dispute, number);
    if (r->tried_at != YM_USEC_NONE)
        ym_usec_print(r->tried_at, at);
    if (r->next_at != YM_USEC_NONE)
        ym_usec_print(r->next_at, next);
    (void)printf("%s  %4u  %-8s %-20s attempts %u  status %u  tried %.19s  next %.19s  %.*s\n",
                 number, r->d.seq, state_of(r), ym_word(YM_VOCAB_COMMAND, r->d.kind)->code,
                 r->d.attempts, r->status, at, next, (int)r->error.n, r->error.at);
}
