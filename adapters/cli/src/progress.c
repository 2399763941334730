/* SPDX-License-Identifier: Apache-2.0 */
#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define COLUMNS_DEFAULT 80
#define LINE_MAX        160

static uint64_t now_ms(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

void cli_progress_begin(struct cli_progress *p, const struct cli *cli, const char *what,
                        const char *unit, uint64_t total)
{
    *p = (struct cli_progress){ .what = what,
                                .unit = unit,
                                .total = total,
                                .begun_ms = now_ms(),
                                .next_tenth = 1,
                                .is_quiet = cli->is_quiet,
                                .is_terminal = isatty(STDERR_FILENO) == 1 };
}

double cli_progress_seconds(const struct cli_progress *p)
{
    return (double)(now_ms() - p->begun_ms) / 1000.0;
}

static int columns(void)
{
    struct winsize size;

    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return COLUMNS_DEFAULT;
    return size.ws_col;
}

/* "importing  34 %  12345 rows  8123/s  ETA 0:42" */
static void describe(const struct cli_progress *p, uint64_t done, char *line, size_t size)
{
    const double seconds = cli_progress_seconds(p);
    const double rate = seconds > 0.0 ? (double)p->count / seconds : 0.0;
    const unsigned percent = p->total == 0 ? 0 : (unsigned)(done * 100 / p->total);
    int n = snprintf(line, size, "%s", p->what);

    if (p->total > 0)
        n += snprintf(line + n, size - (size_t)n, "  %u %%", percent);
    n += snprintf(line + n, size - (size_t)n, "  %" PRIu64 " %s  %.0f/s", p->count, p->unit, rate);
    if (p->total > 0 && done > 0 && done < p->total) {
        const double left = seconds * (double)(p->total - done) / (double)done;
        const unsigned long eta = (unsigned long)left;

        (void)snprintf(line + n, size - (size_t)n, "  ETA %lu:%02lu", eta / 60, eta % 60);
    }
}

void cli_progress_step(struct cli_progress *p, uint64_t done, uint64_t count)
{
    char line[LINE_MAX];

    p->count = count;
    if (p->is_quiet)
        return;
    if (p->is_terminal) {
        const uint64_t now = now_ms();

        if (now - p->shown_ms < CLI_PROGRESS_MS)
            return;
        p->shown_ms = now;
        describe(p, done, line, sizeof(line));
        (void)fprintf(stderr, "\r%.*s\033[K", columns() - 1, line);
        p->is_shown = true;
        return;
    }
    if (p->total == 0 || done * 10 < p->total * p->next_tenth)
        return;
    describe(p, done, line, sizeof(line));
    (void)fprintf(stderr, "%s\n", line);
    p->next_tenth = (unsigned)(done * 10 / p->total) + 1;
}

void cli_progress_wipe(struct cli_progress *p)
{
    if (p->is_shown)
        (void)fputs("\r\033[K", stderr);
    p->is_shown = false;
}
