/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of app/media.h: zip files, which is what office documents are. */
#ifndef YM_APP_SRC_MEDIA_H
#define YM_APP_SRC_MEDIA_H

#include "app/media.h"

/* Which of ours a file that begins as a zip is; -1: none, and *fault says more if more is known. */
int media_zip(const struct app_media_look *look, enum app_media_fault *fault);

/* Would a reader of zip files find a directory at its end? */
bool media_ends_as_zip(const struct app_media_look *look);

#endif
