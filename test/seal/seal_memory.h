/* SPDX-License-Identifier: Apache-2.0 */
/* The port of app/seal.h in memory, whose answers wait until the test lets them go. */
#ifndef YM_TEST_SEAL_MEMORY_H
#define YM_TEST_SEAL_MEMORY_H

#include "app/seal.h"

#define DOCUMENTS_MAX 4

struct memory {
    struct app_seals port; /* must be first */
    struct app_seal_key keys[3];
    size_t nkeys;
    struct app_seal documents[DOCUMENTS_MAX];
    struct ym_span parts[DOCUMENTS_MAX][APP_SEAL_PARTS_MAX];
    size_t nparts[DOCUMENTS_MAX];
    size_t n;
    bool is_full;
    enum ym_err fails; /* every answer, when not OK */
    struct {
        void (*give)(struct memory *m, size_t i);
        void *done, *arg;
        struct app_seal seal;
        struct app_seal_key key;
        const struct ym_span *given;
        size_t given_n;
    } waiting[64];
    size_t nwaiting;
};

extern struct memory memory;

void memory_begin(void); /* nothing is kept */
void memory_end(void);   /* give everything back */
void memory_run(void);   /* answer what waits, and what that asks for */

#endif
