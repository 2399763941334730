/* SPDX-License-Identifier: Apache-2.0 */
/* Every story through the real program: `yima serve` on a PostgreSQL of its own.
 *
 * All stories go on side by side in one database, on one clock that only goes forward: told is
 * always what happens next in any of them, as in a centre where many disputes lie open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "engine_backend.h"
#include "http_backend.h"
#include "pg/bin.h"
#include "pg/conn.h"
#include "pg/private.h"
#include "world.h"

#define STORIES_MAX 512
#define ALL_COLOURS ((UINT32_C(1) << YM_COLOUR_COUNT) - 1)
#define EVENTS_MAX  4096 /* of one dispute, with all its reminders */

/* One story that goes on. */
struct thread {
    struct story_teller *teller; /* NULL: it is over */
    struct story_backend *backend;
    ym_usec when; /* its next line happens */
};

struct bed {
    char dir[32];
    struct world *world;
    struct house *house;
    struct world_file files[WORLD_FILES_MAX];
    size_t nfiles;
    struct thread threads[STORIES_MAX];
    size_t n;
    uint32_t colours; /* set of those whose code was read back */
};

/* ---- Codes ---- */

/* What a phone reads off the printed code. */
static void scan(const struct bed *bed, struct ym_span png, char *out, size_t size)
{
    char path[64];
    const char *const argv[] = { "zbarimg", "-q", "--raw", path, NULL };
    FILE *f;

    (void)snprintf(path, sizeof(path), "%s/code.png", bed->dir);
    f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(png.at, 1, png.n, f), png.n);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(house_program(argv, out, size), 0);
    out[strcspn(out, "\n")] = '\0';
}

/* The code as it stands, when it is the first of its colour. */
static void look_at_code(struct bed *bed, const struct thread *t)
{
    const struct reply_dispute *const d = http_backend_dispute(t->backend);
    struct story_seen seen;
    struct wire_reply reply;
    char text[160];
    int colour;

    if (d->id[0] == '\0')
        return;
    t->backend->ops->look(t->backend, &seen);
    assert_string_equal(seen.fault, "");
    if (d->code_url[0] == '\0')
        return;
    colour = ym_vocab_find(YM_VOCAB_COLOUR, ym_span_of(seen.colour));
    if ((bed->colours >> colour & 1U) != 0)
        return;
    reply = http_backend_get(t->backend, "/code.png");
    assert_int_equal(reply.status, 200);
    scan(bed, reply.body, text, sizeof(text));
    assert_string_equal(text, d->code_url);
    bed->colours |= UINT32_C(1) << colour;
}

static void a_code_of_every_colour_was_read(void **state)
{
    const struct bed *const bed = *state;

    assert_int_equal(bed->colours, ALL_COLOURS);
}

/* ---- The stories ---- */

static void begin_story(struct bed *bed, const struct world_file *file, int only)
{
    struct thread *const t = &bed->threads[bed->n++];

    assert_true(bed->n <= STORIES_MAX);
    t->backend = http_backend_new(&bed->world->procedures, bed->house);
    assert_non_null(t->backend);
    t->teller = story_open(file->path, file->text, only, t->backend);
    assert_non_null(t->teller);
    story_watch(t->teller, bed->world->cover, WORLD_PROCEDURES);
    t->when = story_when(t->teller);
}

/* What has a way of its own over HTTP, which other tests go: a signature on a page needs its
 * document and its signer's proof, a file its upload. The engine tells of it here as everywhere. */
static bool is_apart(const struct world_file *file)
{
    return strstr(file->path, "-apart.story") != NULL;
}

static int tell_apart(const struct bed *bed, const struct world_file *file)
{
    struct story_backend *const b =
        engine_backend_new(&bed->world->procedures, json_calendar_get(bed->world->calendar));
    int wrong;

    assert_non_null(b);
    wrong = story_play(file->path, file->text, b, bed->world->cover, WORLD_PROCEDURES);
    engine_backend_free(b);
    return wrong;
}

/* The story of which something happens next; NULL when all are over. */
static struct thread *next_of(struct bed *bed)
{
    struct thread *next = NULL;

    for (size_t i = 0; i < bed->n; i++)
        if (bed->threads[i].teller != NULL && (next == NULL || bed->threads[i].when < next->when))
            next = &bed->threads[i];
    return next;
}

static void every_story_comes_true(void **state)
{
    struct bed *const bed = *state;
    struct thread *t;
    int wrong = 0;

    for (size_t i = 0; i < bed->nfiles; i++) {
        if (is_apart(&bed->files[i])) {
            wrong += tell_apart(bed, &bed->files[i]);
            continue;
        }
        for (int k = 1; k <= story_count(bed->files[i].text); k++)
            begin_story(bed, &bed->files[i], k);
    }
    while ((t = next_of(bed)) != NULL) {
        if (story_step(t->teller)) {
            if (bed->colours != ALL_COLOURS)
                look_at_code(bed, t);
            t->when = story_when(t->teller);
        } else {
            wrong += story_close(t->teller);
            t->teller = NULL;
        }
    }
    assert_int_equal(wrong, 0);
}

static void every_rule_is_reached_from_outside(void **state)
{
    const struct bed *const bed = *state;

    assert_int_equal(story_uncovered(bed->world->cover, WORLD_PROCEDURES), 0);
}

/* ---- What is left behind ---- */

/* The events of one dispute that are to be told to the outside, against the rows of the outbox. */
struct told {
    struct ym_conn *conn;
    bool event[EVENTS_MAX], row[EVENTS_MAX]; /* by number */
    uint32_t last;                           /* event that was read */
    size_t n;                                /* to be told, of all disputes */
};

