/* SPDX-License-Identifier: Apache-2.0 */
#include "cases.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "measure.h"
#include "yima/number.h"

bool cases_init(struct cases *c)
{
    const time_t now = time(NULL) + 8 * 3600;
    struct tm day;

    *c = (struct cases){ .token = getenv("YIMA_TOKEN"), .key = (uint64_t)measure_now() };
    (void)strftime(c->today, sizeof(c->today), "%Y-%m-%d", gmtime_r(&now, &day));
    if (c->token == NULL)
        (void)fputs("set YIMA_TOKEN to the token of a manager of body 1013\n", stderr);
    return c->token != NULL;
}

bool cases_mix(struct cases *c, const char *name)
{
    c->reassigns = strcmp(name, "reassign") == 0;
    return c->reassigns || strcmp(name, "mediation") == 0;
}

/* ---- The list ---- */

static bool take_line(struct dispute *d, const char *line)
{
    const size_t n = strcspn(line, " ");
    char compact[YM_NUMBER_COMPACT_MAX];
    struct ym_id id;

    d->version = (uint32_t)strtoul(line + n, NULL, 10);
    if (n == YM_NUMBER_CHARS) {
        memcpy(d->id, line, n);
        d->id[n] = '\0';
        return true;
    }
    id.v = (int64_t)strtoll(line, NULL, 10);
    if (!ym_id_valid(id))
        return false;
    ym_number_compact(id, compact);
    memcpy(d->id, compact, sizeof(compact));
    return true;
}

bool cases_read(struct cases *c, const char *path)
{
    FILE *f = fopen(path, "r");
    char line[64];
    size_t room = 0;
    bool ok = f != NULL;

    while (ok && fgets(line, sizeof(line), f) != NULL) {
        if (c->n == room) {
            room = room == 0 ? 4096 : room * 2;
            c->disputes = realloc(c->disputes, room * sizeof(*c->disputes));
            if (c->disputes == NULL)
                exit(1);
        }
        ok = take_line(&c->disputes[c->n++], line);
    }
    if (f == NULL)
        perror(path);
    else
        (void)fclose(f);
    if (ok && c->n == 0)
        (void)fprintf(stderr, "%s: no dispute in it\n", path);
    return ok && c->n > 0;
}

bool cases_write(const struct cases *c, const char *path)
{
    FILE *f = fopen(path, "w");
    bool ok = f != NULL;

    for (size_t i = 0; ok && i < c->n; i++)
        ok = fprintf(f, "%s %" PRIu32 "\n", c->disputes[i].id, c->disputes[i].version) > 0;
    if (f != NULL)
        ok = fclose(f) == 0 && ok;
    if (!ok)
        perror(path);
    return ok;
}

/* ---- Requests ---- */

void cases_add_head(const struct cases *c, struct wire *w, const char *method, const char *path)
{
    wire_add(w, "%s /api/v1/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n", method,
             path, c->token);
}

void cases_add_command(const struct cases *c, struct wire *w, const struct dispute *d)
{
    const unsigned step = d->version < 2 ? 0 : (d->version - 2) % (c->reassigns ? 2 : 4);

    if (d->version == 1)
        wire_add(w, "\"command\":\"accept\"");
    else if (step == 0)
        wire_add(w, "\"command\":\"assign\",\"mediator\":\"5038\"");
    else if (step == (c->reassigns ? 1 : 3))
        wire_add(w, "\"command\":\"decline_case\",\"reason\":"
                    "\"与当事人一方相识，为公正起见请另行指派调解员\"");
    else if (step == 1)
        wire_add(w, "\"command\":\"accept_case\"");
    else
        wire_add(w,
                 "\"command\":\"hold_session\",\"date\":\"%s\",\"attendance\":["
                 "{\"seat\":0,\"status\":\"attended\"},{\"seat\":1,\"status\":\"attended\"}]",
                 c->today);
}

void cases_add_intake(struct wire *w, uint32_t i)
{
    wire_add(w,
             "\"register\":{\"type\":\"neighbour\",\"channel\":\"window\",\"source\":\"applied\","
             "\"region\":\"330108003001\",\"body\":\"1013\",\"title\":\"房屋漏水赔偿纠纷 %" PRIu32
             "\",\"description\":\"楼上住户装修后漏水，双方对修复与赔偿数额有分歧。\","
             "\"amount_fen\":\"120000\",\"harm\":0,\"urgency\":1,\"scope\":0,\"parties\":["
             "{\"side\":\"claimant\",\"kind\":\"natural\",\"name\":\"申请人%" PRIu32 "\","
             "\"phone\":\"0571-00000001\"},{\"side\":\"respondent\",\"kind\":\"natural\","
             "\"name\":\"被申请人%" PRIu32 "\",\"phone\":\"0571-00000002\"}]}",
             i, i, i);
}

void cases_add_single(struct cases *c, struct wire *w, const struct dispute *d)
{
    char path[64];
    size_t mark;

    (void)snprintf(path, sizeof(path), "disputes/%s/commands", d->id);
    cases_add_head(c, w, "POST", path);
    wire_add(w, "Idempotency-Key: %" PRIx64 "-%" PRIu64 "\r\n", c->key, c->keys++);
    mark = wire_body(w);
    wire_add(w, "{");
    cases_add_command(c, w, d);
    wire_add(w, "}");
    wire_body_end(w, mark);
}

bool cases_is_version(const struct wire *w, uint32_t version)
{
    /* The procedure has a version too, but it stands further behind. */
    const char *at = strstr(w->body, "\"version\":");

    return w->status == 200 && at != NULL && strtoul(at + 10, NULL, 10) == version;
}
