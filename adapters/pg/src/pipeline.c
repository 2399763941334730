/* SPDX-License-Identifier: Apache-2.0 */
/* What travels over a link. A unit's answers come in this order:
 *
 *   TRANSACTION   prepares…  BEGIN  statements…  Sync | COMMIT  Sync
 *   others        prepares…         statements…  Sync
 *
 * After an error the server skips everything up to the Sync, so the COMMIT, behind a Sync of its
 * own, always runs: with the tag ROLLBACK when the transaction had failed. When the failure came
 * before BEGIN there is no transaction, and COMMIT answers COMMIT all the same: an error that was
 * seen always beats the tag. */
#define _POSIX_C_SOURCE 200809L
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "link_private.h"
#include "rows_private.h"

static const struct ym_statement begin = { .name = NULL, .sql = "begin" };
static const struct ym_statement commit = { .name = NULL, .sql = "commit" };

/* ---- verdicts ---- */

static void finish(struct ym_link *l, struct ym_pg_unit *u, enum ym_verdict verdict)
{
    struct ym_outcome outcome = u->link.outcome;

    outcome.verdict = verdict;
    if (outcome.text == NULL)
        outcome.text = "";
    if (verdict == YM_VERDICT_IN_DOUBT || verdict == YM_VERDICT_NOT_SENT)
        outcome.class = YM_SQL_UNAVAILABLE;
    if (u == &l->setup)
        return;
    if (verdict == YM_VERDICT_COMMITTED || verdict == YM_VERDICT_FAILED)
        ym_histogram_observe(&l->gauges.unit_us[u->kind], &ym_scale_request_us,
                             ym_loop_precise_us() - u->link.submitted_us);
    switch (verdict) {
    case YM_VERDICT_COMMITTED:
        l->gauges.committed++;
        l->failures = 0;
        break;
    case YM_VERDICT_FAILED:
        l->gauges.failed++;
        break;
    case YM_VERDICT_IN_DOUBT:
        l->gauges.in_doubt++;
        break;
    case YM_VERDICT_NOT_SENT:
        l->gauges.not_sent++;
        break;
    }
    u->on_done(u->arg, &outcome);
}

/* What an error means for the whole unit. A READ leaves nothing behind, so nothing is in doubt. */
static enum ym_verdict verdict_of_error(const struct ym_pg_unit *u, bool is_rolled_back)
{
    if (is_rolled_back || !ym_sql_is_doubtful(u->link.outcome.sqlstate))
        return YM_VERDICT_FAILED;
    return u->kind == YM_UNIT_READ ? YM_VERDICT_NOT_SENT : YM_VERDICT_IN_DOUBT;
}

void ym_pipeline_orphan(struct ym_link *l, struct ym_pg_unit *u, const char *why)
{
    enum ym_verdict verdict = u->kind == YM_UNIT_READ ? YM_VERDICT_NOT_SENT : YM_VERDICT_IN_DOUBT;

    /* An error of its own before the link went means that it was, or will be, rolled back. */
    if (u->link.outcome.sqlstate[0] != '\0')
        verdict = verdict_of_error(u, false);
    if (u->link.text[0] == '\0')
        u->link.outcome.text = why;
    finish(l, u, verdict);
}

void ym_pipeline_unsent(struct ym_link *l, struct ym_pg_unit *u, const char *why)
{
    u->link.outcome.text = why;
    finish(l, u, YM_VERDICT_NOT_SENT);
}

