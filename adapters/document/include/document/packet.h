/* SPDX-License-Identifier: Apache-2.0 */
/* The filing packet: all that goes to a court when a dispute is filed, and nothing else.
 *
 * Pages, the PDF form and the messages to the court are made from struct doc_packet alone. What may
 * not leave mediation cannot be in it, because what gathers it cannot read it:
 *
 *   of the row      parties, title, body, court, when it was asked for
 *   of the events   the words of submit_filing and supplement; the case number; day and coded
 * ground of the end; and, of an agreement that was in force and is sued upon, its terms and
 * obligations. No reason, no note, no minutes, no terms that never bound of the notes    undisputed
 * facts alone, read with a sight that names no other kind of attachments  what
 * app_file_sight_packet() shows
 *
 * Sources: 民事诉讼法 122, 124; 登记立案规定 4, 6; 人民法院在线调解规则 18, 22; 特邀调解规定 22;
 * 民诉法解释 107.
 *
 *   DISPUTE -> EVENTS, page after page -> NOTES, page after page -> PAPERS -> done */
#ifndef YM_DOCUMENT_PACKET_H
#define YM_DOCUMENT_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/casefile.h"
#include "app/desk.h"
#include "app/query.h"
#include "document/form.h"
#include "json/write.h"
#include "yima/agreement.h"
#include "yima/procedure.h"

#define DOC_PACKET_FACTS_MAX  APP_NOTES_MAX
#define DOC_PACKET_PAPERS_MAX 200        /* attachments listed */
#define DOC_PACKET_NOTES_MAX  32         /* supplements, the last ones */
#define DOC_PACKET_BYTES      (8u << 20) /* words of one packet; more is TOO_LARGE */

/* clang-format off */
/* What a filing can lack. stops: it cannot be submitted without; else the court may ask for it. */
#define DOC_LACKS(X) /* name, code, stops, zh, en, source */ \
    X(CLAIMS,     "claims",     true,  "诉讼请求", "what you ask the court for", "民事诉讼法 122(3)、124；登记立案规定 4") \
    X(FACTS,      "facts",      true,  "事实与理由", "facts and reasons", "民事诉讼法 122(3)、124；登记立案规定 4") \
    X(COURT,      "court",      true,  "受诉人民法院", "the court to which it goes", "民事诉讼法 122(4)、22") \
    X(IDENTITY,   "identity",   false, "起诉人的身份证明", "proof of identity of who files", "登记立案规定 6(1)") \
    X(CONTACT,    "contact",    false, "起诉人的住所和联系方式", "address and telephone of who files", "登记立案规定 4(1)") \
    X(OPPONENT,   "opponent",   false, "被告的住所等足以与他人区别的信息", "address of each defendant, or what else tells them apart", "民事诉讼法 122(2)；登记立案规定 4(2)、6(3)") \
    X(AUTHORITY,  "authority",  false, "授权委托书和代理人身份证明", "power of attorney and identity of the agent", "登记立案规定 6(2)") \
    X(EVIDENCE,   "evidence",   false, "证据或者证明材料", "evidence", "民事诉讼法 124(4)；登记立案规定 4(4)、6(5)")
/* clang-format on */

#define X(name, ...) DOC_LACK_##name,
enum doc_lack { DOC_LACKS(X) DOC_LACK_COUNT };
#undef X

struct doc_lack_row {
    const char *code;
    bool stops;
    const char *zh, *en, *source;
};
const struct doc_lack_row *doc_lack_row(enum doc_lack lack);

struct doc_packet_party {
    uint8_t side, kind;                        /* enums; the seat is the index */
    struct ym_span name, agent;                /* agent: n == 0: none */
    struct ym_span identity, phone, address;   /* as the reader may see them; n == 0: not */
    struct ym_span agent_phone;                /* likewise */
    bool has_identity, has_phone, has_address; /* is it on file, whoever may see it? */
};

/* A fact that both sides recorded as undisputed. */
struct doc_packet_fact {
    int64_t note; /* id */
    ym_usec at;
    struct ym_span text;
};

/* A piece of evidence. */
struct doc_packet_paper {
    int64_t id;
    struct ym_span name;
    uint8_t purpose;                       /* enum app_paper_purpose */
    struct ym_span purpose_zh, purpose_en; /* its words */
    struct ym_span media;                  /* "application/pdf" */
    uint64_t bytes;
    unsigned char sha256[32]; /* of its content */
    uint8_t seat;             /* of the party that put it in; YM_SEATS_MAX: none */
    ym_usec at;
};

/* An agreement that was in force and is sued upon (人民调解法 32). */
struct doc_packet_agreement {
    struct ym_span terms;
    ym_day effective_on;
    bool is_oral;
    uint8_t n;
    const struct ym_obligation *obligations; /* n of them */
    const uint8_t *results;                  /* n: enum ym_result last recorded; NONE: none */
};

