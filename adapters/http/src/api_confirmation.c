/* SPDX-License-Identifier: Apache-2.0 */
/* GET and POST /api/v1/disputes/{id}/confirmation/check: what stands against a confirmation, of the
 * agreement as it stands, or of a draft that is being written. */
#include "api_agreement.h"
#include "app/casefile.h"
#include "base/embedded.h"
#include "json/said.h"
#include "yima/confirm.h"

extern const struct ym_embedded ym_confirm_files[];
extern const size_t ym_confirm_count;

bool api_confirm_load(struct api *api)
{
    const struct ym_embedded *f = &ym_confirm_files[0];
    struct ym_error err;

    return ym_confirm_count == 1 &&
           json_confirm_parse((struct ym_span){ (const char *)f->at, f->n }, &api->confirm, &err) ==
               YM_E_OK;
}

/* ---- Looking ---- */

static int64_t region_of(const struct api *api, int64_t body)
{
    struct app_body_entry entry;

    return body != 0 && api->config.directory->ops->body(api->config.directory, body, &entry)
               ? entry.region
               : 0;
}

static void take_draft(const struct ym_said *said, struct ym_confirm_case *c)
{
    c->is_draft = true;
    c->settled = 0;
    c->terms = said->terms;
    c->facts = said->facts;
    c->obligations = said->obligations;
    c->nobligations = said->nobligations;
}

/* The court that invited the body is competent wherever it sits (民事诉讼法 205(1)): it is the one
 * that the dispute had before anybody applied. */
static void take_court(const struct api_op *op, int64_t court, struct ym_confirm_case *c)
{
    const struct ym_dispute *d = &op->bond.known.dispute;

    c->court = court != 0 ? court : d->court;
    c->is_inviting = c->court != 0 && c->court == d->court && d->applied == 0;
    c->court_region = region_of(op->api, c->court);
    c->places[0] = region_of(op->api, d->body);
    c->places[1] = d->region;
}

size_t api_confirm_look(struct api_op *op, int64_t court, const struct ym_said *said,
                        struct ym_confirm_finding ret[YM_FINDING_COUNT])
{
    struct ym_obligation room[YM_OBLIGATIONS_MAX];
    struct ym_confirm_case c;

    app_agreement_case(&op->bond.known, ym_day_of(api_now(op->api)), room, &c);
    take_court(op, court, &c);
    if (said != NULL)
        take_draft(said, &c);
    return ym_confirm_findings(&op->api->confirm->table, &c, ret);
}

/* ---- Telling ---- */

/* The member of an obligation that a finding is about; "": all of it. */
static const char *member_of(enum ym_finding kind)
{
    switch ((int)kind) {
    case YM_FINDING_NO_AMOUNT:
        return "/amount_fen";
    case YM_FINDING_NO_ACCOUNT:
        return "/account";
    case YM_FINDING_NO_CONSEQUENCE:
        return "/consequence";
    default:
        return "";
    }
}

static int first_of(uint64_t set)
{
    int i = 0;

    while (i < 63 && (set >> i & 1U) == 0)
        i++;
    return i;
}

/* A JSON pointer into the agreement, "/obligations/3/account"; "" for all of it. */
static void put_pointer(struct api_op *op, const struct ym_confirm_finding *f)
{
    static const char *const places[] = {
        [YM_CONFIRM_WHOLE] = "",
        [YM_CONFIRM_TERMS] = "/terms",
        [YM_CONFIRM_FACTS] = "/facts",
        [YM_CONFIRM_OBLIGATION] = "/obligations/",
        [YM_CONFIRM_SIGNATURES] = "/signatures",
        [YM_CONFIRM_COURT] = "/court",
        [YM_CONFIRM_SEAT] = "/parties/",
    };
    struct ym_buf b;

    ym_buf_init(&b, 64);
    ym_buf_puts(&b, places[f->place]);
    if (f->place == YM_CONFIRM_OBLIGATION)
        ym_buf_printf(&b, "%d%s", first_of(f->obligations), member_of((enum ym_finding)f->kind));
    else if (f->place == YM_CONFIRM_SEAT)
        ym_buf_printf(&b, "%d", first_of(f->seats));
    json_add_text(&op->w, "pointer", ym_buf_span(&b));
    ym_buf_release(&b);
}