/* Keep the first error of a unit. */
static void note_error(struct ym_link *l, struct ym_pg_unit *u, const PGresult *res,
                       size_t statement)
{
    struct ym_outcome *o = &u->link.outcome;
    const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
    const char *text = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
    const char *constraint = PQresultErrorField(res, PG_DIAG_CONSTRAINT_NAME);
    const char *function = PQresultErrorField(res, PG_DIAG_SOURCE_FUNCTION);

    if (o->sqlstate[0] != '\0')
        return;
    /* An error without a state is libpq's own: the connection broke. */
    snprintf(o->sqlstate, sizeof(o->sqlstate), "%s", state != NULL ? state : "08006");
    snprintf(o->constraint, sizeof(o->constraint), "%s", constraint != NULL ? constraint : "");
    snprintf(u->link.text, sizeof(u->link.text), "%s",
             text != NULL ? text : "the connection broke");
    o->text = u->link.text;
    o->statement = statement;
    o->class = ym_sql_class_of(o->sqlstate);
    /* "cached plan must not change result type", after a migration by somebody else. */
    if (strcmp(o->sqlstate, "0A000") == 0 && function != NULL &&
        strcmp(function, "RevalidateCachedQuery") == 0)
        o->class = YM_SQL_RETRY;
    /* Three states that only another session cures: replan, prepare anew, find the primary. */
    if ((o->sqlstate[0] == '0' && o->class == YM_SQL_RETRY) || strcmp(o->sqlstate, "26000") == 0 ||
        strcmp(o->sqlstate, "25006") == 0)
        l->is_draining = true;
}

void ym_pipeline_notice(void *arg, const PGresult *res)
{
    struct ym_link *l = arg;
    const char *function = PQresultErrorField(res, PG_DIAG_SOURCE_FUNCTION);

    /* The server gave up waiting for its standby, and will answer COMMIT nevertheless. The notice
     * is read before the answers it belongs to, so it is not known to which unit: to any. */
    if (function == NULL || strcmp(function, "SyncRepWaitForLSN") != 0)
        return;
    for (struct ym_pg_unit *u = l->flight.first; u != NULL; u = u->link.next)
        u->link.is_unreplicated = true;
}

/* ---- sending ---- */

static bool is_named(const struct ym_link *l, const struct ym_statement *s)
{
    return s->name != NULL && !l->options.is_unprepared;
}

static bool send_prepare(struct ym_link *l, const struct ym_statement *s)
{
    Oid types[YM_STATEMENT_PARAMS_MAX];

    for (size_t i = 0; i < s->n_params; i++)
        types[i] = s->params[i].type;
    return PQsendPrepare(l->conn, s->name, s->sql, (int)s->n_params, types) == 1;
}

static bool send_statement(struct ym_link *l, const struct ym_statement *s)
{
    Oid types[YM_STATEMENT_PARAMS_MAX];
    const char *values[YM_STATEMENT_PARAMS_MAX];
    int lengths[YM_STATEMENT_PARAMS_MAX];
    int formats[YM_STATEMENT_PARAMS_MAX];
    const int n = (int)s->n_params;

    assert(s->n_params <= YM_STATEMENT_PARAMS_MAX);
    for (int i = 0; i < n; i++) {
        types[i] = s->params[i].type;
        values[i] = s->params[i].at;
        lengths[i] = s->params[i].n;
        formats[i] = 1;
    }
    if (is_named(l, s) && ym_prepared_has(&l->prepared, s->name))
        return PQsendQueryPrepared(l->conn, s->name, n, values, lengths, formats, 1) == 1;
    return PQsendQueryParams(l->conn, s->sql, n, types, values, lengths, formats, 1) == 1;
}

/* libpq 15 flushes at every Sync; from 17 on the one flush is at the end of the turn. */
static bool send_sync(struct ym_link *l)
{
#ifdef LIBPQ_HAS_SEND_PIPELINE_SYNC
    return PQsendPipelineSync(l->conn) == 1;
#else
    return PQpipelineSync(l->conn) == 1;
#endif
}

static bool send_unit(struct ym_link *l, struct ym_pg_unit *u)
{
    const bool is_transaction = u->kind == YM_UNIT_TRANSACTION;

    for (size_t i = 0; i < u->n; i++) {
        const struct ym_statement *s = &u->statements[i];

        if (!is_named(l, s) || ym_prepared_has(&l->prepared, s->name) ||
            !ym_prepared_add(&l->prepared, s->name))
            continue;
        u->link.prepares++;
        if (!send_prepare(l, s))
            return false;
    }
    if (is_transaction && !send_statement(l, &begin))
        return false;
    for (size_t i = 0; i < u->n; i++)
        if (!send_statement(l, &u->statements[i]))
            return false;
    if (!send_sync(l))
        return false;
    return !is_transaction || (send_statement(l, &commit) && send_sync(l));
}

