/* SPDX-License-Identifier: Apache-2.0 */
/* Appointments of a dispute: planned sessions, their changes, and their calendar files.
 *
 *   GET, POST …/appointments · POST …/appointments/{n}/change · …/cancel
 *   GET …/appointments/{n}/calendar.ics
 *
 * A change is another revision; the ones before stay. A party sees those of its own seat. */
#include <inttypes.h>
#include <stdio.h>

#include "api_casefile.h"
#include "ics.h"
#include "yima/number.h"

#define MEDIA_CALENDAR "text/calendar; charset=utf-8"

_Static_assert(JSON_MINUTES_MAX == APP_APPOINTMENT_MINUTES_MAX, "one limit");
_Static_assert(JSON_PLACE_CHARS_MAX == APP_APPOINTMENT_CHARS_MAX, "one limit");

static const char conflict[] =
    "this appointment was not stored: there are as many as may be, or it was changed or cancelled "
    "meanwhile; look at the list";

/* ---- The shape ---- */

static void put_sealed(struct api_file *f, const struct app_appointment *a, const char *field,
                       struct ym_span sealed)
{
    char room[APP_FILE_LABEL_MAX];

    api_file_put_sealed(f, field, app_appointment_label(f->op->id, a->id, a->revision, field, room),
                        sealed);
}

static void put_appointment(struct api_file *f, const struct app_appointment *a)
{
    struct json_out *w = &f->op->w;
    char compact[YM_NUMBER_COMPACT_MAX];
    char link[128];

    json_put_object(w);
    json_add_int64(w, "id", a->id);
    json_add_int(w, "revision", a->revision);
    json_add_instant(w, "at", a->at);
    json_add_int(w, "minutes", a->minutes);
    json_put_key(w, "seats");
    json_put_array(w);
    for (int seat = 0; seat < YM_SEATS_MAX; seat++) {
        if ((a->seats >> seat & 1U) != 0)
            json_put_int(w, seat);
    }
    json_put_array_end(w);
    put_sealed(f, a, "place", a->place);
    put_sealed(f, a, "note", a->note);
    json_add_bool(w, "cancelled", a->is_cancelled);
    put_sealed(f, a, "reason", a->reason);
    json_add_instant(w, "changed_at", a->changed_at);
    api_file_put_role(w, a->role);
    ym_number_compact(f->op->id, compact);
    (void)snprintf(link, sizeof(link), "/api/v1/disputes/%s/appointments/%" PRId64 "/calendar.ics",
                   compact, a->id);
    json_add_word(w, "calendar", link);
    json_put_object_end(w);
}

/* ---- Reading ---- */

/* Whose appointments this caller sees: a party's, of its own seat. */
static uint8_t seat_of(const struct api_file *f)
{
    const struct ym_actor *a = &f->op->caller->actor;

    return ym_role_relation((enum ym_role)a->role) == YM_REL_SEAT ? a->seat : APP_SEAT_ANY;
}

static void on_list(void *arg, enum ym_err err, const struct app_appointment *rows, size_t n)
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
        put_appointment(f, &rows[i]);
    json_put_array_end(w);
    json_put_object_end(w);
    api_op_logged(f->op, APP_SIGHT_APPOINTMENTS);
}

static void list(struct api_file *f)
{
    struct app_casefile *casefile = f->op->api->config.casefile;

    casefile->ops->appointments(casefile, f->op->id, seat_of(f), 0, on_list, f);
}

void api_get_appointments(struct ym_http_request *rq, void *app)
{
    struct api_file *f = api_file_begin(app, rq);

    if (f != NULL)
        api_file_read(f, list);
}

/* ---- Writing ---- */

static void on_put(void *arg, enum ym_err err, const struct app_appointment *rows, size_t n)
{
    struct api_file *f = arg;

    if (err != YM_E_OK || n != 1) {
        api_file_undone(f, err != YM_E_OK ? err : YM_E_INTERNAL, conflict);
        return;
    }
    put_appointment(f, rows);
    api_op_json(f->op, rows->revision == 0 ? 201 : 200);
}

static bool seal(struct api_file *f, const struct app_appointment *a, const char *field,
                 struct ym_span plain, struct ym_span *ret)
{
    char room[APP_FILE_LABEL_MAX];

