/* SPDX-License-Identifier: Apache-2.0 */
/* The words of an event, taken out of its canonical bytes.
 *
 * What people wrote gives way to JSON_REDACTED; what the engine reads (numbers, days, codes, ids,
 * amounts, digests) stays as it is, so that the event is canonical, decodes and folds to the same
 * state as before. Its hash is another one: app/privacy.h tells how that is answered for. */
#ifndef YM_JSON_REDACT_H
#define YM_JSON_REDACT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "yima/span.h"

#define JSON_REDACTED "〔已匿名〕" /* part of the stored form: never change it */

/* The redacted form of an event into ret (cleared first, of at least YM_EVENT_BYTES_MAX). A member
 * of which this program does not know that it holds no words is taken to hold them. *ret_changed:
 * false when there were none, and ret holds the same bytes. Redacting twice changes nothing more.
 * Errors: those of json_event_read(); TOO_LARGE when ret is too small. */
__attribute__((warn_unused_result)) enum ym_err json_event_redact(struct ym_span payload,
                                                                  struct ym_buf *ret,
                                                                  bool *ret_changed,
                                                                  struct ym_error *reterr);

#endif