static void put_set(struct json_out *w, const char *key, uint64_t set)
{
    json_put_key(w, key);
    json_put_array(w);
    for (int i = 0; i < 64; i++) {
        if ((set >> i & 1U) != 0)
            json_put_int(w, i);
    }
    json_put_array_end(w);
}

static void put_finding(struct api_op *op, const struct ym_confirm_finding *f)
{
    const struct ym_confirm_table *t = &op->api->confirm->table;
    const struct ym_confirm_kind *kind = &t->kinds[f->kind];
    struct json_out *w = &op->w;

    json_put_object(w);
    json_add_word(w, "finding", ym_finding_code((enum ym_finding)f->kind));
    json_put_key(w, "bar");
    api_put_word(w, YM_VOCAB_BAR, kind->bar);
    json_add_word(w, "severity", kind->stops ? "stops" : "warns");
    json_add_text(w, "zh", kind->zh);
    json_add_text(w, "en", kind->en);
    json_add_text(w, "source", kind->source);
    put_pointer(op, f);
    put_set(w, "obligations", f->obligations);
    put_set(w, "seats", f->seats);
    json_put_key(w, "words");
    json_put_array(w);
    for (int i = 0; i < f->nwords; i++)
        json_put_text(w, t->words[f->words[i]].word);
    json_put_array_end(w);
    json_put_object_end(w);
}

/* What stops comes first. */
static void put_findings(struct api_op *op, const struct ym_confirm_finding *found, size_t n)
{
    const struct json_confirm *table = op->api->confirm;
    bool stops = false;

    json_put_object(&op->w);
    json_put_key(&op->w, "items");
    json_put_array(&op->w);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < n; i++) {
            const bool is_stop = table->table.kinds[found[i].kind].stops;

            stops = stops || is_stop;
            if (is_stop == (pass == 0))
                put_finding(op, &found[i]);
        }
    }
    json_put_array_end(&op->w);
    json_add_bool(&op->w, "stops", stops);
    json_add_text(&op->w, "version", table->version);
    json_add_text(&op->w, "source", table->source);
    json_put_object_end(&op->w);
}

static void tell(struct api_op *op, const struct ym_said *said)
{
    struct ym_confirm_finding found[YM_FINDING_COUNT];
    const size_t n = api_confirm_look(op, op->bond.court, said, found);

    put_findings(op, found, n);
    if (said == NULL && op->bond.known.nversions > 0)
        api_op_logged(op, APP_SIGHT_EVENTS);
    else
        api_op_json(op, 200);
}

static void tell_standing(struct api_op *op)
{
    tell(op, NULL);
}

/* A draft is the command that would state it, as it would be sent. */
static void tell_draft(struct api_op *op)
{
    struct json_command command;
    struct ym_said said;
    struct ym_error err;

    ym_arena_reset(&op->arena);
    if (json_command_decode(op->rq->body, &op->arena, &command, &err) != YM_E_OK) {
        api_op_problem(op, &err);
        return;
    }
    if (command.cmd.kind != YM_CMD_REACH_AGREEMENT && command.cmd.kind != YM_CMD_REACH_ORAL &&
        command.cmd.kind != YM_CMD_VARY) {
        api_op_error(op, YM_E_UNPROCESSABLE,
                     "only a command that states an agreement can be looked at: reach_agreement, "
                     "reach_oral_agreement or vary");
        return;
    }
    if (!json_said_read(command.cmd.detail, &op->arena, &said)) {
        api_op_error(op, YM_E_UNAVAILABLE, "no memory for the draft; try again in a moment");
        return;
    }
    tell(op, &said);
}

void api_get_confirmation_check(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_on_dispute(app, rq);
    const struct ym_span court = ym_http_query(rq, "court");

    if (op == NULL)
        return;
    op->bond.court = 0;
    if (court.at != NULL && !api_decimal(court, 1, INT64_MAX, &op->bond.court)) {
        api_op_error(op, YM_E_INVALID, "court takes the decimal id of a court");
        return;
    }
    api_agreement_gather(op, tell_standing);
}

void api_post_confirmation_check(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_on_dispute(app, rq);

    if (op == NULL)
        return;
    op->bond.court = 0;
    api_agreement_gather(op, tell_draft);
}
