/* SPDX-License-Identifier: Apache-2.0 */
#include "pace.h"

#include <sched.h>
#include <stddef.h>
#include <time.h>

#include "cli.h"

#define NS_PER_S UINT64_C(1000000000)
#define WORK_NS  UINT64_C(2000000) /* between two rests: shorter than a scheduler's slice */
#define REST_MAX NS_PER_S          /* one rest; a long wait for the server is not made up for */

static uint64_t now_ns(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * NS_PER_S + (uint64_t)t.tv_nsec;
}

bool cli_pace_read(const char *text, struct cli_pace *ret)
{
    long long percent = CLI_PACE_DEFAULT;

    if (text != NULL && !cli_number(text, CLI_PACE_MIN, CLI_PACE_MAX, &percent))
        return false;
    *ret = (struct cli_pace){ .percent = (unsigned)percent };
    return true;
}

void cli_pace_aside(struct ym_conn *c)
{
    const struct sched_param none = { 0 };

    /* What it starts later is no job. */
    (void)sched_setscheduler(0, SCHED_IDLE | SCHED_RESET_ON_FORK, &none);
    (void)ym_conn_step_aside(c);
}

void cli_pace_breathe(struct cli_pace *p)
{
    struct timespec rest;
    uint64_t now, worked;

    if (!cli_pace_rests(p))
        return;
    now = now_ns();
    if (p->since_ns == 0)
        p->since_ns = now;
    worked = now - p->since_ns;
    if (worked < WORK_NS)
        return;
    worked = worked * (CLI_PACE_MAX - p->percent) / p->percent;
    if (worked > REST_MAX)
        worked = REST_MAX;
    rest = (struct timespec){ (time_t)(worked / NS_PER_S), (long)(worked % NS_PER_S) };
    (void)nanosleep(&rest, NULL); /* a signal shortens it: no harm */
    p->since_ns = now_ns();
}
