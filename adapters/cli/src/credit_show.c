/* SPDX-License-Identifier: Apache-2.0 */
/* yima credit show: one profile, of a party of a dispute, for the mediator of that dispute, who
 * says what for. The same rule as over the interface; looks and refused attempts are logged before
 * anything is shown. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/casefile.h"
#include "app/credit_access.h"
#include "app/month.h"
#include "ask.h"
#include "base/arena.h"
#include "credit.h"
#include "credit_open.h"
#include "credit_sweep.h"
#include "crypto/crypto.h"
#include "json/profile.h"
#include "pg/account.h"
#include "pg/credit.h"
#include "pg/credit_access.h"
#include "reading.h"
#include "secrets.h"
#include "words.h"
#include "yima/number.h"
#include "yima/utf8.h"

#define SAY_PURPOSE ": say it with --purpose, 4 to 200 characters"
#define WHO_SEES    ": the party sees its own on the page, and the mediator of an open dispute of it"

#define WORDS_BYTES 16384 /* a party's own words, sealed and not */
#define ARENA_BYTES                                                                                \
    (JSON_PROFILE_ARENA_BYTES + APP_CREDIT_BYTES_MAX + CREDIT_OPEN_BYTES + WORDS_BYTES)

struct showing {
    const struct cli *cli;
    const struct credit_wish *wish;
    struct cli_ask ask;
    struct ym_keyring *ring;
    struct app_secrets secrets;
    struct ym_arena arena;
    struct app_caller caller; /* the account, as the mediator that it may be */
    struct ym_dispute dispute;
    bool is_open;
    uint8_t seat;
    unsigned char party[APP_CREDIT_PARTY_LEN];
    bool has_party;
    ym_day month; /* of the profile; YM_DAY_NONE: none was found */
    int16_t run;
    unsigned char sha256[32];
    ym_day oldest;         /* of its items; YM_DAY_NONE: it was not measured yet */
    uint16_t expiry_days;  /* of the formula of its run */
    struct ym_span sealed; /* in arena */
    struct json_profile profile;
    struct ym_span statement; /* the party's own words, in arena; n == 0: none */
    ym_usec stated_at;        /* of them */
    size_t nflags;
    struct app_objection flags[APP_OBJECTIONS_MAX]; /* newest first; only item and state count */
    struct ym_error why;
};

/* ---- Who asks, about what ---- */

static void on_account(void *arg, const struct app_account *a)
{
    struct showing *s = arg;
    const struct app_grant *g = app_account_grant(a, YM_ROLE_MEDIATOR);
    char os[CLI_OS_USER_MAX];

    s->caller.account = a->id;
    cli_os_user(os);
    (void)snprintf(s->caller.name, sizeof(s->caller.name), "a:%" PRId64 " %s", a->id, os);
    s->caller.actor.seat = YM_SEAT_NONE;
    s->caller.actor.role = g != NULL ? g->role : a->grants[0].role;
    if (g == NULL)
        return;
    s->caller.actor.staff = g->staff;
    s->caller.actor.body = g->body;
    s->caller.actor.region = g->region;
}

static void on_view(void *arg, enum ym_err err, const struct app_view *view)
{
    struct showing *s = arg;

    if (err != YM_E_OK)
        return;
    s->dispute = view->dispute;
    s->is_open = view->is_open;
}

/* As over the interface: what has no width says nothing. */
static bool has_purpose(const struct showing *s)
{
    const struct ym_span text = ym_span_of(s->wish->purpose != NULL ? s->wish->purpose : "");
    const size_t n = ym_utf8_plain(text) ? ym_utf8_chars(text) : 0;

    return n >= APP_LOOK_PURPOSE_CHARS_MIN && n <= APP_LOOK_PURPOSE_CHARS_MAX &&
           app_purpose_says(text);
}

/* ---- The log ---- */

