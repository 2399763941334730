/* SPDX-License-Identifier: Apache-2.0 */
/* The law of an agreement as its procedure has it: what makes it bind, and what becomes of a joint
 * application to confirm it.
 *
 * Nothing here knows a law, a type of dispute or a kind of body. The rules of the version to which
 * the dispute is pinned are asked: those under which the last signature puts a text in force, and
 * the one that would answer the application once it is. What papers and pages print of it, they
 * choose by the answer. */
#ifndef YM_APP_AGREEMENT_LAW_H
#define YM_APP_AGREEMENT_LAW_H

#include "app/agreement.h"
#include "yima/procedure.h"

/* clang-format off */

/* What makes a version bind. */
#define APP_BINDINGS(X) /* name, code, zh, en */ \
    X(NONE,      "none",      "尚无协议",               "there is no agreement") \
    X(ORAL,      "oral",      "口头达成即生效",         "it is oral") \
    X(COMMITTEE, "committee", "各方签名并由人民调解员签名、盖章", \
      "all sign, and the committee seals") \
    X(LABOUR,    "labour",    "劳动争议：各方签名并由调解员签名、盖章", \
      "a labour matter: all sign, and the body seals") \
    X(COMMITTEE_LABOUR, "committee_labour", "人民调解委员会调解的劳动争议", \
      "a labour matter before a committee: all sign, and it seals") \
    X(SEALED,    "sealed",    "各方签名并由调解员签名、盖章", "all sign, and the body seals") \
    X(SIGNED,    "signed",    "各方当事人签名",         "the parties sign") \
    X(INVITED,   "invited",   "法院委派：各方当事人签名", "before an invited body: the parties sign") \
    X(FILED,     "filed",     "立案后：由人民法院结案", "after filing: the court closes the case")

/* clang-format on */

#define X(name, code, zh, en) APP_BINDING_##name,
enum app_binding { APP_BINDINGS(X) APP_BINDING_COUNT };
#undef X

/* Pre: binding < APP_BINDING_COUNT. */
const struct ym_word *app_binding_word(unsigned binding);

/* Is there one with this code? */
bool app_binding_is(struct ym_span code);

struct app_law {
    uint8_t binding;               /* enum app_binding */
    const struct ym_rule *confirm; /* what answers a joint application once the version is in force:
                                      it allows it, or refuses it and says why; NULL: nothing is
                                      foreseen */
    struct ym_term confirm_term;   /* from then on; n == 0: the procedure sets none */
};

/* The law of this version. v == NULL: of the agreement that mediation leads to from here by the
 * shortest way; in a state from which none can be reached, confirm is NULL. The answer does not
 * change when the parties have applied or their time has passed. */
struct app_law app_agreement_law(const struct app_agreement *a, const struct app_version *v);

#endif
