/* SPDX-License-Identifier: Apache-2.0 */
/* The gate: who asks, and what the reference data knows, as ports for the edges (HTTP, CLI). */
#ifndef YM_APP_GATE_H
#define YM_APP_GATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mistake.h"
#include "yima/command.h"
#include "yima/dispute.h"
#include "yima/id.h"
#include "yima/span.h"

#include "app/account.h"
#include "app/query.h"

#define APP_CALLER_NAME_MAX 64 /* bytes of a caller's public name with its NUL */

/* Who asks. A caller bound to one dispute (a party's or agent's token) sees no other. */
struct app_caller {
    struct ym_actor actor;
    struct ym_id dispute;           /* bound to this one; v == 0: not bound */
    char name[APP_CALLER_NAME_MAX]; /* for logs and request keys: public id of a token; of a session
                                       "a:<account>" or "p:<dispute>:<seat>", the same after each
                                       log-in */
    int64_t account;                /* of a session; 0: a token, or a party's session */
    bool has_session;               /* it came by a session, not by a token */
    uint8_t code_bar; /* of a party's session: why the code that opened it does not speak for the
                         party, enum app_code_bar (app/casefile.h); of all others NO_BAR */
    unsigned char session[APP_TICKET_HASH_LEN]; /* then: the hash of the session's token */
    ym_usec expires_at;                         /* when the credential ends at the latest */
};

/* err: OK with the caller, UNAUTHORIZED, UNAVAILABLE. Exactly once, never before the call returns;
 * *caller dies with the callback. */
typedef void app_caller_fn(void *arg, enum ym_err err, const struct app_caller *caller);

struct app_gate; /* whatever implements it; it begins with its ops */
struct app_gate_ops {
    /* Judge a bearer token at this moment. */
    void (*bearer)(struct app_gate *g, struct ym_span token, app_caller_fn *done, void *arg);
    /* Judge the token of a session likewise. NULL: there are no sessions here. */
    void (*session)(struct app_gate *g, struct ym_span token, app_caller_fn *done, void *arg);
    /* Sessions were changed: what is remembered of them is old from now on. NULL likewise. */
    void (*forget)(struct app_gate *g);
};
struct app_gate {
    const struct app_gate_ops *ops;
};

/* May the caller read d beyond what a stranger may? Its role's relation, and its binding. */
bool app_caller_may_read(const struct app_caller *c, const struct ym_dispute *d);

/* May the caller send a command at all to d? The procedure then judges which. */
bool app_caller_may_command(const struct app_caller *c, struct ym_id id);

/* What the caller may see in lists. */
struct app_scope app_caller_scope(const struct app_caller *c);

/* ---- Reference data in memory ---- */

/* Spans live until the next turn of the loop. */
struct app_body_entry {
    int64_t id, region;
    uint8_t kind; /* enum ym_body_kind */
    bool is_active;
    struct ym_span name, phone, address; /* n == 0: none */
};

struct app_staff_entry {
    int64_t id, body;
    uint32_t roles; /* set of enum ym_role */
    bool is_active;
    struct ym_span name, phone; /* n == 0: none */
};

struct app_region_entry {
    int64_t code; /* padded */
    struct ym_span name;
};

struct app_directory; /* begins with its ops */
struct app_directory_ops {
    bool (*body)(struct app_directory *d, int64_t id, struct app_body_entry *ret);
    bool (*staff)(struct app_directory *d, int64_t id, struct app_staff_entry *ret);
    /* Is there a division of this padded code? */
    bool (*region)(struct app_directory *d, int64_t code);
    /* The one with the smallest id above `after`, inactive ones too; false: there is none. */
    bool (*next_body)(struct app_directory *d, int64_t after, struct app_body_entry *ret);
    bool (*next_staff)(struct app_directory *d, int64_t after, struct app_staff_entry *ret);
    /* The division with the smallest padded code that is not below code; false: there is none. */
    bool (*region_from)(struct app_directory *d, int64_t code, struct app_region_entry *ret);
};
struct app_directory {
    const struct app_directory_ops *ops;
};

/* Do bodies of this kind mediate under this procedure: may their staff be its mediators? Courts
 * entrust it, justice administrations watch over it and arbitration commissions decide, but it is
 * the procedure that says so. Pre: kind < YM_BODY_COUNT. */
bool app_body_mediates(const struct ym_procedure *p, uint8_t kind);

/* Do the bodies, staff, courts and regions that a command names exist, and are they of a kind that
 * can do what is asked (a mediator who mediates, for the body that is named with him or that the
 * manager who assigns him leads, a court that is a court)? OK, or UNPROCESSABLE with the first
 * mistake as text; all of them are added to mistakes (NULL is legal). The registration's body and
 * region count for REGISTER, and the body must mediate under the procedure that it names. For other
 * commands that is asked where the dispute is known, by app_submit(). The kind of the body is noted
 * in c. */
__attribute__((warn_unused_result)) enum ym_err
app_references_check(struct app_directory *d, const struct ym_procedures *procedures,
                     struct ym_command *c, struct ym_mistakes *mistakes, struct ym_error *reterr);

#endif
