/* SPDX-License-Identifier: Apache-2.0 */
/* What the system knows about this process, by the names that Prometheus gives them. */
#ifndef YM_CLI_PROCESS_H
#define YM_CLI_PROCESS_H

/* NaN where the system does not say. */
struct cli_process {
    double cpu_s;          /* user and system time */
    double resident_bytes; /* memory in use */
    double virtual_bytes;  /* address space */
    double open_fds;
    double max_fds;
    double threads;
    double started_s; /* since 1970-01-01T00:00:00Z */
};

void cli_process_read(struct cli_process *ret);

#endif