static enum ym_err log_look(struct showing *s, enum app_look_verdict verdict)
{
    struct app_look look = { .id = app_file_id(&s->secrets, cli_now()),
                             .at = cli_now(),
                             .role = s->caller.actor.role,
                             .staff = s->caller.actor.staff,
                             .body = s->caller.actor.body,
                             .reader_seat = YM_SEATS_MAX,
                             .dispute = s->dispute.id,
                             .seat = s->seat,
                             .region = s->dispute.region != 0 ? s->dispute.region
                                                              : s->caller.actor.region,
                             .what = APP_SEES_CASE,
                             .verdict = (uint8_t)verdict,
                             .month = verdict == APP_LOOK_ANSWERED ? s->month : YM_DAY_NONE,
                             .run = s->run };
    char label[APP_ACCESS_LABEL_MAX];
    enum ym_err err = YM_E_OK;

    if (s->has_party)
        memcpy(look.party, s->party, sizeof(look.party));
    (void)snprintf(look.reader, sizeof(look.reader), "%s", s->caller.name);
    if (has_purpose(s))
        err = s->secrets.seal(s->secrets.ring, app_look_label(look.id, label),
                              ym_span_of(s->wish->purpose), &s->arena, &look.purpose, &s->why);
    return err == YM_E_OK ? pg_look_log_now(s->ask.db.conn, &look, &s->why) : err;
}

/* ---- The profile ---- */

static void on_row(void *arg, const struct app_credit_row *row)
{
    struct showing *s = arg;

    s->month = row->month;
    s->run = row->run;
    s->oldest = row->oldest;
    s->expiry_days = row->expiry_days;
    memcpy(s->sha256, row->sha256, sizeof(s->sha256));
    s->sealed = ym_arena_text(&s->arena, row->sealed);
}

/* Only what a person approved, and only as it was approved. */
static enum ym_err open_profile(struct showing *s)
{
    struct app_credit_row row = { .month = s->month, .sealed = s->sealed };
    struct ym_compact *compact = ym_compact_new();
    unsigned char sha256[32];
    struct ym_span plain;
    enum ym_err err;

    if (compact == NULL)
        return ym_fail(&s->why, YM_E_UNAVAILABLE, "no memory to open a profile");
    memcpy(row.party, s->party, sizeof(row.party));
    err = credit_open(&s->secrets, compact, &row, &s->arena, &plain, &s->why);
    ym_compact_free(compact);

    if (err != YM_E_OK)
        return err;
    ym_sha256(plain.at, plain.n, sha256);
    if (memcmp(sha256, s->sha256, sizeof(sha256)) != 0)
        return ym_fail(&s->why, YM_E_INTERNAL,
                       "this profile is not the one that was approved: run `yima verify`");
    return json_profile_read(plain, &s->arena, &s->profile, &s->why);
}

/* ---- Beside the profile ---- */

static void on_statement(void *arg, const struct app_statement *statement)
{
    struct showing *s = arg;

    s->statement = ym_arena_text(&s->arena, statement->text);
    s->stated_at = statement->at;
}

static void on_objection(void *arg, const struct app_objection *o)
{
    struct showing *s = arg;

    if (s->nflags < APP_OBJECTIONS_MAX)
        s->flags[s->nflags++] = *o;
}

/* The party's own words, and how its objections stand now: whoever is shown the one is shown the
 * others. */
static enum ym_err read_words(struct showing *s)
{
    char label[APP_ACCESS_LABEL_MAX];
    struct ym_conn *c = s->ask.db.conn;
    enum ym_err err = pg_statement_of(c, s->party, on_statement, s, &s->why);

    if (err == YM_E_OK && s->statement.n > 0)
        err = s->secrets.unseal(s->secrets.ring, app_statement_label(s->party, label), s->statement,
                                &s->arena, &s->statement, &s->why);
    return err == YM_E_OK ? pg_objections_of(c, s->party, on_objection, s, &s->why) : err;
}

/* The newest objection of an item counts, whatever was frozen. */
static uint8_t flag_of(const struct showing *s, const struct json_profile_item *i)
{
    const struct app_item name = { i->dispute, i->seq, i->kind, i->item };

    for (size_t k = 0; k < s->nflags; k++) {
        if (!app_item_is(&s->flags[k].item, &name))
            continue;
        if (s->flags[k].state == APP_OBJECTION_OPEN)
            return YM_CREDIT_WHY_DISPUTED;
        return s->flags[k].state == APP_OBJECTION_UPHELD ? YM_CREDIT_WHY_UPHELD
                                                         : YM_CREDIT_WHY_COUNTS;
    }
    return i->flag == YM_CREDIT_WHY_UPHELD ? YM_CREDIT_WHY_UPHELD : YM_CREDIT_WHY_COUNTS;
}

