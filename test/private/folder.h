/* SPDX-License-Identifier: Apache-2.0 */
/* Folders to try things in, and programs run without a shell between. */
#ifndef YM_TEST_FOLDER_H
#define YM_TEST_FOLDER_H

#include <stddef.h>

#define FOLDER_PATH_MAX 128 /* bytes of a path below a folder, its NUL included */

/* Make a fresh folder under /tmp that every user can enter; *state is its path. Remove it with all
 * that is in it and free the path. For a test's set-up and tear-down: 0, or -1 when it failed. */
int folder_set_up(void **state);
int folder_tear_down(void **state);

/* Write text to a file, which is made or emptied. Fails the test when it cannot. */
void folder_write(const char *path, const char *text);

/* The folder of PostgreSQL's programs, by Debian's naming. Fails when there is none. */
void folder_of_postgres(char *ret, size_t size);

/* Run a program, looked up in the PATH, with / as its working folder; wait for it. Its exit status;
 * -1 when a signal ended it. */
int folder_run(const char *const argv[]);

#endif
