/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/disputes/{id}/readers: who looked at personal data of a dispute, when and what for
 * (个人信息保护法 44, 54). A party reads roles, purposes and bodies, its own reads marked; who
 * watches over the data reads the person besides. With the first page come the codes that were ever
 * issued: who issued one could have entered with it. A party reads those of its own seat. */
#include "api_casefile.h"

static bool is_party(const struct api_file *f)
{
    return ym_role_relation((enum ym_role)f->op->caller->actor.role) == YM_REL_SEAT;
}

static void put_body(struct api_file *f, int64_t id)
{
    struct app_directory *d = f->op->api->config.directory;
    struct json_out *w = &f->op->w;
    struct app_body_entry body;

    if (id != 0 && d->ops->body(d, id, &body))
        json_add_text(w, "body_name", body.name);
    else
        json_add_null(w, "body_name");
}

static void put_person(struct api_file *f, const struct app_access *a)
{
    struct json_out *w = &f->op->w;

    json_add_word(w, "reader", a->reader);
    api_put_ref(w, "staff", a->staff);
    api_put_ref(w, "body", a->body);
}

static void put_row(struct api_file *f, const struct app_access *a)
{
    const struct ym_actor *me = &f->op->caller->actor;
    struct json_out *w = &f->op->w;

    json_put_object(w);
    json_add_int64(w, "id", a->id);
    json_add_instant(w, "at", a->at);
    api_file_put_role(w, a->role);
    put_body(f, a->body);
    if (a->seat < YM_SEATS_MAX)
        json_add_int(w, "seat", a->seat);
    else
        json_add_null(w, "seat");
    json_add_bool(w, "yourself", is_party(f) && a->seat == me->seat && a->role == me->role);
    json_add_named(w, "purpose", app_purpose_word(a->purpose));
    json_add_named(w, "what", app_sight_word(a->what));
    if (!is_party(f))
        put_person(f, a);
    json_put_object_end(w);
}

/* Whose body it is when none was written down: that of the member of staff. */
static int64_t body_of(const struct api_file *f, const struct app_code_issue *c)
{
    struct app_directory *d = f->op->api->config.directory;
    struct app_staff_entry staff;

    if (c->body > 0)
        return c->body;
    return c->staff > 0 && d->ops->staff(d, c->staff, &staff) ? staff.body : 0;
}

static void put_issue(struct api_file *f, const struct app_code_issue *c)
{
    struct json_out *w = &f->op->w;
    const int64_t body = body_of(f, c);

    json_put_object(w);
    json_add_int(w, "seat", c->seat);
    json_add_int(w, "issue", c->issue);
    json_add_instant(w, "at", c->at);
    api_file_put_role(w, c->role);
    put_body(f, body);
    if (!is_party(f)) {
        json_add_text(w, "issuer", c->name);
        api_put_ref(w, "staff", c->staff > 0 ? c->staff : 0);
        api_put_ref(w, "body", body);
    }
    json_put_object_end(w);
}

static void on_issues(void *arg, enum ym_err err, const struct app_code_issue *rows, size_t n)
{
    struct api_file *f = arg;
    struct json_out *w = &f->op->w;

    if (err != YM_E_OK) {
        api_file_undone(f, err, "");
        return;
    }
    json_put_key(w, "codes");
    json_put_array(w);
    for (size_t i = 0; i < n; i++)
        put_issue(f, &rows[i]);
    json_put_array_end(w);
    json_put_object_end(w);
    api_op_json(f->op, 200);
}

static void add_issues(struct api_file *f)
{
    struct app_casefile *casefile = f->op->api->config.casefile;

    casefile->ops->issues(casefile, f->op->id,
                          is_party(f) ? f->op->caller->actor.seat : APP_SEAT_ANY, on_issues, f);
}

static void on_readers(void *arg, enum ym_err err, const struct app_access *rows, size_t n,
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
        put_row(f, &rows[i]);
    json_put_array_end(w);
    if (has_more && n > 0)
        json_add_int64(w, "next", rows[n - 1].id);
    else
        json_add_null(w, "next");
    if (f->id == 0) {
        add_issues(f);
        return;
    }
    json_put_object_end(w);
    api_op_json(f->op, 200);
}

static void read_readers(struct api_file *f)
{
    struct app_casefile *casefile = f->op->api->config.casefile;

    casefile->ops->readers(casefile, f->op->id, f->id, f->limit, on_readers, f);
}

void api_get_readers(struct ym_http_request *rq, void *app)
{
    struct api_file *f = api_file_begin(app, rq);
    const struct ym_span cursor = ym_http_query(rq, "cursor");
    const struct ym_span limit = ym_http_query(rq, "limit");
    int64_t n = APP_READERS_PAGE_MAX;

    if (f == NULL)
        return;
    if ((cursor.at != NULL && !api_decimal(cursor, 1, APP_FILE_ID_MAX, &f->id)) ||
        (limit.at != NULL && !api_decimal(limit, 1, APP_READERS_PAGE_MAX, &n))) {
        api_op_error(f->op, YM_E_INVALID,
                     "limit takes 1 to %d; cursor only what next of the page before says",
                     APP_READERS_PAGE_MAX);
        return;
    }
    f->limit = (unsigned)n;
    api_file_read(f, read_readers);
}
