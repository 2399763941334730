/* SPDX-License-Identifier: Apache-2.0 */
/* The engine alone: decide and evolve on a dispute held in a variable.
 *
 *   engine_only PROCEDURE.json
 *
 * No clock, no database, no allocation: the program gives the time and keeps the events. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json/procedure.h"
#include "yima/dispute.h"

static struct json_procedure *read_procedure(const char *path)
{
    char *text = malloc(JSON_PROCEDURE_BYTES_MAX);
    FILE *f = fopen(path, "rb");
    struct json_procedure *p = NULL;
    struct ym_error err = { .text = "cannot read it" };
    size_t n;

    if (text != NULL && f != NULL) {
        n = fread(text, 1, JSON_PROCEDURE_BYTES_MAX, f);
        if (json_procedure_parse((struct ym_span){ text, n }, &p, &err) == YM_E_OK)
            json_procedure_set(p, 1, (const unsigned char[32]){ 0 });
    }
    if (p == NULL)
        (void)fprintf(stderr, "%s: %s\n", path, err.text);
    if (f != NULL)
        (void)fclose(f);
    free(text);
    return p;
}

/* Say what a command did: the heart of every embedding. */
static bool act(const struct ym_procedure *p, struct ym_dispute *d, const struct ym_command *c)
{
    struct ym_decision decision;

    ym_decide(p, NULL, d, c, &decision);
    if (decision.refusal != YM_REFUSAL_NONE) {
        (void)printf("%-16s refused by rule %u: %s\n", ym_word(YM_VOCAB_COMMAND, c->kind)->code,
                     decision.rule, ym_word(YM_VOCAB_REFUSAL, decision.refusal)->zh);
        return false;
    }
    ym_evolve(d, &decision.event); /* a real program stores the event first */
    (void)printf("%-16s rule %u -> %s, %s\n", ym_word(YM_VOCAB_COMMAND, c->kind)->code,
                 decision.rule, p->states[d->state[YM_TRACK_MAIN]].zh,
                 ym_word(YM_VOCAB_COLOUR, (int)ym_dispute_colour(p, d))->zh);
    return true;
}

static bool tell(const struct ym_procedure *p)
{
    const ym_usec now = ym_day_start(ym_day_make(2026, 11, 23)) + 9 * 3600 * YM_USEC_PER_SECOND;
    struct ym_dispute d = { .id = { INT64_C(1) << 40 } };
    struct ym_command c = { .kind = YM_CMD_REGISTER, .date = YM_DAY_NONE, .at = now };

    c.by = (struct ym_actor){ .role = YM_ROLE_WINDOW_CLERK,
                              .seat = YM_SEAT_NONE,
                              .region = 330108000000 };
    c.reg = (struct ym_registration){ .procedure = 1,
                                      .type = YM_TYPE_NEIGHBOUR,
                                      .seats = 2,
                                      .claimants = 1,
                                      .respondents = 2,
                                      .region = 330108001000,
                                      .body = 1001 };
    if (!act(p, &d, &c))
        return false;
    c = (struct ym_command){ .kind = YM_CMD_HOLD_SESSION, .date = YM_DAY_NONE, .at = now };
    c.by = (struct ym_actor){ .role = YM_ROLE_BODY_MANAGER, .seat = YM_SEAT_NONE, .body = 1001 };
    if (act(p, &d, &c)) /* not before it is accepted */
        return false;
    c.kind = YM_CMD_ACCEPT;
    return act(p, &d, &c) && ym_dispute_colour(p, &d) == YM_COLOUR_YELLOW;
}

int main(int argc, char **argv)
{
    struct json_procedure *p;
    bool ok;

    if (argc != 2) {
        (void)fputs("usage: engine_only PROCEDURE.json\n", stderr);
        return 2;
    }
    p = read_procedure(argv[1]);
    if (p == NULL)
        return 1;
    ok = tell(json_procedure_get(p));
    json_procedure_free(p);
    return ok ? 0 : 1;
}
