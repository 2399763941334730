/* SPDX-License-Identifier: Apache-2.0 */
#include "app/evidence.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "yima/utf8.h"

#define HEAD_VERSION 1
#define HEAD_FIXED   (1 + 32 + APP_PAPER_SALT_LEN)

static const struct ym_word purposes[APP_PAPER_PURPOSE_COUNT] = {
#define X(name, code, zh, en) [APP_PAPER_##name] = { code, zh, en },
    APP_PAPER_PURPOSES(X)
#undef X
};

const struct ym_word *app_paper_purpose_word(unsigned purpose)
{
    assert(purpose < APP_PAPER_PURPOSE_COUNT);
    return &purposes[purpose];
}

int app_paper_purpose_find(struct ym_span code)
{
    for (int i = 0; i < APP_PAPER_PURPOSE_COUNT; i++) {
        if (ym_span_is(code, ym_span_of(purposes[i].code)))
            return i;
    }
    return -1;
}

/* ---- Parts ---- */

uint16_t app_paper_parts(uint32_t bytes)
{
    return (uint16_t)((bytes + APP_PAPER_PART_BYTES - 1) / APP_PAPER_PART_BYTES);
}

uint32_t app_paper_part_bytes(uint32_t bytes, uint16_t i)
{
    const uint32_t before = (uint32_t)i * APP_PAPER_PART_BYTES;

    assert(before < bytes);
    return bytes - before < APP_PAPER_PART_BYTES ? bytes - before : APP_PAPER_PART_BYTES;
}

/* ---- What is sealed ---- */

struct ym_span app_paper_head_pack(const struct app_paper_head *head,
                                   char room[APP_PAPER_HEAD_BYTES_MAX])
{
    assert(head->name.n <= APP_PAPER_NAME_BYTES_MAX);
    room[0] = HEAD_VERSION;
    memcpy(room + 1, head->sha256, sizeof(head->sha256));
    memcpy(room + 1 + sizeof(head->sha256), head->salt, sizeof(head->salt));
    memcpy(room + HEAD_FIXED, head->name.at, head->name.n);
    return (struct ym_span){ room, HEAD_FIXED + head->name.n };
}

bool app_paper_head_read(struct ym_span bytes, struct app_paper_head *ret)
{
    if (bytes.n <= HEAD_FIXED || bytes.n > APP_PAPER_HEAD_BYTES_MAX || bytes.at[0] != HEAD_VERSION)
        return false;
    memcpy(ret->sha256, bytes.at + 1, sizeof(ret->sha256));
    memcpy(ret->salt, bytes.at + 1 + sizeof(ret->sha256), sizeof(ret->salt));
    ret->name = (struct ym_span){ bytes.at + HEAD_FIXED, bytes.n - HEAD_FIXED };
    return true;
}

struct ym_span app_paper_label(struct ym_id dispute, int64_t paper, char room[APP_FILE_LABEL_MAX])
{
    const int n = snprintf(room, APP_FILE_LABEL_MAX, "yima attachment/%" PRId64 "/%" PRId64,
                           dispute.v, paper);

    return (struct ym_span){ room, (size_t)n };
}

struct ym_span app_paper_part_label(struct ym_id dispute, int64_t paper, uint16_t part,
                                    char room[APP_FILE_LABEL_MAX])
{
    const int n =
        snprintf(room, APP_FILE_LABEL_MAX, "yima attachment part/%" PRId64 "/%" PRId64 "/%" PRIu16,
                 dispute.v, paper, part);

    return (struct ym_span){ room, (size_t)n };
}

void app_paper_key(const struct app_secrets *secrets, struct ym_id dispute, int64_t paper,
                   struct ym_request_key *ret)
{
    char where[64];
    char key[32];
    const int nwhere = snprintf(where, sizeof(where), "attachment/%" PRId64, dispute.v);
    const int nkey = snprintf(key, sizeof(key), "%" PRId64, paper);

    app_request_key(secrets, YM_SPAN("yima attachment"), (struct ym_span){ where, (size_t)nwhere },
                    (struct ym_span){ key, (size_t)nkey }, YM_SPAN(""), ret);
}

/* ---- Names ---- */

/* Marks that turn the direction of writing, or join and part characters unseen: "gpj.exe" can be
 * made to read "exe.jpg". First and last of each range, in UTF-8, whose order is that of the
 * characters. */
static const char *const unseen[][2] = {
    { "\xC2\xAD", "\xC2\xAD" },                 /* U+00AD soft hyphen */
    { "\xD8\x9C", "\xD8\x9C" },                 /* U+061C Arabic letter mark */
    { "\xE1\x85\x9F", "\xE1\x85\xA0" },         /* U+115F–1160 Hangul fillers */
    { "\xE1\xA0\x8B", "\xE1\xA0\x8F" },         /* U+180B–180F Mongolian selectors */
    { "\xE2\x80\x8B", "\xE2\x80\x8F" },         /* U+200B–200F */
    { "\xE2\x80\xA8", "\xE2\x80\xAE" },         /* U+2028–202E */
    { "\xE2\x81\xA0", "\xE2\x81\xAF" },         /* U+2060–206F */
    { "\xE3\x85\xA4", "\xE3\x85\xA4" },         /* U+3164 Hangul filler */
    { "\xEF\xBB\xBF", "\xEF\xBB\xBF" },         /* U+FEFF byte order mark */
    { "\xEF\xBE\xA0", "\xEF\xBE\xA0" },         /* U+FFA0 Hangul filler */
    { "\xF3\xA0\x80\x80", "\xF3\xA0\x81\xBF" }, /* U+E0000–E007F tags */
};

static bool is_unseen(const char *c, size_t n)
{
    for (size_t i = 0; i < sizeof(unseen) / sizeof(unseen[0]); i++) {
        if (n == strlen(unseen[i][0]) && memcmp(c, unseen[i][0], n) >= 0 &&
            memcmp(c, unseen[i][1], n) <= 0)
            return true;
    }
    return false;
}

const char *app_paper_name_fault(struct ym_span name)
{
    if (name.n == 0 || !ym_utf8_plain(name))
        return "takes a name of one line";
    if (ym_utf8_chars(name) > APP_PAPER_NAME_CHARS_MAX)
        return "takes at most 120 characters; give the file a shorter name";
    if (strchr(" .", name.at[0]) != NULL || strchr(" .", name.at[name.n - 1]) != NULL)
        return "does not begin or end with a space or a dot";
    for (size_t i = 0; i < name.n;) {
        const struct ym_span left = { name.at + i, name.n - i };
        const size_t n = ym_utf8_first(left);

        if (strchr("/\\:*?\"<>|\n\t", *left.at) != NULL)
            return "takes none of / \\ : * ? \" < > |; give the file another name";
        if (is_unseen(left.at, n))
            return "holds a mark that cannot be seen; type the name anew";
        i += n;
    }
    return NULL;
}

struct app_paper_owner app_paper_owner_of(const struct app_caller *c)
{
    const struct ym_actor *a = &c->actor;
    const bool is_party = a->role == YM_ROLE_PARTY || a->role == YM_ROLE_AGENT;

    return (struct app_paper_owner){ .staff = is_party ? 0 : a->staff,
                                     .role = a->role,
                                     .seat = is_party ? a->seat : YM_SEATS_MAX };
}