/* ---- For people ---- */

static void print_part(const struct json_profile *p, enum ym_credit_part part)
{
    const struct ym_credit_part_sum *sum = &p->sum.parts[part];
    const struct ym_word *word = ym_credit_part_word(part);

    if (sum->points >= 0)
        (void)printf("%s %s: %d / %d (%u)\n", word->zh, word->en, sum->points, YM_CREDIT_POINTS_MAX,
                     sum->counted);
    else
        (void)printf("%s %s: 数据不足 not enough data (%u < %u)\n", word->zh, word->en,
                     sum->counted, p->minimum[part]);
    for (int kind = 0; kind < YM_CREDIT_KIND_COUNT; kind++) {
        const struct ym_word *k = ym_credit_kind_word((enum ym_credit_kind)kind);

        if (ym_credit_kind_part((enum ym_credit_kind)kind) == part && p->sum.n[kind] > 0)
            (void)printf("    %5u  %s %s\n", p->sum.n[kind], k->zh, k->en);
    }
}

static void print_habits(const struct json_profile *p)
{
    for (int side = 0; side < YM_SIDE_COUNT; side++) {
        for (int type = 0; type < YM_TYPE_COUNT; type++) {
            if (p->sum.habits[side][type] > 0)
                (void)printf("    %5u  %s %s\n", p->sum.habits[side][type],
                             ym_word(YM_VOCAB_SIDE, side)->zh, ym_word(YM_VOCAB_TYPE, type)->zh);
        }
    }
}

/* Other disputes of the party are nobody's business here: they are told apart and not named. */
static void print_item(const struct showing *s, const struct json_profile_item *i)
{
    const struct json_profile_rule *r = &s->profile.rules[i->rule];
    const struct ym_word *kind = ym_credit_kind_word(i->kind);
    const struct ym_word *why = ym_credit_why_word(i->why);
    char day[YM_DAY_TEXT_MAX], number[YM_NUMBER_TEXT_MAX] = "另案 another";

    ym_day_print(i->day, day);
    if (i->dispute.v == s->dispute.id.v)
        ym_number_print(i->dispute, number);
    (void)printf("%s  %s %s  %s  seq %u  rule %u %.*s\n            %s %s", day, kind->zh, kind->en,
                 number, i->seq, r->rule, (int)r->procedure.n, r->procedure.at, why->zh, why->en);
    if (i->points >= 0 && i->why == YM_CREDIT_WHY_COUNTS)
        (void)printf("  %d × %d‰", i->points, i->weight);
    (void)printf("  %.*s\n", (int)r->source.n, r->source.at);
    if (flag_of(s, i) != YM_CREDIT_WHY_COUNTS)
        (void)printf("            异议 objection: %s %s\n", ym_credit_why_word(flag_of(s, i))->zh,
                     ym_credit_why_word(flag_of(s, i))->en);
}

static void print_profile(const struct showing *s)
{
    const struct json_profile *p = &s->profile;
    char month[APP_MONTH_TEXT_MAX];

    app_month_print(p->month, month);
    (void)printf("%s  %.*s/%.*s\n%s %s\n", month, (int)p->formula_id.n, p->formula_id.at,
                 (int)p->formula_version.n, p->formula_version.at,
                 ym_credit_part_word(YM_CREDIT_PART_HABITS)->zh,
                 ym_credit_part_word(YM_CREDIT_PART_HABITS)->en);
    print_habits(p);
    print_part(p, YM_CREDIT_PART_PARTICIPATION);
    print_part(p, YM_CREDIT_PART_PERFORMANCE);
    for (size_t i = 0; i < p->nitems; i++)
        print_item(s, &p->items[i]);
    if (p->older > 0)
        (void)printf("更早事项%u条已计入合计 %u older items stand in the sums alone\n", p->older,
                     p->older);
    if (s->statement.n > 0)
        (void)printf("本人说明 the party's own words:\n    %.*s\n", (int)s->statement.n,
                     s->statement.at);
}

