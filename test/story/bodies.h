/* SPDX-License-Identifier: Apache-2.0 */
/* The acts of a story as the bodies of requests. */
#ifndef STORY_BODIES_H
#define STORY_BODIES_H

#include "base/buf.h"
#include "story.h"

/* Body of POST /disputes. False when it does not fit. */
bool body_write_intake(struct ym_buf *buf, const struct story_act *act);

/* Body of POST /disputes/{id}/commands. False when a name is not among those of cast.c, a field is
 * unknown, or it does not fit. */
bool body_write_command(struct ym_buf *buf, const struct story_act *act);

#endif
