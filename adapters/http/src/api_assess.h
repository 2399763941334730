/* SPDX-License-Identifier: Apache-2.0 */
/* Calls on satisfaction, assessment and points.
 *
 * Whose figures a caller sees is said in app/assess.h and app/points.h: a mediator or volunteer the
 * own, a manager those of the body, whoever watches over a region those of its bodies. What lies
 * outside is told not to be there. */
#ifndef YM_HTTP_SRC_API_ASSESS_H
#define YM_HTTP_SRC_API_ASSESS_H

#include "api_private.h"
#include "app/assess.h"
#include "app/month.h"
#include "app/points.h"
#include "app/satisfaction.h"

#define API_ASSESS_BYTES_MAX 8192 /* body of any of these calls */

struct json_doc;

/* Begin an operation; NULL: answered already, also when this program has no assessments. */
struct api_op *api_op_assess(struct api *api, struct ym_http_request *rq);

/* from and until of the query, as first days of months: the last month that is over unless they are
 * given. NULL, or what is wrong. at most months_max of them. */
const char *api_months_read(const struct api_op *op, int months_max, ym_day *ret_from,
                            ym_day *ret_until);

/* {"id":…,"name":…} of staff or a body; null for 0. */
void api_put_staff(struct api_op *op, const char *key, int64_t id);
void api_put_body_name(struct api_op *op, const char *key, int64_t id);

/* The body's padded region; 0: it is not among the reference data. */
int64_t api_region_of_body(const struct api *api, int64_t body);

/* "1013-8123": a bucket or subject, and a number. */
#define API_PAIR_MAX 48
void api_pair_print(int64_t first, int64_t second, char ret[API_PAIR_MAX]);
bool api_pair_parse(struct ym_span text, int64_t *ret_first, int64_t *ret_second);

/* Seal words, or answer for the error. */
bool api_words_seal(struct api_op *op, struct ym_span label, struct ym_span plain,
                    struct ym_span *ret);
/* "key": the words, or null where there are none or they do not open. */
void api_put_words_sealed(struct api_op *op, const char *key, struct ym_span label,
                          struct ym_span sealed);

/* The key of this request. */
void api_key_of(struct api_op *op, struct ym_request_key *ret);

/* Answer for a port's error: a conflict with this sentence. */
void api_assess_undone(struct api_op *op, enum ym_err err, const char *conflict);

/* Parse a body of one of these calls; NULL: answered already. Free it with json_free(). */
struct json_doc *api_assess_body(struct api_op *op);

/* Free doc; false when it was wrong or did not fit into the arena: answered already. */
bool api_assess_body_end(struct api_op *op, struct json_doc *doc);

/* ---- Handlers ---- */

void api_get_satisfaction(struct ym_http_request *rq, void *app); /* api_satisfaction.c */
void api_put_satisfaction(struct ym_http_request *rq, void *app);
void api_get_assessments(struct ym_http_request *rq, void *app);      /* api_assess.c */
void api_get_assessment_cases(struct ym_http_request *rq, void *app); /* api_assess_cases.c */
void api_get_contests(struct ym_http_request *rq, void *app);         /* api_assess_contest.c */
void api_post_contest(struct ym_http_request *rq, void *app);
void api_post_contest_answer(struct ym_http_request *rq, void *app);
void api_get_points(struct ym_http_request *rq, void *app); /* api_points.c */
void api_get_points_rules(struct ym_http_request *rq, void *app);
void api_get_points_proposals(struct ym_http_request *rq, void *app); /* api_points_list.c */
void api_get_points_entries(struct ym_http_request *rq, void *app);
void api_post_points_proposal(struct ym_http_request *rq, void *app); /* api_points_act.c */
void api_post_points_confirm(struct ym_http_request *rq, void *app);
void api_post_points_decline(struct ym_http_request *rq, void *app);
void api_post_points_reverse(struct ym_http_request *rq, void *app);

/* ---- Shapes that files share ---- */

/* from, until, staff and body of the query: what is wrong, or NULL. Months as api_months_read(),
 * up to the one that runs when none is named. api_points_list.c */
const char *api_points_filter_read(const struct api_op *op, struct app_points_filter *ret);
/* Narrow a filter to what the caller sees; false: nothing. */
bool api_points_narrow(const struct api_op *op, struct app_points_filter *f);

void api_put_proposal(struct api_op *op, const struct app_proposal *p); /* api_points_list.c */
void api_put_points_entry(struct api_op *op, const struct app_points_entry *e);
/* The table that holds on a day, from a port's document or the program's own. NULL: answered
 * already. Free it with json_points_free(). api_points.c */
struct ym_points_table *api_points_table(struct api_op *op, struct ym_span document);

#endif