static void flush(struct ym_link *l)
{
    switch (PQflush(l->conn)) {
    case 0:
        ym_link_arm(l, UV_READABLE);
        break;
    case 1:
        ym_link_arm(l, UV_READABLE | UV_WRITABLE);
        break;
    default:
        ym_link_lost(l, PQerrorMessage(l->conn));
        break;
    }
}

/* A unit that waited until little of its time is left is not sent: it would hardly be answered in
 * time, and then the whole link would be dropped for its sake. */
static bool is_late(const struct ym_link *l, const struct ym_pg_unit *u)
{
    return u->link.due_ms < ym_loop_monotonic_ms(l->loop) + l->options.deadline_ms / 5;
}

void ym_pipeline_send(struct ym_link *l)
{
    if (l->is_draining || l->waiting.first == NULL)
        return;
    while (l->waiting.first != NULL && l->flight.n < l->options.in_flight_max) {
        struct ym_pg_unit *u = ym_queue_pop(&l->waiting);

        if (is_late(l, u)) {
            ym_pipeline_unsent(l, u, "it waited too long to be sent");
            continue;
        }
        ym_queue_push(&l->flight, u);
        if (!send_unit(l, u)) {
            ym_link_lost(l, PQerrorMessage(l->conn));
            return;
        }
    }
    flush(l);
}

static void setup_done(void *arg, const struct ym_outcome *outcome)
{
    (void)arg;
    (void)outcome;
}

/* A statement that hangs on a lock is ended by the server before the deadline drops the whole
 * link, and a session whose client has gone ends by itself. Through a pooler a setting would leak
 * to strangers, so not then. */
static void setup_fill(struct ym_link *l)
{
    static const char *const plans[] = { YM_LINK_PLANS_ONCE };
    const size_t nplans = l->options.is_planned_once ? sizeof(plans) / sizeof(plans[0]) : 0;
    size_t n = 0;

    snprintf(l->setup_sql[0], sizeof(l->setup_sql[0]), "set statement_timeout = %u",
             l->options.deadline_ms - l->options.deadline_ms / 5);
    snprintf(l->setup_sql[1], sizeof(l->setup_sql[1]), "set client_connection_check_interval = %u",
             1000U);
    for (size_t i = 0; i < 2; i++)
        l->setup_statement[n++] = (struct ym_statement){ .sql = l->setup_sql[i] };
    for (size_t i = 0; i < nplans; i++)
        l->setup_statement[n++] = (struct ym_statement){ .sql = plans[i] };
    assert(n <= sizeof(l->setup_statement) / sizeof(l->setup_statement[0]));
    l->setup = (struct ym_pg_unit){
        .kind = YM_UNIT_READ, .statements = l->setup_statement, .n = n, .on_done = setup_done
    };
    l->setup.link.due_ms = ym_loop_monotonic_ms(l->loop) + l->options.deadline_ms;
}

void ym_pipeline_start(struct ym_link *l)
{
    if (PQsetnonblocking(l->conn, 1) != 0 || PQenterPipelineMode(l->conn) != 1) {
        ym_link_lost(l, PQerrorMessage(l->conn));
        return;
    }
    if (!l->options.is_unprepared) {
        setup_fill(l);
        ym_queue_push(&l->flight, &l->setup);
        if (!send_unit(l, &l->setup)) {
            ym_link_lost(l, PQerrorMessage(l->conn));
            return;
        }
    }
    flush(l);
}

/* ---- receiving ---- */

