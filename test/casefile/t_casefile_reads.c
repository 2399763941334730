/* SPDX-License-Identifier: Apache-2.0 */
/* The case file on PostgreSQL: appointments keep what they were, and reads are logged together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "casebed.h"

/* ---- Appointments ---- */

static struct app_appointment appointments[APP_APPOINTMENTS_MAX];
static size_t nappointments;

static void on_appointments(void *arg, enum ym_err err, const struct app_appointment *rows,
                            size_t n)
{
    on_done(arg, err);
    nappointments = n;
    for (size_t i = 0; i < n; i++)
        appointments[i] = rows[i];
}

static struct app_appointment appointment_of(int64_t id, int32_t revision, uint32_t seats)
{
    return (struct app_appointment){ .id = id,
                                     .revision = revision,
                                     .role = YM_ROLE_MEDIATOR,
                                     .changed_at = MADE_NOW + revision,
                                     .at = MADE_NOW + id * 1000,
                                     .minutes = 60,
                                     .seats = seats,
                                     .place = YM_SPAN("sealed place"),
                                     .changed_by = YM_SPAN("a:7") };
}

static enum ym_err put(const struct app_appointment *a, struct ym_request_key k)
{
    port->ops->put_appointment(port, dispute, a, &k, on_appointments, NULL);
    return answers(1);
}

static size_t read_appointments(uint8_t seat, int64_t id)
{
    port->ops->appointments(port, dispute, seat, id, on_appointments, NULL);
    assert_int_equal(answers(1), YM_E_OK);
    return nappointments;
}

static void appointments_keep_revisions(void **state)
{
    struct app_appointment a = appointment_of(1, 0, 3), b = appointment_of(2, 0, 2);

    (void)state;
    assert_int_equal(put(&b, key(2, 1)), YM_E_OK);
    assert_int_equal(put(&a, key(1, 1)), YM_E_OK);
    assert_int_equal(put(&a, key(1, 1)), YM_E_OK); /* the same again */
    assert_int_equal(put(&a, key(1, 2)), YM_E_KEY_REUSED);
    assert_int_equal(read_appointments(APP_SEAT_ANY, 0), 2);
    assert_int_equal(appointments[0].id, 1); /* by start */
    assert_int_equal(read_appointments(0, 0), 1);
    assert_int_equal(read_appointments(1, 0), 2);
    assert_int_equal(read_appointments(2, 0), 0);

    a = appointment_of(1, 2, 3);
    assert_int_equal(put(&a, key(3, 1)), YM_E_CONFLICT); /* skips one */
    a = appointment_of(1, 1, 2);
    assert_int_equal(put(&a, key(4, 1)), YM_E_OK);
    assert_int_equal(put(&a, key(5, 1)), YM_E_CONFLICT); /* somebody was first */
    assert_int_equal(read_appointments(0, 0), 0);        /* no longer asked to come */
    assert_int_equal(read_appointments(1, 1), 1);
    assert_int_equal(appointments[0].revision, 1);

    a = appointment_of(1, 2, 2);
    a.is_cancelled = true;
    a.reason = YM_SPAN("sealed reason");
    assert_int_equal(put(&a, key(6, 1)), YM_E_OK);
    assert_int_equal(read_appointments(1, 1), 1);
    assert_true(appointments[0].is_cancelled);
    assert_int_equal(appointments[0].reason.n, 13);
    a = appointment_of(1, 3, 2);
    assert_int_equal(put(&a, key(7, 1)), YM_E_CONFLICT); /* nothing follows a cancellation */
    a = appointment_of(9, 1, 2);
    assert_int_equal(put(&a, key(8, 1)), YM_E_CONFLICT); /* there is none */
}

static void appointments_have_a_limit(void **state)
{
    const struct ym_id kept = dispute;
    struct app_appointment a;

    (void)state;
    dispute = bed_made[1].after.id;
    for (int n = 1; n <= APP_APPOINTMENTS_MAX + 1; n++) {
        a = appointment_of(n, 0, 1);
        assert_int_equal(put(&a, key((uint32_t)n, 1)),
                         n <= APP_APPOINTMENTS_MAX ? YM_E_OK : YM_E_CONFLICT);
    }
    assert_int_equal(read_appointments(0, 0), APP_APPOINTMENTS_MAX);
    dispute = kept;
}

/* ---- Reads ---- */

