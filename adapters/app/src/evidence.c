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
 * made to read "exe.jpg". U+200B–200F, U+202A–202E, U+2060–2069, U+FEFF. */
static bool is_unseen(const unsigned char *c, size_t n)
{
    if (n != 3)
        return false;
    if (c[0] == 0xE2 && c[1] == 0x80)
        return (c[2] >= 0x8B && c[2] <= 0x8F) || (c[2] >= 0xA8 && c[2] <= 0xAE);
    if (c[0] == 0xE2 && c[1] == 0x81)
        return c[2] >= 0xA0 && c[2] <= 0xA9;
    return c[0] == 0xEF && c[1] == 0xBB && c[2] == 0xBF;
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
        if (is_unseen((const unsigned char *)left.at, n))
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
