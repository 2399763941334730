/* SPDX-License-Identifier: Apache-2.0 */
#include "hide.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/crypto.h"

/* A URI whose user has a password: "://user:password@". */
static bool has_userinfo(const char *text)
{
    const char *at = strstr(text, "://");
    size_t n;

    if (at == NULL)
        return false;
    at += 3;
    n = strcspn(at, "/?#");
    at = memchr(at, ':', n) != NULL ? memchr(at, '@', n) : NULL;
    return at != NULL;
}

/* Keywords of libpq that hold one, `password=` and `sslpassword=`, with or without spaces around
 * the sign, and as parameters of a URI. A word too many is hidden rather than one too few. */
static bool holds_password(const char *text)
{
    const char *at = strstr(text, "password");

    while (at != NULL) {
        at += strlen("password");
        at += strspn(at, " \t\n");
        if (*at == '=')
            return true;
        at = strstr(at, "password");
    }
    return has_userinfo(text);
}

/* Bytes of all copies with their NULs; 0: nothing to hide. */
static size_t needed(int argc, char **argv)
{
    size_t n = 0;

    for (int i = 1; i < argc; i++) {
        if (holds_password(argv[i]))
            n += strlen(argv[i]) + 1;
    }
    return n;
}

/* Length of the option that stands before the value in the same argument, "--db=". */
static size_t option_of(const char *text)
{
    const char *sign = strncmp(text, "--", 2) == 0 ? strchr(text, '=') : NULL;

    return sign != NULL ? (size_t)(sign - text) + 1 : 0;
}

char *cli_hide(int argc, char **argv)
{
    const size_t n = needed(argc, argv);
    char *copies, *to;

    if (n == 0)
        return NULL;
    copies = malloc(sizeof(n) + n);
    if (copies == NULL) {
        (void)fputs("yima: no memory to hide the password of --db from the list of processes; give "
                    "it in ~/.pgpass or PGPASSWORD\n",
                    stderr);
        return NULL;
    }
    memcpy(copies, &n, sizeof(n));
    to = copies + sizeof(n);
    for (int i = 1; i < argc; i++) {
        const size_t length = strlen(argv[i]);
        const size_t shown = option_of(argv[i]);

        if (!holds_password(argv[i]))
            continue;
        memcpy(to, argv[i], length + 1);
        memset(argv[i] + shown, 'x', length - shown);
        argv[i] = to;
        to += length + 1;
    }
    return copies;
}

void cli_hide_end(char *copies)
{
    size_t n;

    if (copies == NULL)
        return;
    memcpy(&n, copies, sizeof(n));
    ym_crypto_wipe(copies, sizeof(n) + n);
    free(copies);
}
