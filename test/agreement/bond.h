/* SPDX-License-Identifier: Apache-2.0 */
/* A dispute under a shipped procedure, and the agreement read from its events as they happen. */
#ifndef BOND_H
#define BOND_H

#include "app/agreement.h"
#include "base/arena.h"
#include "json/procedure.h"

#define BOND_DAY 20780 /* 2026-11-23, a Monday */

struct bond {
    struct json_procedure *procedure;
    struct ym_procedures all;
    struct ym_calendar calendar;
    struct ym_dispute dispute;
    struct app_agreement known;
    struct ym_arena arena;
    ym_day today;
    uint8_t refusal; /* of the last command */
};

/* Registered by a people's committee (or another kind of body), type as given, two parties. */
void bond_begin(struct bond *b, const char *file, enum ym_type type, enum ym_body_kind body);
void bond_end(struct bond *b);

/* Give a command as JSON; true when it happened. Party commands speak for the seat given. */
bool bond_do(struct bond *b, enum ym_role role, uint8_t seat, const char *json);

/* It must happen. */
void bond_must(struct bond *b, enum ym_role role, const char *json);
void bond_says(struct bond *b, uint8_t seat, const char *json); /* by a party */

/* Let the deadlines pass that end until this day, which is today from then on. */
void bond_wait(struct bond *b, ym_day until);

/* From registration to mediation with a mediator. */
void bond_mediate(struct bond *b);

/* The same to an agreement in force: two payments of seat 1 to seat 0, 500 yuan each, due in 10
 * and 40 days. */
void bond_agree(struct bond *b);

/* Both sides apply, and the court accepts. */
void bond_confirm(struct bond *b);

/* A text must be this one. */
void bond_text(struct ym_span text, const char *wanted);

/* For cmocka: a contract dispute before a people's committee, under the procedure of 2025. */
int bond_setup(void **state);
int bond_teardown(void **state);

#endif
