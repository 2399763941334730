/* SPDX-License-Identifier: Apache-2.0 */
/* A case file on a database of its own, with three registered disputes, for tests. */
#ifndef YM_TEST_CASEBED_H
#define YM_TEST_CASEBED_H

#include "pg/casefile.h"
#include "world.h"

extern struct world bed_world;
extern struct pg_casefile *bed_casefile;
extern struct app_casefile *port;
extern struct made bed_made[3];
extern struct ym_id dispute; /* the one that a test is about: at first that of bed_made[0] */

/* Make the database of this name; take all down again. */
void bed_open(const char *db);
void bed_close(void);

/* An answer has come: every callback of a test calls it. */
void on_done(void *arg, enum ym_err err);

/* Wait for n answers, none of which may have come before; the last one's error. */
enum ym_err answers(unsigned n);

/* The n-th request of somebody, with this body. */
struct ym_request_key key(uint32_t n, unsigned char body);

#endif