    return api_file_seal(f, app_appointment_label(f->op->id, a->id, a->revision, field, room),
                         plain, ret);
}

/* Store this revision with the words in f->appointment. */
static void put(struct api_file *f, struct app_appointment *row)
{
    struct api *api = f->op->api;

    row->role = f->op->caller->actor.role;
    row->changed_by = ym_span_of(f->op->caller->name);
    row->changed_at = api_now(api);
    row->at = f->appointment.at;
    row->minutes = f->appointment.minutes;
    row->seats = f->appointment.seats;
    if (seal(f, row, "place", f->appointment.place, &row->place) &&
        seal(f, row, "note", f->appointment.note, &row->note) &&
        seal(f, row, "reason", f->appointment.reason, &row->reason))
        api->config.casefile->ops->put_appointment(api->config.casefile, f->op->id, row, &f->key,
                                                   on_put, f);
}

/* Is what the body says possible in this dispute? False: answered already. */
static bool is_possible(struct api_file *f)
{
    const struct json_appointment *a = &f->appointment;
    const ym_usec now = api_now(f->op->api);

    if (f->dispute.seats < 32 && a->seats >> f->dispute.seats != 0)
        api_file_mistake(f, "/seats", "this dispute has %u parties, counted from 0",
                         f->dispute.seats);
    else if (a->at < now - API_APPOINTMENT_PAST_S * YM_USEC_PER_SECOND ||
             a->at > now + API_APPOINTMENT_AHEAD_S * YM_USEC_PER_SECOND)
        api_file_mistake(f, "/at", "takes a time from yesterday on, up to five years ahead");
    else
        return true;
    return false;
}

static void add(struct api_file *f)
{
    struct app_appointment row = { .revision = 0 };

    if (!is_possible(f))
        return;
    row.id = app_file_id(f->op->api->config.secrets, api_now(f->op->api));
    put(f, &row);
}

void api_post_appointment(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_file *f = api_file_begin(api, rq);
    struct ym_error err;

    if (f == NULL)
        return;
    if (json_appointment_read(rq->body, false, &f->op->arena, &f->appointment, &api->mistakes,
                              &err) != YM_E_OK)
        api_file_wrong(f, &err);
    else
        api_file_read(f, add);
}

/* ---- Of one that there is ---- */

/* NULL: answered already. */
static struct api_file *begin_one(struct api *api, struct ym_http_request *rq)
{
    struct api_file *f = api_file_begin(api, rq);

    if (f == NULL || api_decimal(ym_http_param(rq, "n"), 1, APP_FILE_ID_MAX, &f->id))
        return f;
    api_op_error(f->op, YM_E_NOT_FOUND, "there is no such appointment in this dispute");
    return NULL;
}

static bool is_there(struct api_file *f, enum ym_err err, size_t n)
{
    if (err == YM_E_OK && n == 1)
        return true;
    if (err == YM_E_OK)
        api_op_error(f->op, YM_E_NOT_FOUND, "there is no such appointment in this dispute");
    else
        api_file_undone(f, err, "");
    return false;
}

static void on_old(void *arg, enum ym_err err, const struct app_appointment *rows, size_t n)
{
    struct api_file *f = arg;
    struct app_appointment row;

    if (!is_there(f, err, n) || !is_possible(f))
        return;
    if (rows->revision >= APP_APPOINTMENT_CHANGES_MAX) {
        api_op_error(
            f->op, YM_E_CONFLICT,
            "this appointment was changed %d times, as often as may be: cancel it and make "
            "another",
            APP_APPOINTMENT_CHANGES_MAX);
        return;
    }
    row = (struct app_appointment){ .id = rows->id, .revision = rows->revision + 1 };
    put(f, &row);
}

static void change(struct api_file *f)
{
    struct app_casefile *casefile = f->op->api->config.casefile;

    casefile->ops->appointments(casefile, f->op->id, APP_SEAT_ANY, f->id, on_old, f);
}

void api_post_appointment_change(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_file *f = begin_one(api, rq);
    struct ym_error err;

    if (f == NULL)
        return;
    if (json_appointment_read(rq->body, true, &f->op->arena, &f->appointment, &api->mistakes,
                              &err) != YM_E_OK)
        api_file_wrong(f, &err);
    else
        api_file_read(f, change);
}

