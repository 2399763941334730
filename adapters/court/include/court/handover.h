/* SPDX-License-Identifier: Apache-2.0 */
/* RecordFiling: a matter that another system took in and hands over, from a body like that of
 * POST /disputes to the command that registers it here. Courts and centres do it alike; which
 * channel and source each may name is theirs to say. */
#ifndef YM_COURT_HANDOVER_H
#define YM_COURT_HANDOVER_H

#include "app/command.h"
#include "app/desk.h"
#include "app/gate.h"
#include "base/arena.h"
#include "base/error.h"
#include "exchange/handler.h"
#include "json/intake.h"

struct court_handover_ports {
    const struct ym_procedures *procedures;
    struct app_directory *directory;
    const struct app_desk *desk;
};

/* What is handed over, and by whom. */
struct court_handover {
    const struct exchange_inbound *in;
    struct json_intake words; /* its body, decoded */
    enum ym_role role;        /* in which the partner's body registers it */
};

/* Fill *ret and *ret_intake, which it points to, from h; what they point to lies in the arena. The
 * request bears the key of the message, so that a repetition registers nothing twice. Errors:
 * UNPROCESSABLE (it names somebody or a place that is not here), UNAVAILABLE (no procedure is valid
 * today, no number is left, no memory). */
__attribute__((warn_unused_result)) enum ym_err
court_handover_request(const struct court_handover_ports *ports, const struct court_handover *h,
                       struct ym_arena *arena, struct app_request *ret,
                       struct ym_intake *ret_intake, struct ym_error *reterr);

#endif
