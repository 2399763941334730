/* SPDX-License-Identifier: Apache-2.0 */
/* The bodies of the calls under /subscriptions.
 *
 *   new, change  {"url":"https://…","label":"…","topics":["stage"],"region":"330108","body":"1013",
 *                "active":true,"from":"beginning"}
 *                region and body may be null: any. topics left out of a new one: all. from ("now",
 *                "beginning") belongs to a new one, active to a change.
 *   rotate       {"hours":24}, or {}
 *   redrive      {"dispute":"06XK2…","topics":["stage"],"since":"2026-11-22T08:00:00+08:00"}, each
 *                may be left out
 *   skip         {"dispute":"06XK2…"} */
#ifndef YM_JSON_SUBSCRIPTION_H
#define YM_JSON_SUBSCRIPTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "json/limits.h"
#include "yima/date.h"
#include "yima/span.h"

#define JSON_SUBSCRIPTION_BYTES_MAX 8192 /* body of any of these calls */
#define JSON_SUBSCRIPTION_URL_MAX   1000 /* characters */
#define JSON_SUBSCRIPTION_LABEL_MAX 100  /* bytes */
#define JSON_ROTATION_HOURS_MAX     720

/* What a body says. Spans lie in the arena. */
struct json_subscription {
    bool has_url, has_label, has_topics, has_region, has_body, has_active;
    struct ym_span url, label;
    uint32_t topics;       /* set of enum ym_topic */
    struct ym_span region; /* digits, as given; n == 0: any */
    int64_t body;          /* 0: any */
    bool is_active;
    bool from_beginning;
};

struct json_redrive {
    struct ym_span dispute; /* number as given; n == 0: any */
    uint32_t topics;        /* 0: any */
    ym_usec since;          /* YM_USEC_NONE: any time */
};

/* Errors: those of json/read.h. *ret is written only on YM_E_OK. */
__attribute__((warn_unused_result)) enum ym_err
json_subscription_read(struct ym_span text, bool is_new, struct ym_arena *arena,
                       struct json_subscription *ret, struct ym_error *reterr);
__attribute__((warn_unused_result)) enum ym_err json_rotation_read(struct ym_span text,
                                                                   int64_t hours_default,
                                                                   int64_t *ret_hours,
                                                                   struct ym_error *reterr);
__attribute__((warn_unused_result)) enum ym_err json_redrive_read(struct ym_span text,
                                                                  struct ym_arena *arena,
                                                                  struct json_redrive *ret,
                                                                  struct ym_error *reterr);

#endif