/* The words of one revision, for the next. False: answered already. */
static bool carry(struct api_file *f, const struct app_appointment *a, const char *field,
                  struct ym_span sealed, struct ym_span *ret)
{
    char room[APP_FILE_LABEL_MAX];

    *ret = (struct ym_span){ NULL, 0 };
    if (sealed.n == 0 ||
        api_file_open(f, app_appointment_label(f->op->id, a->id, a->revision, field, room), sealed,
                      ret))
        return true;
    api_op_error(f->op, YM_E_INTERNAL, "the words of an appointment do not open");
    return false;
}

static void on_cancelled(void *arg, enum ym_err err, const struct app_appointment *rows, size_t n)
{
    struct api_file *f = arg;
    struct app_appointment row;

    if (!is_there(f, err, n))
        return;
    f->appointment = (struct json_appointment){
        .at = rows->at, .minutes = rows->minutes, .seats = rows->seats, .reason = f->reason
    };
    if (!carry(f, rows, "place", rows->place, &f->appointment.place) ||
        !carry(f, rows, "note", rows->note, &f->appointment.note))
        return;
    row = (struct app_appointment){ .id = rows->id,
                                    .revision = rows->revision + 1,
                                    .is_cancelled = true };
    put(f, &row);
}

static void cancel(struct api_file *f)
{
    struct app_casefile *casefile = f->op->api->config.casefile;

    casefile->ops->appointments(casefile, f->op->id, APP_SEAT_ANY, f->id, on_cancelled, f);
}

void api_post_appointment_cancel(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_file *f = begin_one(api, rq);
    struct ym_error err;

    if (f == NULL)
        return;
    if (json_reason_read(rq->body, &f->op->arena, &f->reason, &api->mistakes, &err) != YM_E_OK)
        api_file_wrong(f, &err);
    else
        api_file_read(f, cancel);
}

/* ---- The calendar file ---- */

static void send_calendar(struct api_op *op)
{
    char number[YM_NUMBER_COMPACT_MAX];
    char name[64];

    if (!ym_buf_ok(&op->out)) {
        ym_buf_clear(&op->out);
        api_op_error(op, YM_E_INTERNAL, "a calendar file is too large");
        return;
    }
    ym_number_compact(op->id, number);
    (void)snprintf(name, sizeof(name), "attachment; filename=\"%s.ics\"", number);
    ym_http_reply_header(op->rq, "Content-Disposition", name);
    ym_http_reply_bytes(op->rq, 200, MEDIA_CALENDAR, ym_buf_span(&op->out));
    api_op_end(op);
}

/* Number, place and note: who may see the appointment may see these, and nobody is named. */
static void on_calendar(void *arg, enum ym_err err, const struct app_appointment *rows, size_t n)
{
    struct api_file *f = arg;
    char number[YM_NUMBER_TEXT_MAX];
    char uid[64];
    char summary[96];
    struct ics_event e;

    if (!is_there(f, err, n))
        return;
    ym_number_print(f->op->id, number);
    (void)snprintf(uid, sizeof(uid), "%" PRId64 ".%s@yima", rows->id, number);
    (void)snprintf(summary, sizeof(summary), "调解会 Mediation session %s", number);
    e = (struct ics_event){ .uid = ym_span_of(uid),
                            .sequence = rows->revision,
                            .stamp = rows->changed_at,
                            .at = rows->at,
                            .minutes = rows->minutes,
                            .is_cancelled = rows->is_cancelled,
                            .summary = ym_span_of(summary) };
    if (!carry(f, rows, "place", rows->place, &e.location) ||
        !carry(f, rows, "note", rows->note, &e.description))
        return;
    ics_print(&f->op->out, &e);
    api_op_log_then(f->op, APP_SIGHT_APPOINTMENTS, send_calendar);
}

static void read_calendar(struct api_file *f)
{
    struct app_casefile *casefile = f->op->api->config.casefile;

    casefile->ops->appointments(casefile, f->op->id, seat_of(f), f->id, on_calendar, f);
}

void api_get_calendar(struct ym_http_request *rq, void *app)
{
    struct api_file *f = begin_one(app, rq);

    if (f != NULL)
        api_file_read(f, read_calendar);
}
