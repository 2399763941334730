/* SPDX-License-Identifier: Apache-2.0 */
/* What is known of a dispute, gathered for its documents: its row, then its history event by event.
 *
 * Only the row and the log of commands are read. Notes of sessions that are kept apart (private
 * caucus, concessions) cannot reach a document, because nothing here can read them. The filing
 * packet is not made from this but from document/packet.h, which reads still less. */
#ifndef YM_DOCUMENT_CASE_H
#define YM_DOCUMENT_CASE_H

#include <stdbool.h>

#include "app/desk.h"
#include "app/query.h"
#include "document/form.h"
#include "yima/procedure.h"

#define DOC_CASE_BYTES (8u << 20) /* words of one case; what does not fit any more is left out */

struct doc_case; /* owned by who began it */

/* What the documents may show beyond the row. */
struct doc_case_options {
    ym_usec now;                  /* the day on which the document is made */
    struct ym_span code;          /* what the code opens; n == 0: no code is printed */
    struct ym_span address;       /* of the body; n == 0: not known */
    struct ym_span document_code; /* of the sealed document that this becomes; n == 0: none */
    struct ym_span verify_at;     /* address where that code is checked; n == 0: none */
    /* The clear text of a sealed field of a party, valid until the next call; n == 0: none, or not
     * to be shown. NULL: never. */
    struct ym_span (*open)(void *arg, uint8_t seat, enum app_sealed field);
    void *arg;
};

/* Begin with the row. procedures holds the version that the dispute is pinned to, and outlives the
 * case; v and *o are read before the call returns. NULL: no memory, or no such version. */
__attribute__((warn_unused_result)) struct doc_case *
doc_case_new(const struct app_view *v, const struct ym_procedures *procedures,
             const struct doc_case_options *o);
void doc_case_free(struct doc_case *c); /* NULL is legal */

/* Take the next event, from the first one on. */
void doc_case_feed(struct doc_case *c, const struct ym_event *ev);

/* What is known by now, for this document: the agreement and its record show the version that waits
 * to be signed, everything else the one in force. Lives until the next call and as long as c.
 * False: the words did not fit, or the events were not a whole history from the first one on: no
 * document should be made of them. */
__attribute__((warn_unused_result)) bool
doc_case_facts(struct doc_case *c, enum ym_document document, struct doc_facts *ret);

#endif