static struct app_access readers[APP_READERS_PAGE_MAX];
static size_t nreaders;
static bool has_more;

static void on_readers(void *arg, enum ym_err err, const struct app_access *rows, size_t n,
                       bool more)
{
    on_done(arg, err);
    nreaders = n;
    has_more = more;
    for (size_t i = 0; i < n; i++)
        readers[i] = rows[i];
}

static struct app_access access_of(int64_t id, struct ym_id of)
{
    return (struct app_access){ .id = id,
                                .dispute = of,
                                .at = MADE_NOW + id,
                                .reader = "a:7",
                                .role = YM_ROLE_AUDITOR,
                                .staff = 9,
                                .body = MADE_BODY,
                                .seat = YM_SEATS_MAX,
                                .purpose = APP_PURPOSE_AUDIT,
                                .what = APP_SIGHT_DISPUTE };
}

static void reads_go_out_together(void **state)
{
    uint64_t reads, batches;

    (void)state;
    for (int64_t id = 1; id <= PG_CASEFILE_READS; id++) {
        const struct app_access a = access_of(id, dispute);

        port->ops->log(port, &a, on_done, NULL);
    }
    assert_int_equal(answers(PG_CASEFILE_READS), YM_E_OK);
    pg_casefile_logged(bed_casefile, &reads, &batches);
    assert_int_equal(reads, PG_CASEFILE_READS);
    assert_true(batches <= 1 + (PG_CASEFILE_READS - 1 + PG_CASEFILE_BATCH - 1) / PG_CASEFILE_BATCH);
    port->ops->readers(port, dispute, 0, 3, on_readers, NULL);
    assert_int_equal(answers(1), YM_E_OK);
    assert_int_equal(nreaders, 3);
    assert_true(has_more);
    assert_int_equal(readers[0].id, PG_CASEFILE_READS);
    assert_string_equal(readers[0].reader, "a:7");
    assert_int_equal(readers[0].seat, YM_SEATS_MAX);
    port->ops->readers(port, dispute, 3, 3, on_readers, NULL);
    assert_int_equal(answers(1), YM_E_OK);
    assert_int_equal(nreaders, 2);
    assert_false(has_more);
}

/* One more than may wait is refused at once, and the others are logged all the same. */
static unsigned refused;

static void on_logged(void *arg, enum ym_err err)
{
    on_done(arg, err);
    refused += err == YM_E_BUSY;
    if (err != YM_E_OK)
        assert_int_equal(err, YM_E_BUSY);
}

static void one_past_the_limit_is_refused(void **state)
{
    (void)state;
    refused = 0;
    for (int64_t id = 1; id <= PG_CASEFILE_READS + 1; id++) {
        const struct app_access a = access_of(10000 + id, dispute);

        port->ops->log(port, &a, on_logged, NULL);
    }
    (void)answers(PG_CASEFILE_READS + 1);
    assert_int_equal(refused, 1);
}

/* A list that spans disputes stands under none of them. */
static void lists_stand_apart(void **state)
{
    struct app_access a = access_of(99999, (struct ym_id){ 0 });

    (void)state;
    a.what = APP_SIGHT_LIST;
    port->ops->log(port, &a, on_done, NULL);
    assert_int_equal(answers(1), YM_E_OK);
    assert_int_equal(test_db_number(bed_world.conn, "select count(*) from person_access where "
                                                    "dispute_id = 0 and what = 4"),
                     1);
}

/* When the log cannot be written, nobody is told that it was. */
static void what_cannot_be_logged_is_refused(void **state)
{
    const struct app_access a = access_of(5, dispute); /* this id is taken */

    (void)state;
    port->ops->log(port, &a, on_done, NULL);
    assert_int_equal(answers(1), YM_E_UNAVAILABLE);
}

static int open_bed(void **state)
{
    (void)state;
    bed_open("yima_casefile_reads");
    return 0;
}

static int close_bed(void **state)
{
    (void)state;
    bed_close();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appointments_keep_revisions),
        cmocka_unit_test(appointments_have_a_limit),
        cmocka_unit_test(reads_go_out_together),
        cmocka_unit_test(one_past_the_limit_is_refused),
        cmocka_unit_test(lists_stand_apart),
        cmocka_unit_test(what_cannot_be_logged_is_refused),
    };

    return cmocka_run_group_tests_name("appointments and reads", tests, open_bed, close_bed);
}