static void put_statement(struct json_out *w, const struct showing *s)
{
    if (s->statement.n == 0) {
        json_add_null(w, "statement");
        return;
    }
    json_put_key(w, "statement");
    json_put_object(w);
    json_add_text(w, "text", s->statement);
    json_add_instant(w, "at", s->stated_at);
    json_put_object_end(w);
}

static bool print_json(const struct showing *s)
{
    const struct json_profile *p = &s->profile;
    char month[APP_MONTH_TEXT_MAX];
    struct ym_buf b;
    struct json_out w;
    bool is_ok;

    ym_buf_init(&b, 4 * APP_CREDIT_BYTES_MAX);
    w = json_out(&b);
    app_month_print(p->month, month);
    json_put_object(&w);
    json_add_word(&w, "month", month);
    json_add_int(&w, "run", s->run);
    json_put_key(&w, "points");
    json_put_object(&w);
    for (int part = YM_CREDIT_PART_PARTICIPATION; part < YM_CREDIT_PART_COUNT; part++) {
        const char *code = ym_credit_part_word((enum ym_credit_part)part)->code;

        if (p->sum.parts[part].points >= 0)
            json_add_int(&w, code, p->sum.parts[part].points);
        else
            json_add_null(&w, code);
    }
    json_put_object_end(&w);
    json_add_int(&w, "older", p->older);
    json_put_key(&w, "items");
    json_put_array(&w);
    for (size_t i = 0; i < p->nitems; i++) {
        struct json_profile_item item = p->items[i];

        item.flag = flag_of(s, &item);
        json_profile_put_item(&w, p, &item, item.dispute.v == s->dispute.id.v);
    }
    json_put_array_end(&w);
    put_statement(&w, s);
    json_put_object_end(&w);
    is_ok = json_put_ok(&w) && printf("%.*s\n", (int)b.n, b.at) > 0;
    ym_buf_release(&b);
    return is_ok;
}

/* ---- All of it ---- */

static enum ym_err judge(struct showing *s)
{
    uint32_t set = 0;
    enum ym_err err = pg_credit_protection(s->ask.db.conn, &s->dispute, &set, &s->why);
    enum app_look_verdict verdict;

    if (err != YM_E_OK)
        return err;
    verdict = app_look_judge(&s->caller, &s->dispute, s->is_open, set, has_purpose(s));
    if (verdict == APP_LOOK_ANSWERED)
        return YM_E_OK;
    err = log_look(s, verdict);
    if (err != YM_E_OK)
        return err;
    return ym_fail(&s->why, YM_E_FORBIDDEN, "%s%s", app_look_verdict_word(verdict)->en,
                   verdict == APP_LOOK_NO_PURPOSE                                 ? SAY_PURPOSE
                   : verdict == APP_LOOK_NO_RIGHT || verdict == APP_LOOK_NOT_HERE ? WHO_SEES
                                                                                  : "");
}

/* A profile that holds what is protected by now waits for the next run. */
static enum ym_err check_protected(struct showing *s)
{
    struct ym_id ids[JSON_PROFILE_ITEMS_MAX];
    bool is_protected = false;
    enum ym_err err;

    for (size_t i = 0; i < s->profile.nitems; i++)
        ids[i] = s->profile.items[i].dispute;
    err = pg_credit_any_protected(s->ask.db.conn, ids, s->profile.nitems, &is_protected, &s->why);
    if (err == YM_E_OK && is_protected)
        err = ym_fail(&s->why, YM_E_NOT_FOUND, "%s",
                      app_credit_none_word(APP_CREDIT_NONE_CHANGED)->en);
    return err;
}

/* What there is to show, or why there is nothing. */
static enum ym_err find_profile(struct showing *s)
{
    enum ym_err err = YM_E_OK;

