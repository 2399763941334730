/* SPDX-License-Identifier: Apache-2.0 */
/* Ports that end every question with an error: what stands in front of them can be tried without a
 * database. */
#ifndef YM_TEST_FUZZ_PORTS_H
#define YM_TEST_FUZZ_PORTS_H

#include "app/account.h"
#include "app/assess.h"
#include "app/casefile.h"
#include "app/credit.h"
#include "app/credit_access.h"
#include "app/evidence.h"
#include "app/exchange.h"
#include "app/migration.h"
#include "app/month.h"
#include "app/outside.h"
#include "app/points.h"
#include "app/satisfaction.h"
#include "app/seal.h"
#include "app/subscribe.h"
#include "crypto/signature.h"
#include "world.h"

struct ports;

/* A port and, behind its ops, the way to all of them. */
union port {
    struct app_casefile casefile;
    struct app_evidence evidence;
    struct app_seals seals;
    struct app_credits credits;
    struct app_credit_access credit_access;
    struct app_points points;
    struct app_answers answers;
    struct app_assess assess;
    struct app_orders orders;
    struct app_exchange exchange;
    struct app_subscriptions subscriptions;
    struct app_months months;
    struct app_accounts accounts;
    struct app_migrations migrations;
    struct {
        const void *ops;
        struct ports *all;
    } row;
};

struct ports {
    struct world *world;
    enum ym_err err; /* how questions end */
    union port casefile, evidence, seals, credits, credit_access, points, answers, assess, orders,
        exchange, subscriptions, months, accounts, migrations;
    struct app_reader_ops reader_ops; /* those of the world, and what it has no answer for */
    struct app_partner partners[APP_PARTNER_KIND_COUNT]; /* one of each kind that has one */
    struct ym_sign_key theirs;                           /* with which all of them sign */
};

/* Wire them up; w outlives ports and its reader gets ops that name every question. */
void ports_open(struct ports *ports, struct world *w);

#endif
