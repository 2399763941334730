/* SPDX-License-Identifier: Apache-2.0 */
/* Calls on a case file: access codes, notes, appointments, who read.
 *
 *   begin (the op, the body) -> the dispute -> may this caller? -> the port -> [logged] -> answer
 *
 * Every call reads the dispute first: who may not read it is told that there is none. */
#ifndef YM_HTTP_SRC_API_CASEFILE_H
#define YM_HTTP_SRC_API_CASEFILE_H

#include "api_private.h"
#include "app/casefile.h"
#include "json/casefile.h"

#define API_APPOINTMENT_PAST_S  86400     /* an appointment may have begun so long ago */
#define API_APPOINTMENT_AHEAD_S 157680000 /* and lie at most five years ahead */

struct json_evidence;
struct app_paper;
struct app_paper_head;

/* One call; lies in the op's arena. */
struct api_file {
    struct api_op *op;
    struct ym_dispute dispute;        /* as it stood when the call began */
    void (*then)(struct api_file *f); /* the dispute may be read: go on */
    struct ym_request_key key;
    struct json_note note;
    struct json_appointment appointment;
    struct json_evidence *evidence; /* of an attachment that begins */
    struct app_paper *paper;        /* an attachment that is read */
    struct app_paper_head *head;    /* what was sealed of it */
    struct ym_error *error;         /* that waits to be told */
    struct ym_span reason;          /* of a cancellation */
    uint8_t seat;                   /* of a code */
    int64_t id;     /* of an appointment, or where a page begins; 0: none is named */
    unsigned limit; /* rows of a page */
    struct ym_access_code code;
    struct app_code issued;
};

/* Begin a call on the dispute in the path. NULL: answered already. */
struct api_file *api_file_begin(struct api *api, struct ym_http_request *rq);

/* Read the dispute, then go on. */
void api_file_read(struct api_file *f, void (*then)(struct api_file *f));

/* Answer for a body that cannot be read, with all its mistakes. */
void api_file_wrong(struct api_file *f, struct ym_error *err);

/* One mistake of the body, at this place. */
__attribute__((format(printf, 3, 4))) void api_file_mistake(struct api_file *f, const char *place,
                                                            const char *format, ...);

/* Seal a text under a label; false: answered already. An empty text gives an empty span. */
bool api_file_seal(struct api_file *f, struct ym_span label, struct ym_span plain,
                   struct ym_span *ret);
/* Open one. A text that does not open is logged, and told as null. */
void api_file_put_sealed(struct api_file *f, const char *key, struct ym_span label,
                         struct ym_span sealed);
/* The same as a text in the arena; false: it does not open, which is logged. */
bool api_file_open(struct api_file *f, struct ym_span label, struct ym_span sealed,
                   struct ym_span *ret);

/* The role of who did something, under "role". */
void api_file_put_role(struct json_out *w, uint8_t role);

/* Answer for a port that could not. conflict: the sentence for CONFLICT; "" where none can come. */
void api_file_undone(struct api_file *f, enum ym_err err, const char *conflict);

/* ---- Handlers, by file ---- */

void api_get_access_codes(struct ym_http_request *rq, void *app);  /* api_access_code.c */
void api_post_access_code(struct ym_http_request *rq, void *app);  /* api_access_code.c */
void api_post_code_session(struct ym_http_request *rq, void *app); /* api_code_entry.c */
void api_get_notes(struct ym_http_request *rq, void *app);         /* api_note.c */
void api_post_note(struct ym_http_request *rq, void *app);         /* api_note.c */
void api_get_appointments(struct ym_http_request *rq, void *app);  /* api_appointment.c */
void api_post_appointment(struct ym_http_request *rq, void *app);  /* api_appointment.c */
void api_post_appointment_change(struct ym_http_request *rq, void *app);
void api_post_appointment_cancel(struct ym_http_request *rq, void *app);
void api_get_calendar(struct ym_http_request *rq, void *app); /* api_appointment.c */
void api_get_readers(struct ym_http_request *rq, void *app);  /* api_readers.c */

#endif