    if (!s->has_party)
        err = ym_fail(&s->why, YM_E_NOT_FOUND, "%s",
                      app_credit_none_word(APP_CREDIT_NONE_NO_IDENTITY)->en);
    if (err == YM_E_OK)
        err = pg_credit_read(s->ask.db.conn, s->party, s->wish->month, on_row, s, &s->why);
    if (err == YM_E_OK)
        err = open_profile(s);
    if (err == YM_E_OK && credit_is_over(s->oldest, s->expiry_days, &s->profile))
        err = ym_fail(&s->why, YM_E_NOT_FOUND, "%s",
                      app_credit_none_word(APP_CREDIT_NONE_EXPIRED)->en);
    if (err == YM_E_OK)
        err = check_protected(s);
    if (err == YM_E_OK)
        err = read_words(s);
    return err;
}

/* A look that found nothing is a look all the same: it is logged, and told of no month. */
static enum ym_err look(struct showing *s)
{
    struct ym_error found;
    enum ym_err err = judge(s);

    if (err != YM_E_OK)
        return err;
    found.code = find_profile(s);
    if (found.code != YM_E_OK) {
        found = s->why;
        s->month = YM_DAY_NONE;
    }
    err = log_look(s, APP_LOOK_ANSWERED);
    if (err != YM_E_OK)
        return err;
    if (found.code != YM_E_OK) {
        s->why = found;
        return found.code;
    }
    if (!s->wish->as_json)
        print_profile(s);
    else if (!print_json(s))
        err = ym_fail(&s->why, YM_E_UNAVAILABLE, "no memory to show a profile");
    return err;
}

/* Who asks, with what; then of which dispute: one that is not there is asked for like one that is
 * another's. */
static enum ym_err find(struct showing *s, const char *dispute)
{
    const struct cli_claim claim = credit_claim(s->wish, APP_RIGHT_SESSION);
    struct cli_granted by;
    struct ym_error none;
    enum ym_err err = cli_person(s->cli, &s->ask.db, &claim, &by, &s->why);

    if (err == YM_E_OK)
        err = pg_account_find(s->ask.db.conn, ym_span_of(by.login), on_account, s, &s->why);
    if (err == YM_E_OK)
        err = cli_secrets_open(s->cli, &s->ask.db, &s->ring, &s->secrets, &s->why);
    if (err == YM_E_OK)
        err = cli_read_dispute(dispute, &s->dispute.id, &s->why);
    if (err != YM_E_OK)
        return err;
    err = cli_ask_dispute(&s->ask, dispute, on_view, s, &none);
    if (err == YM_E_NOT_FOUND && log_look(s, APP_LOOK_NOT_HERE) != YM_E_OK)
        return s->why.code;
    if (err != YM_E_OK) {
        s->why = none;
        return err;
    }
    err = pg_credit_party(s->ask.db.conn, s->dispute.id, s->seat, s->party, &s->why);
    s->has_party = err == YM_E_OK;
    return err == YM_E_NOT_FOUND ? YM_E_OK : err;
}

int credit_show(const struct cli *cli, const struct credit_wish *w, const char *dispute,
                const char *seat)
{
    struct showing *s = calloc(1, sizeof(*s));
    long long number;
    enum ym_err err;
    int code;

    if (s == NULL || !ym_arena_init(&s->arena, ARENA_BYTES)) {
        free(s);
        return cli_complain("no memory to show a profile");
    }
    s->cli = cli;
    s->wish = w;
    s->month = YM_DAY_NONE;
    if (!cli_number(seat, 0, YM_SEATS_MAX - 1, &number)) {
        ym_arena_release(&s->arena);
        free(s);
        (void)cli_complain("the seat is a number from 0 to %d", YM_SEATS_MAX - 1);
        return CLI_USAGE;
    }
    s->seat = (uint8_t)number;
    err = cli_ask_open(cli, &s->ask, &s->why);
    if (err == YM_E_OK) {
        err = find(s, dispute);
        if (err == YM_E_OK)
            err = look(s);
        ym_keyring_close(s->ring);
        cli_ask_close(&s->ask);
    }
    code = err == YM_E_OK ? CLI_DONE : cli_fail(&s->why);
    ym_arena_release(&s->arena);
    free(s);
    return code;
}
