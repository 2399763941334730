/* SPDX-License-Identifier: Apache-2.0 */
/* The n-th call of the heap, or of the file system, fails: the linker's --wrap puts these between a
 * room and the C library (see CMakeLists.txt). Foreign libraries keep the real ones. */
#ifndef FAULT_HEAP_H
#define FAULT_HEAP_H

#include <stdbool.h>

/* From now on the n-th call fails, and `fails` - 1 after it. n == 0: none. */
void heap_fail(long n, long fails);

/* How many have failed since. */
long heap_fired(void);

/* The same for open, write, fsync, link, rename and unlink, which fail with this errno; 0: a write
 * takes one byte less than all, and nothing else fails. */
void files_fail(long n, int error);
long files_fired(void);

#endif
