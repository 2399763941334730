/* SPDX-License-Identifier: Apache-2.0 */
/* The raw loop, for adapters that drive a foreign library on it. Include <uv.h> in the source that
 * uses it and list ym::uv in that layer's USES; no other layer needs this header. */
#ifndef YM_LOOP_UV_H
#define YM_LOOP_UV_H

#include "loop/loop.h"

struct uv_loop_s;

/* libuv's own loop. Lives as long as the loop; its data pointer belongs to this adapter. */
struct uv_loop_s *ym_loop_raw(struct ym_loop *loop);

#endif
