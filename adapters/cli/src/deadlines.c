/* SPDX-License-Identifier: Apache-2.0 */
/* yima deadlines recount: last days counted again once the holidays of another year are known.
 *
 *   a page of disputes ─> their histories, folded under today's calendar ─> a RESCHEDULE for each
 *   last day that differs (rules 935 and 937: ground calendar, role job) ─> the next page
 *
 * Nothing is kept between pages: whoever was killed begins anew, and finds moved what was moved. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/crypto.h"
#include "granted.h"
#include "json/command.h"
#include "json/event.h"
#include "pg/recount.h"
#include "progress.h"
#include "service.h"
#include "words.h"
#include "yima/canon.h"
#include "yima/number.h"
#include "yima/recount.h"

#define REASON_MAX 256 /* bytes of the reason in each event */
#define MOVES_MAX  (PG_RECOUNT_PAGE * YM_CLOCKS_MAX)
#define NAME_BYTES 64  /* of the name of a deadline in a key */
#define DETAIL_MAX 640 /* bytes of what an event says of one */

/* How a deadline fared. */
enum fate { FATE_MOVED, FATE_STAYS, FATE_LATER };

/* One that is counted otherwise now. */
struct recount_move {
    struct recount *r;
    struct ym_id dispute;
    const struct ym_procedure *procedure;
    const struct ym_dispute *stands; /* of the page */
    struct ym_recounted what;
    enum fate fate;
    char why[96];            /* why it stays, or is left for the next run */
    char detail[DETAIL_MAX]; /* to which the request points */
    struct app_request request;
};

/* A dispute of the page: as it stands, and as its history is counted now. */
struct recount_case {
    struct ym_dispute stands, counted;
    const struct ym_procedure *procedure; /* of counted; NULL: before its first event */
    bool is_broken;                       /* its history cannot be read */
};

struct recount {
    struct cli_service service;
    struct cli_progress progress;
    bool is_dry, is_json;
    char reason[REASON_MAX];
    unsigned char calendar[YM_SHA256_LEN]; /* digest of the days that are counted with */
    size_t ncases;
    struct recount_case *cases; /* PG_RECOUNT_PAGE of them */
    size_t at;                  /* of the history that is being read */
    size_t nmoves, answered;
    struct recount_move *moves; /* MOVES_MAX of them */
    struct ym_arena arena;      /* of the command that is being worded */
    uint64_t looked, moved, stay, later, broken;
    struct ym_error why;
};

/* ---- Reading a page ---- */

static void on_dispute(void *arg, struct ym_id id, uint32_t version, struct ym_span state)
{
    struct recount *r = arg;
    struct recount_case *c = &r->cases[r->ncases++];

    memset(c, 0, sizeof(*c));
    c->is_broken = !ym_dispute_unpack((const unsigned char *)state.at, state.n, &c->stands);
    c->stands.id = id;
    c->stands.version = version;
}

/* The version that an event was decided under: of the first the one that it names. */
static const struct ym_procedure *version_of(const struct recount *r, const struct recount_case *c,
                                             const struct ym_event *e)
{
    return ym_procedures_get(&r->service.library.procedures,
                             c->counted.version == 0 ? e->c.reg.procedure : c->counted.procedure);
}

/* What happened since the page was read waits for the next run: the dispute as it stands would not
 * be the one that is compared. */
static void on_event(void *arg, struct ym_id id, struct ym_span payload)
{
    struct recount *r = arg;
    struct recount_case *c;
    struct ym_event e;

    while (r->at < r->ncases && r->cases[r->at].stands.id.v != id.v)
        r->at++;
    if (r->at == r->ncases)
        return;
    c = &r->cases[r->at];
    if (c->is_broken || c->counted.version == c->stands.version)
        return;
    c->is_broken = true;
    if (!json_event_decode(payload, &e))
        return;
    c->procedure = version_of(r, c, &e);
    c->is_broken = c->procedure == NULL ||
                   !ym_recount_event(c->procedure, r->service.library.calendar, &e, &c->counted);
}

static enum ym_err read_page(struct recount *r, const struct pg_recount_page *page,
                             struct ym_error *reterr)
{
    struct ym_conn *conn = r->service.db.conn;
    struct pg_recount_ids ids;
    enum ym_err err;

    r->ncases = r->at = r->nmoves = r->answered = 0;
    err = pg_recount_disputes(conn, page, on_dispute, r, reterr);
    for (size_t i = 0; i < r->ncases; i++)
        ids.at[i] = r->cases[i].stands.id;
    ids.n = r->ncases;
    ids.bucket = r->ncases > 0 ? ym_id_bucket(ids.at[0]) : 0;
    if (err == YM_E_OK && r->ncases > 0)
        err = pg_recount_events(conn, &ids, on_event, r, reterr);
    return err;
}

