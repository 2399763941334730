/* SPDX-License-Identifier: Apache-2.0 */
/* The running program: the loop and everything on it, put together once for serve and import. */
#ifndef YM_CLI_SERVICE_H
#define YM_CLI_SERVICE_H

#include "app/command.h"
#include "app/desk.h"
#include "app/gate.h"
#include "app/query.h"
#include "crypto/keyring.h"
#include "database.h"
#include "delivering.h"
#include "exchanging.h"
#include "firing.h"
#include "intaking.h"
#include "keeping.h"
#include "learning.h"
#include "library.h"
#include "loop/log.h"
#include "loop/loop.h"
#include "migrating.h"
#include "migrations.h"
#include "monthly.h"
#include "pg/casefile.h"
#include "pg/evidence.h"
#include "pg/lease.h"
#include "pg/notice.h"
#include "pg/reader.h"
#include "pg/seal.h"
#include "pg/store.h"
#include "secrets.h"

struct cli_gate;
struct cli_directory;

struct cli_service {
    const struct cli *cli;
    struct cli_database db;
    struct cli_library library;
    struct ym_keyring *keyring;
    struct ym_loop *loop;
    struct ym_log *log; /* NULL: no log */
    struct pg_store *store;
    struct pg_reader *reader;
    struct pg_casefile *casefile; /* NULL: this program serves none */
    struct pg_evidence *evidence; /* likewise */
    struct pg_seals *seals;       /* likewise: sealed documents */
    struct app_sealer *sealer;    /* over seals */
    struct cli_monthly monthly;   /* likewise: what months leave behind */
    struct app *app;
    struct ym_defer turn;                          /* runs app_turn() */
    unsigned char instance[PG_LEASE_INSTANCE_LEN]; /* random: this run among all others */
    struct ym_id_gen ids;
    struct pg_notice *notice; /* tells other programs, and hears from them; NULL: none */
    struct pg_lease *lease;   /* of the number in the ids; NULL: this program makes none */
    struct app_secrets secrets;
    struct app_desk desk;
    struct pg_delivery *people; /* accounts and sessions, over a link of their own; NULL: none */
    struct cli_gate *gate;
    struct cli_directory *directory;
    struct cli_learning *learning; /* new procedure versions and days of the calendar */
    struct cli_firing firing;
    struct cli_delivering delivering;
    struct cli_exchanging exchanging; /* with partners; its store is NULL: this program has none */
    struct cli_intaking intaking;     /* work orders of others; store NULL: none are taken */
    struct cli_migrating *migrating;  /* runs plans of migration; NULL: this program does not */
    struct cli_migrations migrations; /* begins and shows them */
    struct cli_keeping *keeping;      /* partitions, and what has had its time */
    struct stream *stream;  /* to be woken when something happens; NULL: none. Not owned */
    struct ym_timer *watch; /* looks after the private server and the tests' clock */
    const char *clock_file; /* YIMA_TEST_CLOCK_FILE, NULL as a rule */
    bool was_dead;          /* the private server was down at the last look */
    unsigned closing;       /* parts whose close is under way */
};

struct cli_service_options {
    const struct cli_delivering_words *delivering; /* NULL: deliver nothing */
    const struct cli_exchanging_words *exchanging; /* NULL: talk to no partner */
    unsigned links;                                /* of the store; 0: default */
    unsigned cache;                                /* disputes in memory; 0: default */
    bool makes_ids;                                /* registers disputes: lease a node number */
    int node;                      /* that one and no other, < YM_ID_NODES; PG_LEASE_ANY */
    bool has_log;                  /* lines on stderr */
    enum ym_log_level log_level;   /* the least that is logged; of a log that is there */
    enum ym_log_format log_format; /* likewise */
    bool has_people;               /* takes sessions */
    bool fires_deadlines;          /* watch the deadlines */
    bool serves_casefiles;         /* codes, notes, appointments, attachments, the log of reads */
    bool runs_migrations;          /* whichever plan has something left to do */
    bool sweeps;                   /* delete what has had its time */
    unsigned keys_days;            /* how long request keys are kept; 0: default */
    unsigned feed_days;            /* how long the feed is kept; 0: default */
};

/* Open everything up to the point where commands can be submitted once the loop runs. On failure
 * everything is closed again. *ret must not move until it is closed. */
__attribute__((warn_unused_result)) enum ym_err
cli_service_open(const struct cli *cli, const struct cli_service_options *options,
                 struct cli_service *ret, struct ym_error *reterr);

/* Run the loop until nothing of the service is under way, close all. */
void cli_service_close(struct cli_service *s);

/* Whole months from now for which partitions are made; NaN while that is not known. */
double cli_service_partitions_ahead(const struct cli_service *s);

/* Seconds to the last day whose holidays are known (coverage.h); negative: it has passed. */
double cli_service_calendar_ahead(const struct cli_service *s);

/* The node number in the ids of new disputes; 0 when this program makes none. */
unsigned cli_service_node(const struct cli_service *s);

/* All that the service needs is up: the store's links and the reader, and a node number. */
bool cli_service_is_ready(const struct cli_service *s, struct ym_error *reterr);

#endif
