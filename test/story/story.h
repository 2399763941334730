/* SPDX-License-Identifier: Apache-2.0 */
/* Stories: what happened to a dispute, told line by line and played on a backend.
 *
 * README.md shows the language. The runner reads a story, turns each line into an act and compares
 * what it sees with what the story says; a backend plays the acts: the engine alone, the
 * application over a store, or the whole service over HTTP. */
#ifndef STORY_H
#define STORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "json/command.h"
#include "yima/dispute.h"

#define STORY_FIELDS_MAX 16   /* fields of one act */
#define STORY_TOKENS_MAX 48   /* words of one line */
#define STORY_VALUE_MAX  4096 /* bytes of one list written out */
#define STORY_TEXT_MAX   240

/* Somebody or something that stories call by name. The numbers are the same in every backend. */
struct story_name {
    const char *name;
    int64_t id;     /* body or staff */
    uint8_t kind;   /* enum ym_body_kind of the body, or of the body that the staff work for */
    int64_t body;   /* body that the staff work for; 0: a body itself */
    int64_t region; /* padded code of where the body works */
};

/* The name, or NULL. */
const struct story_name *story_name_find(struct ym_span name);
/* All of them, ended by one without a name. */
const struct story_name *story_names(void);

#define STORY_REGION INT64_C(330108001000) /* where the disputes of the stories lie */

/* Who acts. of: name of the person or body meant; the runner always fills it for roles that work
 * for a body. */
struct story_actor {
    enum ym_role role;
    uint8_t seat; /* of a party or agent, else YM_SEAT_NONE */
    struct ym_span of;
};

/* What `register` brings. */
struct story_intake {
    enum ym_type type;
    enum ym_channel channel;
    enum ym_source source;
    uint8_t claimants, respondents, thirds; /* seats in this order */
    uint8_t harm, urgency, scope;
    bool joint;
    struct ym_span body; /* name of the body that receives it; n == 0: the committee */
};

/* The body that receives the dispute; NULL when no body of cast.c bears that name. */
const struct story_name *story_receiver(const struct story_intake *in);

/* One act. fields hold names where the command has references ("wang"). */
struct story_act {
    enum ym_cmd command;
    const struct json_pair *fields;
    size_t nfields;
    struct story_actor by;
    ym_usec at;
    struct ym_span procedure;   /* under which disputes of this story are registered */
    struct story_intake intake; /* REGISTER only */
};

struct story_clock {
    const char *deadline;
    ym_day last; /* YM_DAY_NONE: it stands still */
    ym_usec due;
};

/* What came of an act, or how the dispute stands. Texts are static or live until the next call. */
struct story_seen {
    char fault[STORY_TEXT_MAX]; /* not "": the backend could not play it, and says why */
    const char *refusal;        /* code; NULL: it happened */
    bool is_hidden;             /* refused, and the actor is told no more: he may not look */
    uint16_t rule;              /* that answered; 0: none */
    uint64_t missing;           /* fields */
    uint32_t documents;         /* set of enum ym_document */
    const char *procedure;      /* id */
    const char *state[YM_TRACKS];
    const char *colour, *stage, *ground, *risk; /* codes */
    size_t nclocks;
    struct story_clock clocks[YM_CLOCKS_MAX];
};

struct story_backend;
struct story_ops {
    /* Forget the dispute at hand: the next act registers another. */
    void (*begin)(struct story_backend *b);
    /* Play one act. *ret is fully written. */
    void (*act)(struct story_backend *b, const struct story_act *act, struct story_seen *ret);
    /* How the dispute at hand stands: procedure, states, colour, clocks. */
    void (*look)(struct story_backend *b, struct story_seen *ret);
};

/* Whatever plays stories; it begins with its ops. */
struct story_backend {
    const struct story_ops *ops;
};

/* Which rules and states of a procedure the stories reached. */
struct story_coverage {
    const struct ym_procedure *p;
    bool rule[YM_RULES_MAX]; /* by index: it allowed what it allows, or refused what it refuses */
    bool state[YM_STATES_MAX];
};

/* Play every story in a text. Returns how many lines did not come true; each is printed with file
 * and line. cover[ncover] is added to. */
int story_play(const char *file, struct ym_span text, struct story_backend *b,
               struct story_coverage *cover, size_t ncover);

/* The same in small steps, so that many stories can go on side by side on one clock.
 *
 * only: number of the one story of the text that is told, from 1; 0: all. file, text and b outlive
 * the teller. NULL when the heap is empty. */
struct story_teller;
struct story_teller *story_open(const char *file, struct ym_span text, int only,
                                struct story_backend *b);
void story_watch(struct story_teller *t, struct story_coverage *cover, size_t ncover);
bool story_step(struct story_teller *t);    /* tell a line; false when there is none left */
ym_usec story_when(struct story_teller *t); /* when that happens which is told next */
int story_close(struct story_teller *t);    /* returns how many lines did not come true */

int story_count(struct ym_span text); /* stories in a text */

/* Print each rule and state never reached; returns how many. */
int story_uncovered(const struct story_coverage *cover, size_t ncover);

#endif
