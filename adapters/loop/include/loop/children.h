/* SPDX-License-Identifier: Apache-2.0 */
/* Fragile or slow work in processes of their own: each reads its input to the end, writes its
 * output and exits 0. One that crashes, hangs or writes too much takes only its own job down.
 *
 * Pre: SIGPIPE is ignored (loop/shutdown.h), since a process may end before it has read its input.
 */
#ifndef YM_LOOP_CHILDREN_H
#define YM_LOOP_CHILDREN_H

#include "base/buf.h"
#include "base/error.h"
#include "loop/loop.h"

struct ym_children; /* owned by who made it */

/* How the job ended, exactly once, never before ym_children_run() returns; output dies with the
 * callback. OK; UNAVAILABLE: it could not be started, exited otherwise, or took too long;
 * TOO_LARGE: it wrote more than allowed. UNPROCESSABLE: it exited with CHILD_REFUSED, and output
 * says why. */
typedef void ym_child_fn(void *arg, enum ym_err err, struct ym_span output);

#define YM_CHILD_REFUSED 3 /* exit status: the input is at fault, and the output is a sentence */

/* Nothing is owned; argv and what it points to outlive the children. */
struct ym_children_config {
    struct ym_loop *loop;
    char **argv;          /* program and its words, NULL at the end */
    unsigned running_max; /* processes at once, 1 or more */
    unsigned waiting_max; /* jobs that wait for one; one more is BUSY */
    size_t output_max;    /* bytes of one output */
    uint32_t timeout_ms;  /* then it is killed */
};

/* NULL: no memory. */
__attribute__((warn_unused_result)) struct ym_children *
ym_children_new(const struct ym_children_config *config);

/* Give a job to a process, now or when one ends. The memory of input goes over to the job, and
 * *input is empty afterwards. BUSY: too many wait; UNAVAILABLE: no memory; then done is not called
 * and input is still the caller's. */
__attribute__((warn_unused_result)) enum ym_err ym_children_run(struct ym_children *c,
                                                                struct ym_buf *input,
                                                                ym_child_fn *done, void *arg,
                                                                struct ym_error *reterr);

/* Kill what runs, drop what waits (each job ends with UNAVAILABLE), and free c once all is gone:
 * before ym_loop_free() returns. NULL is legal. */
void ym_children_close(struct ym_children *c);

#endif
