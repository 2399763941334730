/* SPDX-License-Identifier: Apache-2.0 */
#include "boards.h"

static ym_usec now(void *arg)
{
    const struct cli_service *s = arg;

    return ym_clock_now(ym_loop_clock(s->loop));
}

static int64_t elapsed_ms(void *arg)
{
    const struct cli_service *s = arg;

    return (int64_t)ym_loop_monotonic_ms(s->loop);
}

struct app_boards *cli_boards_new(struct cli_service *s)
{
    const struct app_boards_config config = { .reader = pg_reader_port(s->reader),
                                              .procedures = &s->library.procedures,
                                              .calendar = s->library.calendar,
                                              .office = s->library.office,
                                              .now = now,
                                              .elapsed_ms = elapsed_ms,
                                              .arg = s };

    return app_boards_new(&config);
}