/* ---- What differs ---- */

/* The last day that a party was told is not taken back, and no rule would let it: a day that has
 * become a working day shortens no term of a party. */
static bool is_due(const struct ym_procedure *p, const struct ym_recounted *f)
{
    return f->is > f->was || !p->deadlines[f->deadline].shift.is_party;
}

static void complain_unread(const struct recount_case *c)
{
    char number[YM_NUMBER_TEXT_MAX];

    ym_number_print(c->stands.id, number);
    (void)cli_complain("%s: its history cannot be counted again; see `yima verify`", number);
}

static void compare(struct recount *r, const struct recount_case *c)
{
    const struct ym_procedure *p =
        ym_procedures_get(&r->service.library.procedures, c->stands.procedure);
    struct ym_recounted found[YM_CLOCKS_MAX];
    size_t n;

    r->looked++;
    if (p == NULL || c->is_broken || c->counted.version != c->stands.version) {
        complain_unread(c);
        r->broken++;
        return;
    }
    n = ym_recount_compare(&c->stands, &c->counted, found);
    for (size_t i = 0; i < n; i++) {
        if (is_due(p, &found[i]))
            r->moves[r->nmoves++] = (struct recount_move){ .r = r,
                                                           .dispute = c->stands.id,
                                                           .procedure = p,
                                                           .stands = &c->stands,
                                                           .what = found[i] };
    }
}

/* ---- Moving ---- */

/* The same again for the same days, whoever asks and however often. */
static void key_of(const struct recount_move *m, const char *name, struct ym_request_key *ret)
{
    char where[2 * YM_SHA256_LEN + 32], key[NAME_BYTES + 64], body[32];
    int n = snprintf(where, sizeof(where), "/deadlines/");

    for (size_t i = 0; i < YM_SHA256_LEN; i++)
        n += snprintf(where + n, sizeof(where) - (size_t)n, "%02x", (unsigned)m->r->calendar[i]);
    (void)snprintf(key, sizeof(key), "%" PRId64 "/%.*s", m->dispute.v, NAME_BYTES, name);
    (void)snprintf(body, sizeof(body), "%" PRId32 "-%" PRId32, m->what.was, m->what.is);
    app_request_key(&m->r->service.secrets, ym_span_of(body), ym_span_of(where), ym_span_of(key),
                    YM_SPAN("recount"), ret);
}

static enum ym_err word_it(struct recount_move *m, struct ym_error *reterr)
{
    const char *name = m->procedure->deadlines[m->what.deadline].name;
    struct recount *r = m->r;
    char day[YM_DAY_TEXT_MAX];
    struct json_command words;
    enum ym_err err;

    ym_day_print(m->what.is, day);
    const struct json_pair pairs[] = { { YM_SPAN("deadline"), ym_span_of(name) },
                                       { YM_SPAN("last_day"), ym_span_of(day) },
                                       { YM_SPAN("shift_ground"), YM_SPAN("calendar") },
                                       { YM_SPAN("reason"), ym_span_of(r->reason) } };

    ym_arena_reset(&r->arena);
    err = json_command_from_words(
        &(struct json_words){ .command = YM_SPAN("reschedule"), .pairs = pairs, .n = 4 }, &r->arena,
        &words, reterr);
    if (err != YM_E_OK)
        return err;
    if (words.cmd.detail.n > sizeof(m->detail))
        return ym_fail(reterr, YM_E_INTERNAL, "the reason of an event is too long");
    memcpy(m->detail, words.cmd.detail.at, words.cmd.detail.n);
    words.cmd.detail.at = m->detail;
    m->request = (struct app_request){ .dispute = m->dispute, .cmd = words.cmd };
    m->request.cmd.at = ym_clock_now(ym_loop_clock(r->service.loop));
    m->request.cmd.by = (struct ym_actor){ .role = YM_ROLE_JOB, .seat = YM_SEAT_NONE };
    key_of(m, name, &m->request.key);
    return YM_E_OK;
}

static void note_refusal(struct recount_move *m, uint8_t refusal)
{
    const struct ym_word *w = ym_word(YM_VOCAB_REFUSAL, refusal);

    m->fate = FATE_STAYS;
    (void)snprintf(m->why, sizeof(m->why), "%s %s", w->zh, w->code);
}

/* What the rules would say, asked of the dispute as it was read. */
static enum ym_err try_page(struct recount *r, struct ym_error *reterr)
{
    enum ym_err err = YM_E_OK;