/* Pop first, call back last: in on_done the unit belongs to its owner again. */
static void unit_finish(struct ym_link *l, struct ym_pg_unit *u)
{
    enum ym_verdict verdict = YM_VERDICT_COMMITTED;
    const bool is_transaction = u->kind == YM_UNIT_TRANSACTION;

    ym_queue_pop(&l->flight);
    if (u->link.outcome.sqlstate[0] != '\0') {
        verdict = verdict_of_error(u, is_transaction && u->link.is_rolled_back);
    } else if (is_transaction && !u->link.is_committed) {
        /* No error is known that says why: where libpq has no memory it drops what it read. */
        u->link.outcome.class = YM_SQL_UNAVAILABLE;
        u->link.outcome.text = "COMMIT did not answer COMMIT";
        verdict = u->link.is_rolled_back ? YM_VERDICT_FAILED : YM_VERDICT_IN_DOUBT;
    } else if (u->link.is_unreplicated && u->kind != YM_UNIT_READ) {
        u->link.outcome.text = "the wait for the standby was cancelled";
        verdict = YM_VERDICT_IN_DOUBT;
    }
    finish(l, u, verdict);
}

static void unit_result(struct ym_link *l, struct ym_pg_unit *u, PGresult *res)
{
    const size_t before = u->link.prepares + (u->kind == YM_UNIT_TRANSACTION);
    const size_t i = u->link.results++;
    const bool is_statement = !u->link.is_ending && i >= before && i - before < u->n;
    const struct ym_rows rows = { res };

    switch ((int)PQresultStatus(res)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
        if (u->link.is_ending) {
            u->link.is_committed = strcmp(PQcmdStatus(res), "COMMIT") == 0;
            u->link.is_rolled_back = strcmp(PQcmdStatus(res), "ROLLBACK") == 0;
        } else if (is_statement && u->on_rows != NULL) {
            u->on_rows(u->arg, i - before, &rows);
        }
        break;
    case PGRES_PIPELINE_ABORTED:
        break; /* the consequence of an error that came before */
    default:
        note_error(l, u, res, is_statement ? i - before : u->n);
        break;
    }
    /* A statement that was to be prepared here and was not: the set of names is wrong. */
    if (!u->link.is_ending && i < u->link.prepares && PQresultStatus(res) != PGRES_COMMAND_OK)
        l->is_draining = true;
}

/* Is it an error of libpq itself: the connection broke, or it had no memory for what it read? Then
 * results are missing, or there is one too many, and those behind it answer nobody knows what. */
static bool is_own_error(const PGresult *res)
{
    return PQresultStatus(res) == PGRES_FATAL_ERROR &&
           PQresultErrorField(res, PG_DIAG_SQLSTATE) == NULL;
}

static void take(struct ym_link *l, PGresult *res)
{
    struct ym_pg_unit *u = l->flight.first;

    if (PQresultStatus(res) != PGRES_PIPELINE_SYNC) {
        unit_result(l, u, res);
    } else if (u->kind == YM_UNIT_TRANSACTION && !u->link.is_ending) {
        u->link.is_ending = true;
    } else {
        unit_finish(l, u);
    }
}

static void take_notices(const struct ym_link *l)
{
    PGnotify *notice;

    if (l->options.on_notice == NULL)
        return;
    while ((notice = PQnotifies(l->conn)) != NULL) {
        l->options.on_notice(l->options.arg, ym_span_of(notice->extra));
        PQfreemem(notice);
    }
}

void ym_pipeline_pump(struct ym_link *l)
{
    const bool was_read = PQconsumeInput(l->conn) == 1;
    bool is_broken = false;

    /* What arrived before the end of the connection still counts. A broken connection answers
     * "not busy" for ever, so its state ends the loop. */
    while (l->flight.first != NULL && !is_broken && PQisBusy(l->conn) == 0) {
        PGresult *res = PQgetResult(l->conn);

        if (res == NULL) {
            if (PQstatus(l->conn) == CONNECTION_BAD)
                break;
            continue; /* the end of one statement */
        }
        is_broken = is_own_error(res);
        if (!is_broken)
            take(l, res);
        PQclear(res);
    }
    take_notices(l);
    if (!was_read || is_broken || PQstatus(l->conn) == CONNECTION_BAD) {
        ym_link_lost(l, PQerrorMessage(l->conn));
        return;
    }
    if (l->is_draining && l->flight.n == 0) {
        ym_link_lost(l, "the session had to be renewed");
        return;
    }
    flush(l);
    if (l->waiting.first != NULL || l->was_full || l->is_closing)
        ym_loop_defer(l->loop, &l->turn);
}
