/* SPDX-License-Identifier: Apache-2.0 */
/* The bodies of the calls on a case file.
 *
 *   note         {"kind":"neutral","text":"…","seat":0,"corrects":"123"}; seat and corrects may be
 *                left out
 *   appointment  {"at":"2026-11-22T09:00:00+08:00","minutes":60,"place":"…","note":"…",
 *                "seats":[0,1]}; note may be left out. A change has "reason" besides
 *   cancel       {"reason":"…"}
 *   issue        {"seat":0}
 *   enter        {"code":"K7QM-2D4X"}
 *
 * Every mistake is added to mistakes (NULL is legal). Errors: those of json/read.h; *ret is written
 * only on YM_E_OK, and its spans lie in the arena. */
#ifndef YM_JSON_CASEFILE_H
#define YM_JSON_CASEFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/mistake.h"
#include "yima/date.h"
#include "yima/limits.h"
#include "yima/span.h"

#define JSON_CASEFILE_BYTES_MAX 32768 /* body of any of these calls */
#define JSON_NOTE_CHARS_MAX     4000
#define JSON_PLACE_CHARS_MAX    500 /* place, note and reason of an appointment */
#define JSON_MINUTES_MAX        720

struct json_note {
    struct ym_span kind; /* as given */
    struct ym_span text;
    uint8_t seat;     /* YM_SEATS_MAX: none was named */
    int64_t corrects; /* 0: none */
};

struct json_appointment {
    ym_usec at;
    int16_t minutes;
    uint32_t seats;                     /* set, never empty */
    struct ym_span place, note, reason; /* n == 0: none */
};

__attribute__((warn_unused_result)) enum ym_err
json_note_read(struct ym_span text, struct ym_arena *arena, struct json_note *ret,
               struct ym_mistakes *mistakes, struct ym_error *reterr);
__attribute__((warn_unused_result)) enum ym_err
json_appointment_read(struct ym_span text, bool is_change, struct ym_arena *arena,
                      struct json_appointment *ret, struct ym_mistakes *mistakes,
                      struct ym_error *reterr);
__attribute__((warn_unused_result)) enum ym_err
json_reason_read(struct ym_span text, struct ym_arena *arena, struct ym_span *ret,
                 struct ym_mistakes *mistakes, struct ym_error *reterr);
__attribute__((warn_unused_result)) enum ym_err json_seat_read(struct ym_span text, uint8_t *ret,
                                                               struct ym_mistakes *mistakes,
                                                               struct ym_error *reterr);
__attribute__((warn_unused_result)) enum ym_err
json_entry_read(struct ym_span text, struct ym_arena *arena, struct ym_span *ret,
                struct ym_mistakes *mistakes, struct ym_error *reterr);

#endif
