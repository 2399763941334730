/* SPDX-License-Identifier: Apache-2.0 */
#include "json/redact.h"

#include <string.h>

#include "json/event.h"
#include "yima/command.h"

/* Members that hold no words though their value is a text: of lists, and those that name what the
 * program made itself. */
static const char *const wordless[] = {
    "due", "amount_fen", "status", "deadline", "procedure", "sha256", "document_code",
};

static bool is_wordless_kind(enum ym_field_kind kind)
{
    return kind == YM_KIND_INT || kind == YM_KIND_DATE || kind == YM_KIND_REF ||
           kind == YM_KIND_CODE || kind == YM_KIND_MONEY;
}

/* Does this member keep its text? */
static bool is_kept(struct ym_span key)
{
    for (size_t i = 0; i < sizeof(wordless) / sizeof(wordless[0]); i++) {
        if (ym_span_is(key, ym_span_of(wordless[i])))
            return true;
    }
    for (int f = 0; f < YM_FIELD_COUNT; f++) {
        if (ym_span_is(key, ym_span_of(ym_word(YM_VOCAB_FIELD, f)->code)))
            return is_wordless_kind(ym_field_kind((enum ym_field)f));
    }
    return false;
}

/* The text that begins with the quotation mark at i, without its marks. Pre: the JSON is sound. */
static struct ym_span text_at(struct ym_span json, size_t i)
{
    size_t end = i + 1;

    while (end < json.n && json.at[end] != '"')
        end += json.at[end] == '\\' ? 2 : 1;
    return (struct ym_span){ json.at + i + 1, end - i - 1 };
}

/* A detail without its words. In an object a text in front of a colon is the name of a member;
 * every other text is a value of the last member named. */
static bool redact_detail(struct ym_span detail, struct ym_buf *ret)
{
    const struct ym_span mark = YM_SPAN(JSON_REDACTED);
    struct ym_span key = { NULL, 0 };
    bool is_changed = false;

    for (size_t i = 0; i < detail.n; i++) {
        struct ym_span text;
        size_t behind;
        bool is_key;

        if (detail.at[i] != '"') {
            ym_buf_putc(ret, detail.at[i]);
            continue;
        }
        text = text_at(detail, i);
        behind = i + text.n + 2;
        is_key = behind < detail.n && detail.at[behind] == ':';
        if (is_key)
            key = text;
        if (!is_key && !is_kept(key) && text.n > 0 && !ym_span_is(text, mark)) {
            text = mark;
            is_changed = true;
        }
        ym_buf_putc(ret, '"');
        ym_buf_add(ret, text);
        ym_buf_putc(ret, '"');
        i = behind - 1;
    }
    return is_changed;
}

enum ym_err json_event_redact(struct ym_span payload, struct ym_buf *ret, bool *ret_changed,
                              struct ym_error *reterr)
{
    struct ym_span detail, before, behind;
    struct ym_event ev;
    enum ym_err err = json_event_read(payload, &ev, reterr);

    *ret_changed = false;
    ym_buf_clear(ret);
    if (err != YM_E_OK)
        return err;
    detail = ev.c.detail;
    if (detail.n == 0) {
        ym_buf_add(ret, payload);
    } else {
        before = (struct ym_span){ payload.at, (size_t)(detail.at - payload.at) };
        behind = (struct ym_span){ detail.at + detail.n, payload.n - before.n - detail.n };
        ym_buf_add(ret, before);
        *ret_changed = redact_detail(detail, ret);
        ym_buf_add(ret, behind);
    }
    if (!ym_buf_ok(ret))
        return ym_fail(reterr, YM_E_TOO_LARGE, "the redacted event does not fit");
    return YM_E_OK;
}
