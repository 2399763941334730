/* SPDX-License-Identifier: Apache-2.0 */
/* Passwords on the command line, which everybody on the machine can read in the list of processes.
 *
 * A connection string may hold one (`--db "… password=…"`, `postgresql://user:password@…`). It does
 * better in ~/.pgpass or PGPASSWORD; given here all the same, it is taken out of sight at once. */
#ifndef YM_CLI_HIDE_H
#define YM_CLI_HIDE_H

/* Of each argument that holds the password of a connection string, put a copy into argv and
 * overwrite what the list of processes shows with x. The copies live until cli_hide_end().
 * Returns them; NULL when there is nothing to hide, or no memory to do it with: then argv is as it
 * was, and a warning says so. */
char *cli_hide(int argc, char **argv);

/* Wipe and free what cli_hide() returned. NULL is fine. */
void cli_hide_end(char *copies);

#endif
