/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a gathering: one packet on its way. */
#ifndef YM_DOCUMENT_SRC_PACKET_H
#define YM_DOCUMENT_SRC_PACKET_H

#include "app/agreement.h"
#include "app/evidence.h"
#include "document/packet.h"

struct packet {
    struct doc_packet_ports ports;
    struct doc_packet_eyes eyes;
    doc_packet_fn *done;
    void *arg;
    struct ym_arena words; /* owned: all that ret points to */
    struct ym_arena said;  /* owned: the detail of one event */
    struct app_agreement agreement;
    uint32_t sued; /* number of the version that is sued upon; 0: none */
    uint32_t seen; /* events read */
    int64_t after; /* note behind which the next page begins */
    int64_t court; /* named by the last submission; 0: none */
    struct doc_packet ret;
    struct doc_packet_fact *facts;             /* DOC_PACKET_FACTS_MAX */
    struct doc_packet_paper *papers;           /* DOC_PACKET_PAPERS_MAX */
    struct doc_packet_supplement *supplements; /* DOC_PACKET_NOTES_MAX */
};

/* Copy of text in the packet's arena. */
struct ym_span packet_keep(struct packet *p, struct ym_span text);

/* Take the next event. False: the history is not whole. */
bool packet_feed(struct packet *p, const struct ym_event *ev);

/* When everything was read: the agreement that is sued upon, copies, and what is missing. */
void packet_conclude(struct packet *p);

#endif