static bool take_event(void *arg, const struct reply_event *event, const struct story_seen *seen)
{
    struct told *const told = arg;
    const struct ym_rule *const rule = ym_procedure_rule(event->p, event->rule);

    (void)seen;
    assert_true(event->seq < EVENTS_MAX && event->seq == told->last + 1);
    told->last = event->seq;
    told->event[event->seq] = rule != NULL && rule->topics != 0;
    told->n += told->event[event->seq] ? 1 : 0;
    return true;
}

static void take_rows(void *arg, const struct ym_rows *rows)
{
    struct told *const told = arg;

    for (int i = 0; i < ym_rows_count(rows); i++) {
        const int32_t seq = ym_rows_i32(rows, i, 0);

        assert_true(seq > 0 && seq < EVENTS_MAX);
        told->row[seq] = true;
    }
}

/* All pages of a dispute's events. */
static void read_history(const struct bed *bed, const struct thread *t, struct told *told)
{
    uint32_t before;

    do {
        char tail[32];
        struct wire_reply reply;

        before = told->last;
        (void)snprintf(tail, sizeof(tail), "/events?after=%u", before);
        reply = http_backend_get(t->backend, tail);
        assert_int_equal(reply.status, 200);
        assert_true(reply_read_events(reply.body, &bed->world->procedures, take_event, told));
    } while (told->last > before);
}

static void compare_outbox(const struct bed *bed, const struct thread *t, struct told *told)
{
    const char *const number = http_backend_dispute(t->backend)->id;
    struct ym_scalar room;
    struct ym_param param;
    const struct ym_statement all = { .sql = "select seq from outbox where dispute_id = $1",
                                      .params = &param,
                                      .n_params = 1 };
    struct ym_error err;
    struct ym_id id;

    if (number[0] == '\0')
        return; /* a story in which none was registered */
    memset(told->event, 0, sizeof(told->event));
    memset(told->row, 0, sizeof(told->row));
    told->last = 0;
    assert_int_equal(ym_number_parse(ym_span_of(number), &id), YM_NUMBER_OK);
    param = ym_param_i64(&room, id.v);
    read_history(bed, t, told);
    if (ym_conn_run(told->conn, &all, take_rows, told, &err) != YM_E_OK)
        fail_msg("%s", err.text);
    for (uint32_t seq = 1; seq <= told->last; seq++)
        if (told->event[seq] != told->row[seq])
            fail_msg("%s event %u: %s be told, %s in the outbox", number, seq,
                     told->event[seq] ? "must" : "must not", told->row[seq] ? "is" : "is not");
}

static void what_is_to_be_told_lies_in_the_outbox(void **state)
{
    struct bed *const bed = *state;
    struct told told = { .n = 0 };
    char conninfo[YM_PRIVATE_CONNINFO_MAX];
    struct ym_error err;

    if (ym_private_join(house_data(bed->house), conninfo, sizeof(conninfo), &err) != YM_E_OK)
        fail_msg("%s", err.text);
    told.conn = ym_conn_open(conninfo, &err);
    if (told.conn == NULL)
        fail_msg("%s", err.text);
    for (size_t i = 0; i < bed->n; i++)
        compare_outbox(bed, &bed->threads[i], &told);
    assert_true(told.n > 0);
    ym_conn_close(told.conn);
}

static void every_chain_is_right(void **state)
{
    struct bed *const bed = *state;
    const char *const args[] = { "verify", NULL };
    char out[4096];

    if (house_run(bed->house, args, out, sizeof(out)) != 0)
        fail_msg("yima verify: %s", out);
    assert_non_null(strstr(out, "clean"));
}

/* ---- From morning to evening ---- */

static int set_up(void **state)
{
    struct bed *const bed = calloc(1, sizeof(*bed));

    if (bed == NULL)
        return -1;
    *state = bed;
    memcpy(bed->dir, "/tmp/yima-story-XXXXXX", sizeof("/tmp/yima-story-XXXXXX"));
    /* The private server runs as another user, who must be able to pass. */
    if (mkdtemp(bed->dir) == NULL || chmod(bed->dir, 0755) != 0)
        return -1;
    bed->world = world_open();
    bed->nfiles = world_read(bed->files);
    bed->house = house_open(YM_PROGRAM, bed->dir, ym_day_start(ym_day_make(2020, 6, 15)));
    return 0;
}

/* YM_STORY_KEEP in the environment keeps the directory with its logs. */
static int tear_down(void **state)
{
    struct bed *const bed = *state;
    const char *const remove[] = { "rm", "-rf", "--", bed->dir, NULL };
    char out[64];
    bool is_removed = getenv("YM_STORY_KEEP") != NULL;

    for (size_t i = 0; i < bed->n; i++) {
        (void)story_close(bed->threads[i].teller);
        http_backend_free(bed->threads[i].backend);
    }
    house_close(bed->house);
    world_forget(bed->files, bed->nfiles);
    world_close(bed->world);
    if (!is_removed)
        is_removed = house_program(remove, out, sizeof(out)) == 0;
    free(bed);
    return is_removed ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_story_comes_true),
        cmocka_unit_test(every_rule_is_reached_from_outside),
        cmocka_unit_test(what_is_to_be_told_lies_in_the_outbox),
        cmocka_unit_test(a_code_of_every_colour_was_read),
        cmocka_unit_test(every_chain_is_right),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
