/* SPDX-License-Identifier: Apache-2.0 */
#include "casebed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct world bed_world;
struct pg_casefile *bed_casefile;
struct app_casefile *port;
struct made bed_made[3];
struct ym_id dispute;
static unsigned answered;
static enum ym_err result;

static bool have_answer(void *arg)
{
    return answered >= *(const unsigned *)arg;
}

enum ym_err answers(unsigned n)
{
    assert_int_equal(answered, 0);
    world_run(&bed_world, have_answer, &n);
    assert_int_equal(answered, n);
    answered = 0;
    return result;
}

void on_done(void *arg, enum ym_err err)
{
    (void)arg;
    answered++;
    result = err;
}

struct ym_request_key key(uint32_t n, unsigned char body)
{
    struct ym_request_key k = { .given = true, .fingerprint = { body } };

    memcpy(k.key, &n, sizeof(n));
    return k;
}

void bed_open(const char *db)
{
    struct ym_store *store;
    struct ym_error e;

    world_open(&bed_world, db);
    store = world_store(&bed_world, 0, (struct pg_store_config){ .links = 1 });
    for (uint32_t i = 0; i < 3; i++) {
        made_register(&bed_made[i], made_id(i, i));
        made_seal(&bed_made[i]);
        assert_int_equal(world_append(&bed_world, store, &bed_made[i].change), YM_STORED_OK);
    }
    dispute = bed_made[0].after.id;
    bed_casefile = pg_casefile_open(bed_world.loop, bed_world.conninfo, false, &e);
    assert_non_null(bed_casefile);
    port = pg_casefile_port(bed_casefile);
}

void bed_close(void)
{
    pg_casefile_close(bed_casefile, NULL, NULL);
    world_close(&bed_world);
}