struct doc_packet_supplement {
    ym_usec at;
    struct ym_span text;
};

/* What the court last said of the filing, in its own words. */
struct doc_packet_answer {
    uint8_t command; /* enum ym_cmd: ASK_SUPPLEMENT, REFUSE_FILING or NOTIFY_FEE */
    ym_usec at;
    ym_day date;           /* until when, or on which day; YM_DAY_NONE: not said */
    struct ym_span reason; /* n == 0: none */
};

/* Everything lives as long as the callback of doc_packet_gather(). */
struct doc_packet {
    struct ym_id dispute;
    uint32_t version;      /* of the dispute, up to which it tells */
    uint8_t type;          /* enum ym_type */
    uint8_t colour, stage; /* enums */
    ym_usec received_at;
    struct ym_span title, region;
    struct ym_token token;        /* the code in force; text[0] == 0: none */
    struct app_named body, court; /* court: the one it was submitted to, or that has it */
    struct ym_span case_number;   /* n == 0: not registered */
    ym_day ended_on;              /* mediation; YM_DAY_NONE: not */
    uint8_t ground;               /* enum ym_ground */
    ym_usec submitted_at;         /* YM_USEC_NONE: not yet */
    uint8_t filer;                /* seat of who files; YM_SEATS_MAX: not known */
    uint32_t claimants, respondents, thirds; /* sets of seats */
    struct ym_span claims, facts;            /* n == 0: not written */
    size_t nparties, nfacts, npapers, nsupplements;
    const struct doc_packet_party *parties;
    const struct doc_packet_fact *undisputed;
    const struct doc_packet_paper *papers;
    const struct doc_packet_supplement *supplements; /* oldest first */
    struct doc_packet_answer answer; /* at == YM_USEC_NONE: nothing since it was submitted */
    const struct doc_packet_agreement *agreement; /* NULL: none is sued upon */
    unsigned copies; /* of the complaint: one for the court, one for each opponent and third */
    uint32_t lacks;  /* set of enum doc_lack */
    bool is_sealed;  /* facts and papers were not read, since nobody here can open them */
};

/* What the packet is made of. Nothing is owned; all of it outlives the gathering. */
struct doc_packet_ports {
    struct app_reader *reader;
    struct app_casefile *casefile;     /* NULL: no facts are read, is_sealed */
    struct app_evidence *evidence;     /* NULL: no papers are read */
    const struct app_secrets *secrets; /* NULL: likewise, and nothing of the parties is open */
    const struct ym_procedures *procedures;
};

/* Who asks. */
struct doc_packet_eyes {
    /* May the dispute be read at all? NULL: yes, for the court it is made for. */
    bool (*may_read)(void *arg, const struct ym_dispute *d);
    /* A sealed field as far as it may be seen; lives until the packet is done. NULL: as it is, for
     * the court. */
    struct ym_span (*open)(void *arg, const struct app_view *v, uint8_t seat,
                           enum app_sealed field);
    void *arg;
};

/* packet is NULL unless err is OK. Errors: those of the ports; TOO_LARGE; UNAVAILABLE (no memory);
 * INTERNAL (an event or a note cannot be read). */
typedef void doc_packet_fn(void *arg, enum ym_err err, const struct doc_packet *packet);

/* Gather; done is called exactly once, never before this returns. *ports and *eyes are copied.
 * UNAVAILABLE when the heap is empty: then done is not called. */
__attribute__((warn_unused_result)) enum ym_err
doc_packet_gather(const struct doc_packet_ports *ports, const struct doc_packet_eyes *eyes,
                  struct ym_id dispute, doc_packet_fn *done, void *arg);

/* The packet as one JSON object, as GET /disputes/{id}/filing/packet answers and as it travels to a
 * court. */
void doc_packet_put(const struct doc_packet *packet, struct json_out *w);

/* What goes around the form of the packet. */
struct doc_packet_paper_options {
    ym_usec now;
    struct ym_span code;          /* what the code opens; n == 0: none */
    struct ym_span document_code; /* of the sealed document that this becomes; n == 0: none */
    struct ym_span verify_at;
};

/* The slots of the form filing_packet, from the packet and from nothing else. Owned by the caller;
 * doc_case_facts() tells them, and says no when there are more facts or papers than
 * DOC_FACT_ROWS_MAX; doc_case_free() ends them (document/case.h). It copies what it needs. NULL: no
 * memory. */
struct doc_case;
__attribute__((warn_unused_result)) struct doc_case *
doc_packet_case(const struct doc_packet *packet, const struct doc_packet_paper_options *o);

#endif
