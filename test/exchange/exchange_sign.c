/* SPDX-License-Identifier: Apache-2.0 */
/* Signs as a partner does, for tests that play one.
 *
 *   exchange_sign SEED              prints the public key (SEED: 64 hexadecimal digits)
 *   exchange_sign SEED ID SECONDS   reads the body from stdin, prints webhook-signature */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/signed.h"

static int digit(char c)
{
    return c >= 'a' ? c - 'a' + 10 : c - '0';
}

static void read_seed(const char *text, unsigned char seed[YM_SIGN_SEED_LEN])
{
    if (strlen(text) != 2 * YM_SIGN_SEED_LEN)
        exit(2);
    for (size_t i = 0; i < YM_SIGN_SEED_LEN; i++)
        seed[i] = (unsigned char)(digit(text[2 * i]) << 4 | digit(text[2 * i + 1]));
}

int main(int argc, char **argv)
{
    static char body[4 * APP_MESSAGE_BYTES_MAX];
    char out[EXCHANGE_SIGNATURE_LEN + 1];
    unsigned char seed[YM_SIGN_SEED_LEN];
    struct ym_sign_key key;
    struct ym_buf scratch;
    size_t n;

    if (argc != 2 && argc != 4)
        return 2;
    read_seed(argv[1], seed);
    ym_sign_key_of(seed, &key);
    if (argc == 2) {
        ym_sign_print(key.open, sizeof(key.open), out);
        (void)printf("%s\n", out);
        return 0;
    }
    n = fread(body, 1, sizeof(body), stdin);
    ym_buf_init(&scratch, sizeof(body) + 1024);
    exchange_sign_with(&key, ym_span_of(argv[2]), strtoll(argv[3], NULL, 10),
                       (struct ym_span){ body, n }, &scratch, out);
    ym_buf_release(&scratch);
    (void)printf("%s\n", out);
    return 0;
}
