/* SPDX-License-Identifier: Apache-2.0 */
#include "json/cloudevent.h"

#include <inttypes.h>
#include <stdio.h>

#include "json/write.h"
#include "yima/number.h"
#include "yima/region.h"
#include "yima/vocab.h"

#define TYPE_MAX 80 /* "cn.yima.dispute." and the longest command */

static void put_context(struct json_out *w, struct ym_span source, struct ym_span id,
                        const char *type, ym_usec at)
{
    json_add_word(w, "specversion", "1.0");
    json_add_text(w, "id", id);
    json_add_text(w, "source", source);
    json_add_word(w, "type", type);
    json_add_instant(w, "time", at);
    json_add_word(w, "datacontenttype", "application/json");
}

static void put_procedure(struct json_out *w, const struct ym_procedure *p)
{
    char name[2 * JSON_NAME_CHARS_MAX * 4 + 2];

    (void)snprintf(name, sizeof(name), "%s/%s", p->id, p->version);
    json_add_word(w, "procedure", name);
}

static void put_data(struct json_out *w, const struct json_cloudevent *e)
{
    char number[YM_NUMBER_TEXT_MAX], compact[YM_NUMBER_COMPACT_MAX];
    char region[YM_REGION_TEXT_MAX];

    ym_number_print(e->dispute, number);
    ym_number_compact(e->dispute, compact);
    ym_region_print(e->region, region);
    json_put_key(w, "data");
    json_put_object(w);
    json_add_word(w, "id", compact);
    json_add_word(w, "number", number);
    json_add_int(w, "version", e->seq);
    json_add_code(w, "command", YM_VOCAB_COMMAND, e->kind);
    json_add_codes(w, "topics", YM_VOCAB_TOPIC, e->topics);
    json_add_code(w, "colour", YM_VOCAB_COLOUR, e->colour);
    json_add_code(w, "stage", YM_VOCAB_STAGE, e->stage);
    json_add_code(w, "type", YM_VOCAB_TYPE, e->type);
    json_add_word(w, "region", region);
    json_add_int64(w, "body", e->body);
    json_add_int(w, "rule", e->rule);
    put_procedure(w, e->procedure);
    json_put_object_end(w);
}

void json_put_cloudevent(struct ym_buf *out, const struct json_cloudevent *e)
{
    struct json_out w = json_out(out);
    char type[TYPE_MAX], number[YM_NUMBER_TEXT_MAX], sequence[16];

    (void)snprintf(type, sizeof(type), JSON_CLOUDEVENT_PREFIX "dispute.%s",
                   ym_word(YM_VOCAB_COMMAND, e->kind)->code);
    (void)snprintf(sequence, sizeof(sequence), "%07" PRIu32, e->seq);
    ym_number_print(e->dispute, number);
    json_put_object(&w);
    put_context(&w, e->source, e->id, type, e->at);
    json_add_word(&w, "subject", number);
    json_add_word(&w, "sequence", sequence);
    put_data(&w, e);
    json_put_object_end(&w);
}

void json_put_ping(struct ym_buf *out, struct ym_span source, struct ym_span id, ym_usec now)
{
    struct json_out w = json_out(out);

    json_put_object(&w);
    put_context(&w, source, id, JSON_CLOUDEVENT_PREFIX "ping", now);
    json_add_raw(&w, "data", YM_SPAN("{}"));
    json_put_object_end(&w);
}
