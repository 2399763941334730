/* SPDX-License-Identifier: Apache-2.0 */
/* Calls on sealed documents: the paper that is signed, signing it, what is kept, and the check that
 * is open to everybody.
 *
 *   begin -> [the dispute, its history] -> what the call does -> answer
 *
 * One call lies in its op's arena; api_seal_end() and what calls it is its one exit. */
#ifndef YM_HTTP_SRC_API_SEAL_H
#define YM_HTTP_SRC_API_SEAL_H

#include "api_private.h"
#include "app/agreement.h"
#include "app/casefile.h"
#include "app/seal.h"
#include "json/seal.h"

#define API_SEAL_TERMS     APP_VERSIONS_MAX /* hashes of the last versions that are kept */
#define API_SIGN_TRIES     5   /* times that a signature is sent anew when others acted */
#define API_SEAL_TEXT_MAX  512 /* bytes of an error's text */
#define API_SEAL_HEX       129 /* text of a signature with its NUL */
#define API_VERIFY_URL_MAX (API_PUBLIC_URL_MAX + 3 + YM_SEAL_CODE_CHARS + 1)

struct doc_case;

/* Which event stated an agreement, and the hash of what it stated. */
struct api_stated {
    uint32_t seq;
    unsigned char sha256[32];
};

struct api_seal {
    struct api_op *op;
    void (*then)(struct api_seal *c);   /* the history is read: go on */
    void (*made)(struct api_seal *c);   /* the document is sealed: go on */
    void (*packed)(struct api_seal *c); /* the packet is gathered: go on (api_filing_seal.c) */
    void (*answer)(struct api_seal *c); /* what is told of c->seal: of a call open to all */
    void (*fail)(struct api_seal *c, enum ym_err err); /* NULL: api_seal_unread() as it is */
    struct app_agreement agreement;
    struct app_hands hands; /* who mediates or did, and who sealed what is to be signed */
    struct api_stated stated[API_SEAL_TERMS]; /* a ring */
    size_t nstated;                           /* ever */
    struct ym_arena words;                    /* of the event that is being read */
    struct doc_case *known;                   /* gathered for a print; NULL: nothing is */
    bool is_open;                             /* anybody asks: no caller is looked at */
    bool is_page;                             /* and gets a page */
    bool gathers;                             /* a document is to be set */
    uint32_t seen;                            /* events read */
    uint32_t version;                         /* of the dispute when the reading began */
    enum ym_document document;
    struct ym_seal_code code; /* of the document that is being made */
    ym_usec now;              /* when it is made */
    uint32_t told;            /* seq up to which it tells */
    struct app_seal seal;     /* found or made */
    struct app_seal_key key;  /* that it names; number == 0: there is none */
    enum app_seal_flaw flaw;
    uint8_t seat;                 /* of the party that signs */
    struct ym_span identity;      /* its identity number in clear; n == 0: none is on file */
    bool is_person;               /* the number is that of a person */
    struct json_signature wished; /* what is signed */
    struct ym_span body;          /* the command that is sent */
    bool has_signed;              /* the caller, this document */
    unsigned tries;
};

/* Begin a call on the dispute in the path, or, open to all, on none. NULL: answered already. */
struct api_seal *api_seal_begin(struct api *api, struct ym_http_request *rq);
struct api_seal *api_seal_begin_open(struct api *api, struct ym_http_request *rq);

/* Read the dispute (unless the call is open to all: as far as the caller may read it) and its whole
 * history, then go on. */
void api_seal_read(struct api_seal *c, void (*then)(struct api_seal *c));

/* The exits: give back what the call holds and answer with what w wrote, or with a problem. */
void api_seal_end(struct api_seal *c); /* gives back alone */
void api_seal_json(struct api_seal *c, int status);
void api_seal_unread(struct api_seal *c, enum ym_err err);
__attribute__((format(printf, 3, 4))) void api_seal_error(struct api_seal *c, enum ym_err code,
                                                          const char *format, ...);
/* A refusal in two languages with a word that a page can act on; more members may stand in w, whose
 * object is open. */
void api_seal_refuse(struct api_seal *c, enum ym_err code, const char *reason, const char *zh,
                     const char *en);

/* Answer for a body that cannot be read, with all its mistakes. */
void api_seal_wrong(struct api_seal *c, struct ym_error *err);

/* The hash of the terms that this event stated; NULL: none, or it is too long ago. */
const unsigned char *api_seal_terms(const struct api_seal *c, uint32_t seq);

/* The version of the agreement that an event stated; NULL: none that is kept. */
const struct app_version *api_seal_version(const struct api_seal *c, uint32_t seq);

/* Have c->document made and sealed, once for all, then go on with c->seal. The history is read anew
 * with it. Answered already when it fails. */
void api_seal_make(struct api_seal *c, void (*made)(struct api_seal *c));

/* Put the filing packet, which is gathered by itself, in the place of c->known, then go on.
 * Answered already when it fails (api_filing_seal.c). */
void api_seal_packet(struct api_seal *c, void (*packed)(struct api_seal *c));

/* How often a stranger may ask: true when the request was answered with 429. */
bool api_seal_is_throttled(struct api *api, struct ym_http_request *rq);

void api_seal_hex(const unsigned char *at, size_t n, char *ret); /* 2 * n + 1 bytes */
/* "HTTPS://YIMA.EXAMPLE/V/0ZK7Q…": where anybody checks it. */
void api_seal_url(const struct api *api, const struct ym_seal_code *code,
                  char ret[API_VERIFY_URL_MAX]);
/* document_code, document_code_text, sha256, terms_sha256, document, made_at, verify_url. */
void api_seal_put(struct api_seal *c, const struct app_seal *seal);

/* What anybody is told of c->seal, as members (api_seal_public.c). */
struct api_seal_standing {
    const struct ym_word *state;
    size_t given, needed; /* signatures */
    ym_day effective_on;  /* YM_DAY_NONE: it is not in force, or no agreement */
};
struct api_seal_standing api_seal_standing(const struct api_seal *c);

/* The page about c->seal, and one that says something (api_seal_page.c). */
void api_seal_page(struct api_seal *c, const char *nonce);

/* ---- Handlers, by file ---- */

void api_get_agreement_paper(struct ym_http_request *rq, void *app); /* api_sealed.c */
void api_get_sealed(struct ym_http_request *rq, void *app);          /* api_sealed.c */
void api_get_sealed_list(struct ym_http_request *rq, void *app);     /* api_sealed.c */
void api_post_sealed(struct ym_http_request *rq, void *app);         /* api_sealed.c */
void api_post_signature(struct ym_http_request *rq, void *app);      /* api_sign.c */
void api_get_seal(struct ym_http_request *rq, void *app);            /* api_seal_public.c */
void api_get_seal_file(struct ym_http_request *rq, void *app);       /* api_seal_public.c */
void api_get_seal_keys(struct ym_http_request *rq, void *app);       /* api_seal_public.c */
void api_get_seal_page(struct ym_http_request *rq, void *app);       /* api_seal_public.c */

#endif