    for (size_t i = 0; err == YM_E_OK && i < r->nmoves; i++) {
        struct recount_move *m = &r->moves[i];
        struct ym_decision d;

        err = word_it(m, reterr);
        if (err != YM_E_OK)
            break;
        ym_decide(m->procedure, r->service.library.calendar, m->stands, &m->request.cmd, &d);
        if (d.refusal != YM_REFUSAL_NONE)
            note_refusal(m, d.refusal);
    }
    return err;
}

static void on_moved(void *arg, const struct app_outcome *o)
{
    struct recount_move *m = arg;
    struct recount *r = m->r;

    if (o->err == YM_E_REFUSED) {
        note_refusal(m, o->refusal);
    } else if (o->err != YM_E_OK) {
        m->fate = FATE_LATER;
        (void)snprintf(m->why, sizeof(m->why), "%s", o->text);
    }
    r->answered++;
    if (r->answered == r->nmoves)
        ym_loop_stop(r->service.loop);
}

/* The moves of a page go out together; the page is over when all are answered. */
static enum ym_err move_page(struct recount *r, struct ym_error *reterr)
{
    enum ym_err err = YM_E_OK;
    size_t sent = 0;

    for (; err == YM_E_OK && sent < r->nmoves; sent++) {
        err = word_it(&r->moves[sent], reterr);
        if (err == YM_E_OK &&
            !app_submit(r->service.app, &r->moves[sent].request, on_moved, &r->moves[sent]))
            err = ym_fail(reterr, YM_E_BUSY, "more is under way than fits; run this again");
        if (err != YM_E_OK)
            break;
    }
    if (err != YM_E_OK)
        r->nmoves = sent; /* what was begun is still answered */
    if (sent > 0)
        ym_loop_run(r->service.loop);
    return err;
}

/* ---- Saying ---- */

static void say_move(const struct recount *r, const struct recount_move *m)
{
    static const char *const words[] = { "moved", "stays", "later" };
    const struct ym_deadline *dl = &m->procedure->deadlines[m->what.deadline];
    const char *word = r->is_dry && m->fate == FATE_MOVED ? "would_move" : words[m->fate];
    char number[YM_NUMBER_TEXT_MAX], was[YM_DAY_TEXT_MAX], is[YM_DAY_TEXT_MAX];

    ym_number_print(m->dispute, number);
    ym_day_print(m->what.was, was);
    ym_day_print(m->what.is, is);
    if (r->is_json)
        (void)printf("{\"number\":\"%s\",\"deadline\":\"%s\",\"was\":\"%s\",\"is\":\"%s\","
                     "\"fate\":\"%s\"}\n",
                     number, dl->name, was, is, word);
    else
        (void)printf("%s  %s  %s -> %s%s%s\n", number, dl->name, was, is,
                     m->why[0] != '\0' ? "  " : "", m->why);
}

static void end_page(struct recount *r)
{
    cli_progress_wipe(&r->progress);
    for (size_t i = 0; i < r->nmoves; i++) {
        const struct recount_move *m = &r->moves[i];

        say_move(r, m);
        r->moved += m->fate == FATE_MOVED ? 1 : 0;
        r->stay += m->fate == FATE_STAYS ? 1 : 0;
        r->later += m->fate == FATE_LATER ? 1 : 0;
    }
}

static int say_summary(const struct recount *r)
{
    char until[YM_DAY_TEXT_MAX];

    ym_day_print(r->service.library.calendar->until, until);
    if (r->is_json)
        (void)printf("{\"disputes\":%" PRIu64 ",\"%s\":%" PRIu64 ",\"stay\":%" PRIu64
                     ",\"later\":%" PRIu64 ",\"unreadable\":%" PRIu64
                     ",\"calendar_until\":\"%s\"}\n",
                     r->looked, r->is_dry ? "would_move" : "moved", r->moved, r->stay, r->later,
                     r->broken, until);
    else
        (void)printf("%" PRIu64 " disputes, %" PRIu64 " deadlines %s, %" PRIu64 " stay, %" PRIu64
                     " left for the next run, %" PRIu64
                     " histories unreadable; holidays known until %s\n",
                     r->looked, r->moved, r->is_dry ? "would move" : "moved", r->stay, r->later,
                     r->broken, until);
    return r->stay + r->later + r->broken == 0 ? CLI_DONE : CLI_FAILED;
}

/* ---- The whole ---- */

static enum ym_err recount_page(struct recount *r, struct pg_recount_page *page,
                                struct ym_error *reterr)
{
    enum ym_err err = read_page(r, page, reterr);

