/* SPDX-License-Identifier: Apache-2.0 */
/* Tickets: random texts that open something for whoever holds them, such as a session or a one-time
 * link. 32 random bytes as base64url; what is stored is a BLAKE2b-256 hash of use and text, which
 * also finds the row: who can read the database cannot make a ticket of it. */
#ifndef YM_CRYPTO_TICKET_H
#define YM_CRYPTO_TICKET_H

#include <stdbool.h>

#include "yima/span.h"

#define YM_TICKET_LEN      43 /* characters of A-Z a-z 0-9 - _ */
#define YM_TICKET_HASH_LEN 32 /* bytes */

/* Make one for a use, such as "yima session": the same text is another ticket under another use.
 * ret_text gets it with its NUL: hand it out once, then wipe it. */
void ym_ticket_make(struct ym_span use, char ret_text[YM_TICKET_LEN + 1],
                    unsigned char ret_hash[YM_TICKET_HASH_LEN]);

/* What is stored of a ticket with this text. False, with zeros, when it is not of that form. */
__attribute__((warn_unused_result)) bool ym_ticket_hash(struct ym_span use, struct ym_span text,
                                                        unsigned char ret_hash[YM_TICKET_HASH_LEN]);

#endif
