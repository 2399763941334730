/* SPDX-License-Identifier: Apache-2.0 */
#include "process.h"

#include <dirent.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define STAT_BYTES 2048

/* Fields of /proc/self/stat, counted from 1 as proc(5) does; the third stands behind the name. */
enum {
    STAT_UTIME = 14,
    STAT_STIME = 15,
    STAT_THREADS = 20,
    STAT_START = 22,
    STAT_VSIZE = 23,
    STAT_RSS = 24,
    STAT_END = 25
};

static bool read_stat(double ret[STAT_END])
{
    FILE *f = fopen("/proc/self/stat", "r");
    char text[STAT_BYTES];
    const char *at;
    size_t n;

    if (f == NULL)
        return false;
    n = fread(text, 1, sizeof(text) - 1, f);
    (void)fclose(f);
    text[n] = '\0';
    at = strrchr(text, ')'); /* a name may hold anything */
    if (at == NULL)
        return false;
    at += strlen(") S");
    for (int i = 4; i < STAT_END; i++) {
        char *end;

        ret[i] = strtod(at, &end);
        if (end == at)
            return false;
        at = end;
    }
    return true;
}

/* Linux says the number of open descriptors as the size of their folder since 6.2; before, they
 * are counted. */
static double open_fds(void)
{
    struct stat info;
    DIR *dir;
    double n = 0;

    if (stat("/proc/self/fd", &info) == 0 && info.st_size > 0)
        return (double)info.st_size;
    dir = opendir("/proc/self/fd");
    if (dir == NULL)
        return (double)NAN;
    for (const struct dirent *e = readdir(dir); e != NULL; e = readdir(dir))
        n += e->d_name[0] != '.';
    (void)closedir(dir);
    return n - 1; /* the folder itself was open */
}

static double max_fds(void)
{
    struct rlimit limit;

    return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? (double)limit.rlim_cur : (double)NAN;
}

/* The start is known in ticks after the boot. */
static double started_s(double start_ticks, double ticks_per_s)
{
    struct timespec now;
    struct timespec since_boot;

    if (clock_gettime(CLOCK_REALTIME, &now) != 0 || clock_gettime(CLOCK_BOOTTIME, &since_boot) != 0)
        return (double)NAN;
    return (double)(now.tv_sec - since_boot.tv_sec) +
           (double)(now.tv_nsec - since_boot.tv_nsec) / 1e9 + start_ticks / ticks_per_s;
}

void cli_process_read(struct cli_process *ret)
{
    const double ticks_per_s = (double)sysconf(_SC_CLK_TCK);
    const double none = (double)NAN;
    double stat[STAT_END];

    *ret = (struct cli_process){ none, none, none, none, none, none, none };
    ret->open_fds = open_fds();
    ret->max_fds = max_fds();
    if (!read_stat(stat))
        return;
    ret->cpu_s = (stat[STAT_UTIME] + stat[STAT_STIME]) / ticks_per_s;
    ret->resident_bytes = stat[STAT_RSS] * (double)sysconf(_SC_PAGESIZE);
    ret->virtual_bytes = stat[STAT_VSIZE];
    ret->threads = stat[STAT_THREADS];
    ret->started_s = started_s(stat[STAT_START], ticks_per_s);
}