    for (size_t i = 0; err == YM_E_OK && i < r->ncases; i++)
        compare(r, &r->cases[i]);
    if (err == YM_E_OK)
        err = r->is_dry ? try_page(r, reterr) : move_page(r, reterr);
    end_page(r);
    if (r->ncases > 0)
        page->bucket = ym_id_bucket(r->cases[0].stands.id);
    page->after.v = r->ncases == PG_RECOUNT_PAGE ? r->cases[r->ncases - 1].stands.id.v : 0;
    if (r->ncases == 0)
        page->bucket = YM_BUCKETS;
    else if (page->after.v == 0)
        page->bucket++;
    return err;
}

static enum ym_err recount_all(struct recount *r, const struct cli *cli, struct ym_error *reterr)
{
    struct pg_recount_page page = { .bucket = 0 };
    enum ym_err err = YM_E_OK;

    cli_progress_begin(&r->progress, cli, "recounting", "disputes", YM_BUCKETS);
    while (err == YM_E_OK && page.bucket < YM_BUCKETS) {
        err = recount_page(r, &page, reterr);
        cli_progress_step(&r->progress, page.bucket, r->looked);
    }
    cli_progress_wipe(&r->progress);
    return err;
}

static void digest_calendar(struct recount *r)
{
    const struct ym_calendar *cal = r->service.library.calendar;
    struct ym_sha256 h;
    unsigned char day[5];

    ym_sha256_begin(&h);
    for (size_t i = 0; i < cal->n; i++) {
        for (unsigned b = 0; b < 4; b++)
            day[b] = (unsigned char)((uint32_t)cal->days[i].day >> 8 * b);
        day[4] = cal->days[i].works ? 1 : 0;
        ym_sha256_add(&h, day, sizeof(day));
    }
    ym_sha256_end(&h, r->calendar);
}

static enum ym_err prepare(struct recount *r, const char *by, struct ym_error *reterr)
{
    struct cli_granted who = { .account = 0 };
    enum ym_err err = YM_E_OK;

    digest_calendar(r);
    if (!r->is_dry)
        err = cli_granted(r->service.db.conn, by, APP_RIGHT_PROCEDURES, &who, reterr);
    (void)snprintf(r->reason, sizeof(r->reason),
                   "国务院办公厅公布节假日安排后，按工作日计算的期限重新计算；操作账号 %s",
                   who.login);
    return err;
}

static enum ym_err open_tables(struct recount *r, struct ym_error *reterr)
{
    r->cases = calloc(PG_RECOUNT_PAGE, sizeof(*r->cases));
    r->moves = calloc(MOVES_MAX, sizeof(*r->moves));
    return r->cases != NULL && r->moves != NULL &&
                   ym_arena_init(&r->arena, JSON_COMMAND_ARENA_BYTES)
               ? YM_E_OK
               : ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to count deadlines again");
}

static int recount(const struct cli *cli, struct recount *r, const char *by)
{
    const struct cli_service_options o = { .links = 0 };
    struct ym_error why;
    enum ym_err err = open_tables(r, &why);
    int code = CLI_DONE;

    if (err == YM_E_OK)
        err = cli_service_open(cli, &o, &r->service, &why);
    if (err != YM_E_OK)
        return cli_fail(&why);
    err = prepare(r, by, &why);
    if (err == YM_E_OK)
        err = recount_all(r, cli, &why);
    if (err == YM_E_OK)
        code = say_summary(r);
    cli_service_close(&r->service);
    return err == YM_E_OK ? code : cli_fail(&why);
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct recount *r = calloc(1, sizeof(*r));
    const char *by = NULL;
    const struct cli_option options[] = {
        { "dry-run", NULL, "say what would move, and change nothing", NULL,
          r != NULL ? &r->is_dry : NULL },
        { "by", "LOGIN", "who has it done; the account needs the right \"procedures\"", &by, NULL },
        { "json", NULL, "a line of JSON for each, and one for the summary", NULL,
          r != NULL ? &r->is_json : NULL },
    };
    int code;
    int at;

    if (r == NULL)
        return cli_complain("no memory to count deadlines again");
    at = cli_options(cli, &cli_deadlines, argc, argv, &(struct cli_syntax){ options, 3, 1, 1 },
                     &code);
    if (at >= 0 && (strcmp(argv[at], "recount") != 0 || (by == NULL && !r->is_dry))) {
        (void)cli_complain("usage: yima deadlines recount (--by LOGIN | --dry-run) [--json]");
        code = CLI_USAGE;
    } else if (at >= 0) {
        code = recount(cli, r, by);
    }
    free(r->cases);
    free(r->moves);
    ym_arena_release(&r->arena);
    free(r);
    return code;
}

const struct cli_command cli_deadlines = { "deadlines", "recount",
                                           "count last days again after a change of the calendar",
                                           run };
