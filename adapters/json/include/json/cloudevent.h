/* SPDX-License-Identifier: Apache-2.0 */
/* Events for the world outside: CloudEvents 1.0, structured, as JSON.
 *
 *   {"specversion":"1.0","id":"06XK29QW3TABC7.12","source":"https://yima.example.gov.cn",
 *    "type":"cn.yima.dispute.accept","time":"2026-11-22T14:00:00.000000+08:00",
 *    "datacontenttype":"application/json","subject":"06XK2-9QW3T-ABC7","sequence":"0000012",
 *    "data":{…}}
 *
 * data says where the dispute stands after the event, in the words of the interface. It never holds
 * a name, an amount, a reason or any text that a person wrote: who may see those asks for them with
 * credentials of its own. sequence is the extension of that name (CloudEvents, Extensions). */
#ifndef YM_JSON_CLOUDEVENT_H
#define YM_JSON_CLOUDEVENT_H

#include "base/buf.h"
#include "yima/date.h"
#include "yima/id.h"
#include "yima/procedure.h"
#include "yima/span.h"

#define JSON_CLOUDEVENT_PREFIX "cn.yima." /* of every type: then dispute. and the command */

/* What an event says, after it. */
struct json_cloudevent {
    struct ym_span source; /* CloudEvents source: a URI of this service */
    struct ym_span id;     /* unique within source; stable over every attempt */
    struct ym_id dispute;
    uint32_t seq;                /* version of the dispute after the event */
    ym_usec at;                  /* when it happened */
    uint8_t kind;                /* enum ym_cmd */
    uint8_t colour, stage, type; /* enums */
    uint16_t rule;               /* that made it */
    uint32_t topics;             /* set of enum ym_topic */
    int64_t region, body;
    const struct ym_procedure *procedure;
};

/* Append the message. Fails as ym_buf does. */
void json_put_cloudevent(struct ym_buf *out, const struct json_cloudevent *e);

/* Append a test message, type cn.yima.ping. */
void json_put_ping(struct ym_buf *out, struct ym_span source, struct ym_span id, ym_usec now);

#endif
