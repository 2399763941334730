/* SPDX-License-Identifier: Apache-2.0 */
/* What the shim and the test that drives it share: one page of a file that both have mapped. The
 * test writes which call shall fail and how; the shim counts. page.py knows the same layout.
 *
 * A door is one way out of the program. The test opens it by writing `first` last; the calls of
 * that door are counted in `seen` from then on, and the first-th and the fails-1 after it fail. */
#ifndef FAULT_SHIM_H
#define FAULT_SHIM_H

#include <stdatomic.h>
#include <stdint.h>

#define FAULT_MAGIC     INT64_C(0x796d6661756c7431)
#define FAULT_DOORS_MAX 16
#define FAULT_UNDER_MAX 512

/* Which program it is: each has doors of its own. */
enum fault_role { FAULT_YIMA, FAULT_POSTGRES, FAULT_ROLES };

/* clang-format off */
#define FAULT_DOOR_LIST(X) /* name */ \
    X(HEAP)       /* malloc and its like, called from one of the modules named */ \
    X(HTTP_OUT)   /* send and its like on a connection that came in at http_port */ \
    X(HTTP_IN)    /* recv and its like on one */ \
    X(PG_OUT)     /* the same on unix sockets: links to PostgreSQL */ \
    X(PG_IN)      \
    X(CALL_OUT)   /* the same on connections that the program opened by itself: webhooks */ \
    X(CALL_IN)    \
    X(DISK)       /* what takes room: writes that make a file longer, new files, directories */ \
    X(SYNC)       /* fsync, fdatasync */ \
    X(DESCRIPTOR) /* accept, socket: EMFILE */
/* clang-format on */
enum fault_door {
#define X(name) FAULT_##name,
    FAULT_DOOR_LIST(X)
#undef X
};

/* Beside an errno, `how` may be one of these. */
#define FAULT_SHORT INT64_C(-1) /* one byte is taken or given; no error */
#define FAULT_END   INT64_C(0)  /* of a reading: the peer has closed */

struct fault_state {
    _Atomic int64_t first; /* the call that fails, from 1; 0: the door is not watched */
    _Atomic int64_t fails; /* how many fail from there; -1: all */
    _Atomic int64_t how;   /* errno, FAULT_SHORT or FAULT_END */
    _Atomic int64_t seen;  /* calls since the test opened it */
    _Atomic int64_t fired; /* of them: failed */
    int64_t unused[3];
};

struct fault_page {
    _Atomic int64_t magic;     /* FAULT_MAGIC, or the page is not looked at */
    _Atomic int64_t http_port; /* connections at this port of ours came in */
    _Atomic int64_t modules;   /* HEAP: set of the shim's modules whose calls count */
    _Atomic int64_t whole;     /* DISK: not 0: writes within a file's length fail as well */
    struct fault_state at[FAULT_ROLES][FAULT_DOORS_MAX];
    char under[FAULT_UNDER_MAX]; /* DISK, SYNC: only files whose path begins so; "": all */
};

#endif
