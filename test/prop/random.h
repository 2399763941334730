/* SPDX-License-Identifier: Apache-2.0 */
/* What anybody may send, picked at random: for laws that must hold whatever is sent.
 *
 * The generator is splitmix64; one number repeats everything. */
#ifndef PROP_RANDOM_H
#define PROP_RANDOM_H

#include <stdint.h>

#include "yima/dispute.h"

#define RANDOM_TRIES 24 /* commands that are weighed against each other; see random_command() */

uint64_t random_next(uint64_t *state);

/* 0..n-1. Pre: n > 0. */
unsigned random_below(uint64_t *state, unsigned n);

/* REGISTER under the procedure of this number, with three parties, at this time. */
struct ym_command random_registration(uint64_t *rng, uint16_t procedure, ym_usec at);

/* A command on d, mostly one that somebody may send there, with most fields that it may carry; some
 * are nonsense. Neither EXPIRE, which is the clock's, nor MIGRATE. Its detail lies in a room that
 * is used again after 4 * RANDOM_TRIES further ones. */
struct ym_command random_command(uint64_t *rng, const struct ym_procedure *p,
                                 const struct ym_dispute *d, ym_usec at);

/* The deadline of this number passes. */
struct ym_command random_expiry(uint8_t deadline, ym_usec at);

#endif
