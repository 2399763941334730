/* SPDX-License-Identifier: Apache-2.0 */
#include "privacy_labels.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/assess.h"
#include "app/casefile.h"
#include "app/credit.h"
#include "app/credit_access.h"
#include "app/desk.h"
#include "app/evidence.h"
#include "app/exchange.h"
#include "app/outside.h"
#include "app/points.h"
#include "app/seal.h"
#include "app/subscribe.h"

_Static_assert(APP_MESSAGE_LABEL_MAX <= CLI_LABEL_MAX, "the longest label fits");

#define TEXT_MAX 32 /* a decimal number in a text */

static const struct ym_span none = { NULL, 0 };

/* ---- What stands in the text of a row ---- */

static bool read_party(struct ym_span hex, unsigned char ret[APP_CREDIT_PARTY_LEN])
{
    static const char digits[] = "0123456789abcdef";

    if (hex.n != 2 * APP_CREDIT_PARTY_LEN)
        return false;
    for (size_t i = 0; i < APP_CREDIT_PARTY_LEN; i++) {
        const char *high = memchr(digits, hex.at[2 * i], 16);
        const char *low = memchr(digits, hex.at[2 * i + 1], 16);

        if (high == NULL || low == NULL)
            return false;
        ret[i] = (unsigned char)((high - digits) << 4 | (low - digits));
    }
    return true;
}

static bool read_number(struct ym_span text, int64_t *ret)
{
    char copy[TEXT_MAX];

    if (text.n == 0 || text.n >= sizeof(copy))
        return false;
    memcpy(copy, text.at, text.n);
    copy[text.n] = '\0';
    *ret = strtoll(copy, NULL, 10);
    return true;
}

/* ---- By table ---- */

static struct ym_span party(const struct pg_sealed *s, char room[CLI_LABEL_MAX])
{
    const struct app_sealed_at at = { { s->a }, (uint8_t)s->c, (enum app_sealed)s->field };

    return s->field < APP_SEALED_COUNT ? app_sealed_label(at, room) : none;
}

static struct ym_span note(const struct pg_sealed *s, char room[CLI_LABEL_MAX])
{
    int64_t staff;

    return read_number(s->t, &staff) ? app_note_label((struct ym_id){ s->a }, s->b, staff, room)
                                     : none;
}

static struct ym_span appointment(const struct pg_sealed *s, char room[CLI_LABEL_MAX])
{
    static const char *const fields[] = { "place", "note", "reason" };

    return app_appointment_label((struct ym_id){ s->a }, s->b, s->c, fields[s->field % 3], room);
}

static struct ym_span document(const struct pg_sealed *s, char room[CLI_LABEL_MAX])
{
    struct ym_seal_code code;

    return ym_seal_code_parse(s->t, &code) ? app_seal_part_label(&code, (unsigned)s->c, room)
                                           : none;
}

static struct ym_span message(const struct pg_sealed *s, char room[CLI_LABEL_MAX])
{
    return s->t.n <= APP_MESSAGE_NAME_MAX
               ? app_message_label((struct app_sealed_message){ s->b, s->t }, room)
               : none;
}

static struct ym_span profile(const struct pg_sealed *s, char room[CLI_LABEL_MAX])
{
    unsigned char of[APP_CREDIT_PARTY_LEN];

    return read_party(s->t, of) ? app_credit_label((ym_day)s->a, of, room) : none;
}

static struct ym_span statement(const struct pg_sealed *s, char room[CLI_LABEL_MAX])
{
    unsigned char of[APP_CREDIT_PARTY_LEN];

    return read_party(s->t, of) ? app_statement_label(of, room) : none;
}

/* That of one-time passwords belongs to the pages that ask for them (api_totp_label()). */
static struct ym_span account(const struct pg_sealed *s, char room[CLI_LABEL_MAX])
{
    const int n = snprintf(room, CLI_LABEL_MAX, "account.totp/%" PRId64, s->a);

    return (struct ym_span){ room, (size_t)n };
}

struct ym_span cli_sealed_label(enum pg_sealed_table table, const struct pg_sealed *s,
                                char room[CLI_LABEL_MAX])
{
    const bool is_first = s->field == 0;

    switch (table) {
    case PG_SEALED_party:
        return party(s, room);
    case PG_SEALED_note:
        return note(s, room);
    case PG_SEALED_appointment:
        return appointment(s, room);
    case PG_SEALED_attachment:
        return app_paper_label((struct ym_id){ s->a }, s->b, room);
    case PG_SEALED_attachment_part:
        return app_paper_part_label((struct ym_id){ s->a }, s->b, (uint16_t)s->c, room);
    case PG_SEALED_sealed_part:
        return document(s, room);
    case PG_SEALED_exchange_message:
    case PG_SEALED_exchange_discrepancy:
        return message(s, room);
    case PG_SEALED_outside_order:
        return app_order_label(s->a, is_first ? "payload" : "note", room);
    case PG_SEALED_credit_profile:
        return profile(s, room);
    case PG_SEALED_credit_read:
        return app_look_label(s->a, room);
    case PG_SEALED_credit_objection:
        return app_objection_label(s->a, is_first ? "reason" : "answer", room);
    case PG_SEALED_credit_statement:
        return statement(s, room);
    case PG_SEALED_dispute_protection:
        return app_protection_label((struct ym_id){ s->a }, s->b, room);
    case PG_SEALED_points_proposal:
        return app_points_label(s->a, is_first ? "note" : "reason", room);
    case PG_SEALED_points_entry:
        return app_points_label(s->b, "reversal", room);
    case PG_SEALED_assess_objection:
        return app_contest_label(s->b, s->a, is_first ? "reason" : "answer", room);
    case PG_SEALED_account:
        return account(s, room);
    case PG_SEALED_subscription:
        return app_subscription_label(s->a, room);
    case PG_SEALED_TABLE_COUNT:
        break;
    }
    return none;
}
