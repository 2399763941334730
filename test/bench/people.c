/* SPDX-License-Identifier: Apache-2.0 */
/* People for a grown database: sealed numbers, each of its own seat, and the hashes that match
 * them.
 *
 *   people KEYS <ROWS >COPY
 *
 * ROWS: lines "bucket dispute_id seat kind number-of-the-person". COPY: lines of a COPY in text
 * form "bucket dispute_id seat sealed hash". The same person has the same number everywhere: born
 * on one of 24,000 days from 1946 on, so that a few are minors. Organisations get a code of the
 * right length that no register knows. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/desk.h"
#include "crypto/crypto.h"
#include "crypto/keyring.h"
#include "yima/identity.h"

#define BIRTHDAYS   24000
#define SEQUENCES   1000
#define ARENA_BYTES 4096

/* The check character of a citizen number: ISO 7064 MOD 11-2. */
static char check_of(const char digits[17])
{
    static const int weights[17] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
    int sum = 0;

    for (int i = 0; i < 17; i++)
        sum += weights[i] * (digits[i] - '0');
    return "10X98765432"[sum % 11];
}

static void number_of(unsigned kind, uint64_t person, char ret[YM_IDENTITY_CHARS + 1])
{
    int year, month, day;

    if (kind != YM_PARTY_NATURAL) {
        (void)snprintf(ret, YM_IDENTITY_CHARS + 1, "91330108%010" PRIu64,
                       person % UINT64_C(10000000000));
        return;
    }
    ym_day_split(ym_day_plus(ym_day_make(1946, 1, 1), (int64_t)(person % BIRTHDAYS)), &year, &month,
                 &day);
    (void)snprintf(ret, YM_IDENTITY_CHARS + 1, "330108%04d%02d%02d%03u", year, month, day,
                   (unsigned)(person / BIRTHDAYS % SEQUENCES));
    ret[17] = check_of(ret);
    ret[18] = '\0';
}

static void put_hex(const void *bytes, size_t n)
{
    const unsigned char *at = bytes;

    (void)fputs("\t\\\\x", stdout);
    for (size_t i = 0; i < n; i++) {
        (void)putchar("0123456789abcdef"[at[i] >> 4]);
        (void)putchar("0123456789abcdef"[at[i] & 15]);
    }
}

static bool put_person(const struct ym_keyring *ring, struct ym_arena *arena, const char *line)
{
    struct app_sealed_at at = { .field = APP_SEALED_IDENTITY };
    char number[YM_IDENTITY_CHARS + 1];
    char room[APP_SEALED_LABEL_MAX];
    unsigned char hash[YM_KEYED_HASH_LEN];
    unsigned bucket, seat, kind;
    struct ym_span sealed;
    struct ym_error err;
    uint64_t person;

    if (sscanf(line, "%u %" SCNd64 " %u %u %" SCNu64, &bucket, &at.dispute.v, &seat, &kind,
               &person) != 5)
        return false;
    at.seat = (uint8_t)seat;
    number_of(kind, person, number);
    ym_arena_reset(arena);
    if (ym_seal(ring, app_sealed_label(at, room), ym_span_of(number), arena, &sealed, &err) !=
        YM_E_OK)
        return false;
    ym_keyed_hash(ring, APP_LABEL_IDENTITY, ym_span_of(number), hash);
    (void)printf("%u\t%" PRId64 "\t%u", bucket, at.dispute.v, seat);
    put_hex(sealed.at, sealed.n);
    put_hex(hash, sizeof(hash));
    (void)putchar('\n');
    return true;
}

int main(int argc, char **argv)
{
    struct ym_keyring *ring = NULL;
    struct ym_arena arena;
    struct ym_error err;
    char line[128];
    bool is_good = true;

    if (argc != 2 || ym_crypto_init(&err) != YM_E_OK || !ym_arena_init(&arena, ARENA_BYTES) ||
        ym_keyring_open(argv[1], false, &ring, &err) != YM_E_OK) {
        (void)fputs("usage: people KEYS <ROWS >COPY\n", stderr);
        return 2;
    }
    while (is_good && fgets(line, sizeof(line), stdin) != NULL)
        is_good = put_person(ring, &arena, line);
    ym_arena_release(&arena);
    ym_keyring_close(ring);
    return is_good && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
