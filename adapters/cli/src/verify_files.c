/* SPDX-License-Identifier: Apache-2.0 */
#include "verify_files.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/evidence.h"
#include "crypto/crypto.h"
#include "json/event.h"
#include "json/said.h"
#include "pg/paper.h"

#define HEX_CHARS   64
#define ARENA_BYTES (2 * (APP_PAPER_PART_BYTES + 4096))
#define SAID_BYTES  (2 * YM_DETAIL_BYTES_MAX)

/* What is needed for one file, and used again for the next. */
struct work {
    struct cli_files *f;
    struct ym_conn *conn;
    struct pg_paper paper;
    struct ym_arena arena;
    struct ym_buf part;
};

static void complain(struct work *w, const char *text)
{
    if (!w->f->complain(w->f->arg, w->paper.dispute, w->paper.seq, text))
        w->f->is_enough = true;
}

/* ---- The event ---- */

/* NULL, or what is wrong with the event that put it on file. */
static const char *event_fault(struct work *w)
{
    const struct pg_paper *p = &w->paper;
    char hex[HEX_CHARS + 1];
    struct ym_event ev;
    struct ym_said said;

    if (!p->has_event)
        return "attachment: its event is missing";
    if (p->kind != YM_CMD_ATTACH ||
        !json_event_decode((struct ym_span){ p->payload, p->payload_n }, &ev))
        return "attachment: its event is of another kind";
    if (ev.c.ref != p->id)
        return "attachment: its event names another one";
    for (size_t i = 0; i < sizeof(p->commitment); i++)
        (void)snprintf(hex + 2 * i, 3, "%02x", p->commitment[i]);
    ym_arena_reset(&w->arena);
    if (!json_said_read(ev.c.detail, &w->arena, &said) ||
        !ym_span_is(said.sha256, (struct ym_span){ hex, HEX_CHARS }))
        return "attachment: its commitment is not the one in the history";
    return NULL;
}

/* ---- The content ---- */

static bool open_head(struct work *w, struct app_paper_head *ret)
{
    const struct pg_paper *p = &w->paper;
    char room[APP_FILE_LABEL_MAX];
    struct ym_span plain;

    ym_arena_reset(&w->arena);
    return ym_unseal(w->f->ring, app_paper_label(p->dispute, p->id, room),
                     (struct ym_span){ p->head, p->head_n }, &w->arena, &plain, NULL) == YM_E_OK &&
           app_paper_head_read(plain, ret);
}

/* Add one part to the digests. *ret_fault: NULL, or what is wrong with it. */
static enum ym_err add_part(struct work *w, uint16_t part, struct ym_sha256 digests[2],
                            const char **ret_fault, struct ym_error *reterr)
{
    const struct pg_paper *p = &w->paper;
    char room[APP_FILE_LABEL_MAX];
    struct ym_span plain;
    enum ym_err err = pg_paper_part(w->conn, p, part, &w->part, reterr);

    if (err != YM_E_OK)
        return err;
    ym_arena_reset(&w->arena);
    if (w->part.n == 0)
        *ret_fault = "attachment: a part is missing";
    else if (ym_unseal(w->f->ring, app_paper_part_label(p->dispute, p->id, part, room),
                       ym_buf_span(&w->part), &w->arena, &plain, NULL) != YM_E_OK)
        *ret_fault = "attachment: a part does not open; it was altered, or the key is missing";
    else if (plain.n != app_paper_part_bytes(p->bytes, part))
        *ret_fault = "attachment: a part has not its length";
    if (*ret_fault != NULL)
        return YM_E_OK;
    ym_sha256_add(&digests[0], plain.at, plain.n);
    ym_sha256_add(&digests[1], plain.at, plain.n);
    w->f->bytes += plain.n;
    return YM_E_OK;
}

static enum ym_err content_fault(struct work *w, const char **ret_fault, struct ym_error *reterr)
{
    const struct pg_paper *p = &w->paper;
    struct app_paper_head head;
    struct ym_sha256 digests[2];
    unsigned char hashes[2][YM_SHA256_LEN];

    if (!open_head(w, &head)) {
        *ret_fault = "attachment: its head does not open; it was altered, or the key is missing";
        return YM_E_OK;
    }
    ym_sha256_begin(&digests[0]);
    ym_sha256_begin(&digests[1]);
    ym_sha256_add(&digests[1], head.salt, sizeof(head.salt));
    for (uint16_t part = 0; part < app_paper_parts(p->bytes) && *ret_fault == NULL; part++) {
        const enum ym_err err = add_part(w, part, digests, ret_fault, reterr);

        if (err != YM_E_OK)
            return err;
    }
    ym_sha256_end(&digests[0], hashes[0]);
    ym_sha256_end(&digests[1], hashes[1]);
    if (*ret_fault == NULL && memcmp(hashes[0], head.sha256, YM_SHA256_LEN) != 0)
        *ret_fault = "attachment: its content has not its SHA-256";
    if (*ret_fault == NULL && memcmp(hashes[1], p->commitment, YM_SHA256_LEN) != 0)
        *ret_fault = "attachment: its content is not what its commitment binds";
    return YM_E_OK;
}

/* ---- All of them ---- */

static enum ym_err verify_one(struct work *w, struct ym_error *reterr)
{
    const char *fault = event_fault(w);
    enum ym_err err = YM_E_OK;

    w->f->files++;
    if (fault == NULL)
        err = content_fault(w, &fault, reterr);
    if (err == YM_E_OK && fault != NULL)
        complain(w, fault);
    return err;
}

static void on_paperless(void *arg, struct ym_id dispute, uint32_t seq)
{
    struct cli_files *f = arg;

    if (!f->is_enough &&
        !f->complain(f->arg, dispute, seq, "attachment: the history has one that is not there"))
        f->is_enough = true;
}

static enum ym_err verify_each(struct work *w, struct ym_error *reterr)
{
    bool is_found = true;

    while (is_found && !w->f->is_enough) {
        enum ym_err err = pg_paper_next(w->conn, &w->paper, &is_found, reterr);

        if (err == YM_E_OK && is_found)
            err = verify_one(w, reterr);
        if (err != YM_E_OK)
            return err;
    }
    return pg_paperless(w->conn, on_paperless, w->f, reterr);
}

enum ym_err cli_files_verify(struct cli_files *f, struct ym_conn *conn, struct ym_error *reterr)
{
    struct work *w = calloc(1, sizeof(*w));
    enum ym_err err;

    if (w == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to verify attachments");
    w->f = f;
    w->conn = conn;
    ym_buf_init(&w->part, APP_PAPER_PART_BYTES + 4096);
    if (ym_arena_init(&w->arena, ARENA_BYTES))
        err = verify_each(w, reterr);
    else
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to verify attachments");
    ym_arena_release(&w->arena);
    ym_buf_release(&w->part);
    free(w);
    return err;
}
