/* SPDX-License-Identifier: Apache-2.0 */
#include "learning.h"

#include <stdlib.h>

#include "pg/keys.h"

struct cli_learning {
    struct ym_loop *loop;
    const char *conninfo;
    struct pg_reader *reader;
    struct cli_library *lib;
    struct ym_log *log;
    struct ym_timer *poll;
    int64_t learnt;   /* revision that the library is at; -1: unknown */
    int64_t revision; /* the one that is being learnt */
    bool is_asking;   /* for the revision, or a lesson is under way */
    bool is_reading;  /* a lesson is under way: the members below are the job's */
    bool is_again;    /* there is news of which the answer under way may not know */
    bool is_stopped, is_free;
    bool known[YM_PROCEDURES_MAX + 1];
    struct cli_lesson lesson;
    enum ym_err err, keys_err; /* keys_err: of following the key file */
    struct ym_error why, keys_why;
    struct ym_keyring *ring; /* NULL: this program has none. Not owned */
    const unsigned char *instance;
};

/* Take the keys that the file holds now, and say so. */
static enum ym_err follow_keys(struct cli_learning *l, struct ym_conn *c)
{
    char rings[YM_KEYRING_TEXT_MAX];
    enum ym_err err = ym_keyring_refresh(l->ring, &l->keys_why);

    if (err != YM_E_OK)
        return err;
    ym_keyring_describe(l->ring, rings);
    return pg_keyring_ack(c, l->instance, ym_span_of(rings), cli_now(), &l->keys_why);
}

/* On a thread of the pool: parsing takes its time. The tables in the binary never change. */
static void read_lesson(void *arg)
{
    struct cli_learning *l = arg;
    struct ym_conn *c = ym_conn_open(l->conninfo, &l->why);

    l->err = c == NULL ? l->why.code : cli_lesson_read(c, l->lib, l->known, &l->lesson, &l->why);
    l->keys_err = c != NULL && l->ring != NULL ? follow_keys(l, c) : YM_E_OK;
    ym_conn_close(c);
}

static void learn(struct cli_learning *l)
{
    const size_t versions = l->lesson.n;
    const struct cli_learnt news = cli_library_learn(l->lib, &l->lesson);

    l->learnt = l->revision;
    if (l->lesson.unread > 0 || !l->lesson.has_calendar)
        ym_log(l->log, ERROR, "not all of the new rules can be used",
               ym_log_int("unread_versions_and_rules", (int64_t)l->lesson.unread),
               ym_log_int("has_calendar", l->lesson.has_calendar),
               ym_log_text("why", l->lesson.why.text));
    if (versions > 0 || news.calendar || news.office)
        ym_log(l->log, INFO, "learnt", ym_log_int("revision", l->revision),
               ym_log_int("procedure_versions", (int64_t)versions),
               ym_log_int("calendar_changed", news.calendar),
               ym_log_int("office_changed", news.office));
}

static void on_poll(void *arg);

/* What was asked is answered. */
static void end_asking(struct cli_learning *l)
{
    l->is_asking = false;
    if (l->is_again && !l->is_stopped)
        on_poll(l);
}

static void on_lesson(void *arg)
{
    struct cli_learning *l = arg;

    l->is_reading = false;
    if (!l->is_stopped && l->err == YM_E_OK)
        learn(l);
    else if (!l->is_stopped)
        ym_log(l->log, ERROR, "nothing could be learnt", ym_log_text("why", l->why.text));
    if (!l->is_stopped && l->keys_err != YM_E_OK)
        ym_log(l->log, ERROR, "the key file could not be followed",
               ym_log_text("why", l->keys_why.text));
    cli_lesson_release(&l->lesson);
    end_asking(l);
    if (l->is_free)
        free(l);
}

static void on_revision(void *arg, enum ym_err err, int64_t revision)
{
    struct cli_learning *l = arg;

    if (err == YM_E_OK && revision != l->learnt && !l->is_stopped) {
        l->revision = revision;
        cli_library_known(l->lib, l->known);
        l->is_reading = ym_work_submit(l->loop, read_lesson, on_lesson, l, &l->why) == YM_E_OK;
    }
    if (!l->is_reading)
        end_asking(l);
}

static void on_poll(void *arg)
{
    struct cli_learning *l = arg;

    if (l->is_asking)
        return;
    l->is_asking = true;
    l->is_again = false;
    pg_read_revision(l->reader, on_revision, l);
}

void cli_learning_look(struct cli_learning *l)
{
    if (l->is_stopped)
        return;
    l->is_again = l->is_asking;
    on_poll(l);
}

struct cli_learning *cli_learning_new(struct ym_loop *loop, const char *conninfo,
                                      struct pg_reader *reader, struct cli_library *lib,
                                      struct ym_log *log)
{
    struct cli_learning *l = calloc(1, sizeof(*l));

    if (l == NULL)
        return NULL;
    l->loop = loop;
    l->conninfo = conninfo;
    l->reader = reader;
    l->lib = lib;
    l->log = log;
    l->learnt = -1; /* something may have come between opening the library and now */
    l->poll = ym_timer_new(loop, on_poll, l);
    if (l->poll == NULL) {
        free(l);
        return NULL;
    }
    ym_timer_start(l->poll, cli_poll_ms(CLI_LEARNING_POLL_MS), cli_poll_ms(CLI_LEARNING_POLL_MS));
    return l;
}

void cli_learning_keys(struct cli_learning *l, struct ym_keyring *ring,
                       const unsigned char instance[16])
{
    l->ring = ring;
    l->instance = instance;
}

void cli_learning_stop(struct cli_learning *l)
{
    if (l == NULL || l->is_stopped)
        return;
    l->is_stopped = true;
    ym_timer_stop(l->poll);
}

void cli_learning_free(struct cli_learning *l)
{
    if (l == NULL)
        return;
    cli_learning_stop(l);
    ym_timer_free(l->poll);
    l->is_free = true;
    if (!l->is_reading)
        free(l);
}
