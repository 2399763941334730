/* SPDX-License-Identifier: Apache-2.0 */
/* A terminal of one page: turns what a program wrote into the picture that a camera would see. */
#ifndef RASTER_H
#define RASTER_H

#include <stdbool.h>

#include "yima/span.h"

/* Write text as a binary PPM to path: cells of 8 by 16 pixels, 256 colours, on the theme's own
 * background. False when the file cannot be written or text holds an escape code that is none of
 * `ESC[38;5;F;48;5;Bm` and `ESC[0m`. */
bool raster(struct ym_span text, bool theme_is_dark, const char *path);

#endif
