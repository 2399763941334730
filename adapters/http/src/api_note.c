/* SPDX-License-Identifier: Apache-2.0 */
/* GET and POST /api/v1/disputes/{id}/notes.
 *
 * Which notes a caller sees is said by app_file_sight() and done by note_read.sql; here they are
 * only opened and written down. */
#include <inttypes.h>
#include <stdio.h>

#include "api_casefile.h"

_Static_assert(JSON_NOTE_CHARS_MAX == APP_NOTE_CHARS_MAX, "one limit");

/* ---- The shape ---- */

static void put_id(struct json_out *w, const char *key, int64_t id)
{
    if (id != 0)
        json_add_int64(w, key, id);
    else
        json_add_null(w, key);
}

static void put_author(struct api_file *f, const struct app_note *n)
{
    struct app_directory *d = f->op->api->config.directory;
    struct json_out *w = &f->op->w;
    struct app_staff_entry staff;

    json_put_key(w, "author");
    json_put_object(w);
    put_id(w, "staff", n->staff);
    if (n->staff != 0 && d->ops->staff(d, n->staff, &staff))
        json_add_text(w, "name", staff.name);
    else
        json_add_null(w, "name");
    json_put_object_end(w);
}

static void put_note(struct api_file *f, const struct app_note *n, int64_t corrected_by)
{
    const struct app_caller *c = f->op->caller;
    struct json_out *w = &f->op->w;
    char room[APP_FILE_LABEL_MAX];

    json_put_object(w);
    json_add_int64(w, "id", n->id);
    json_add_named(w, "kind", app_note_word(n->kind));
    if (n->seat < YM_SEATS_MAX)
        json_add_int(w, "seat", n->seat);
    else
        json_add_null(w, "seat");
    json_add_instant(w, "at", n->at);
    api_file_put_role(w, n->role);
    put_author(f, n);
    json_add_bool(w, "mine",
                  n->staff != 0 && n->staff == c->actor.staff && n->role == c->actor.role);
    put_id(w, "corrects", n->corrects);
    put_id(w, "corrected_by", corrected_by);
    api_file_put_sealed(f, "text", app_note_label(f->op->id, n->id, n->staff, room), n->sealed);
    json_put_object_end(w);
}

/* ---- Reading ---- */

static int64_t correction_of(const struct app_note *rows, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (rows[i].corrects == id)
            return rows[i].id;
    }
    return 0;
}

static void on_notes(void *arg, enum ym_err err, const struct app_note *rows, size_t n,
                     bool has_more)
{
    struct api_file *f = arg;
    struct json_out *w = &f->op->w;

    if (err != YM_E_OK) {
        api_file_undone(f, err, "");
        return;
    }
    json_put_object(w);
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < n; i++)
        put_note(f, &rows[i], correction_of(rows, n, rows[i].id));
    json_put_array_end(w);
    put_id(w, "next", has_more ? rows[n - 1].id : 0);
    json_put_object_end(w);
    api_op_logged(f->op, APP_SIGHT_NOTES);
}

static void read_notes(struct api_file *f)
{
    struct app_casefile *casefile = f->op->api->config.casefile;
    const struct app_file_sight sight = app_file_sight(f->op->caller, &f->dispute);

    if (!app_file_sight_notes(&sight))
        api_op_error(f->op, YM_E_FORBIDDEN,
                     "notes are for the mediator, the body, the window, the centre and, as far as "
                     "facts are undisputed, the court");
    else
        casefile->ops->notes(casefile, f->op->id, sight, f->id, on_notes, f);
}

void api_get_notes(struct ym_http_request *rq, void *app)
{
    struct api_file *f = api_file_begin(app, rq);
    const struct ym_span cursor = ym_http_query(rq, "cursor");

    if (f == NULL)
        return;
    if (cursor.at != NULL && !api_decimal(cursor, 1, APP_FILE_ID_MAX, &f->id))
        api_op_error(f->op, YM_E_INVALID, "cursor takes only what next of the page before says");
    else
        api_file_read(f, read_notes);
}

/* ---- Writing ---- */

static void on_added(void *arg, enum ym_err err, const struct app_note *rows, size_t n,
                     bool has_more)
{
    struct api_file *f = arg;

    (void)has_more;
    if (err != YM_E_OK || n != 1) {
        api_file_undone(f, err != YM_E_OK ? err : YM_E_INTERNAL,
                        "this note was not added: there are as many as may be, or what it corrects "
                        "is no note of yours of the same kind that stands uncorrected");
        return;
    }
    put_note(f, rows, 0);
    api_op_json(f->op, 201);
}

static void add(struct api_file *f, int kind)
{
    struct api *api = f->op->api;
    const struct app_caller *c = f->op->caller;
    struct app_note row = { .kind = (uint8_t)kind,
                            .seat = f->note.seat,
                            .role = c->actor.role,
                            .staff = c->actor.staff,
                            .corrects = f->note.corrects,
                            .at = api_now(api),
                            .author = ym_span_of(c->name) };
    char room[APP_FILE_LABEL_MAX];

    row.id = app_file_id(api->config.secrets, row.at);
    if (api_file_seal(f, app_note_label(f->op->id, row.id, row.staff, room), f->note.text,
                      &row.sealed))
        api->config.casefile->ops->add_note(api->config.casefile, f->op->id, &row, &f->key,
                                            on_added, f);
}

static void write_note(struct api_file *f)
{
    const int kind = app_note_find(f->note.kind);

    if (kind < 0)
        api_file_mistake(f, "/kind", "takes neutral, concession, undisputed or caucus");
    else if (f->note.seat < YM_SEATS_MAX && f->note.seat >= f->dispute.seats)
        api_file_mistake(f, "/seat", "this dispute has %u parties, counted from 0",
                         f->dispute.seats);
    else if (!app_note_may_write(f->op->caller, &f->dispute, (unsigned)kind))
        api_op_error(f->op, YM_E_FORBIDDEN,
                     "the mediator writes notes, and the manager of the body those that are not "
                     "private");
    else
        add(f, kind);
}

void api_post_note(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_file *f = api_file_begin(api, rq);
    struct ym_error err;

    if (f == NULL)
        return;
    if (json_note_read(rq->body, &f->op->arena, &f->note, &api->mistakes, &err) != YM_E_OK)
        api_file_wrong(f, &err);
    else
        api_file_read(f, write_note);
}
