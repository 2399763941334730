/* SPDX-License-Identifier: Apache-2.0 */
/* Every parser of a short text: whatever one accepts has one normal form, which it accepts again
 * and which stays as it is. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "app/month.h"
#include "crypto/bearer.h"
#include "yima/access_code.h"
#include "yima/base32.h"
#include "yima/court_number.h"
#include "yima/date.h"
#include "yima/id.h"
#include "yima/identity.h"
#include "yima/number.h"
#include "yima/region.h"
#include "yima/seal_code.h"
#include "yima/token.h"
#include "yima/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void codes(struct ym_span text)
{
    struct ym_token token, token_again;
    struct ym_seal_code seal, seal_again;
    struct ym_access_code access, access_again;
    char shown[YM_SEAL_CODE_TEXT_MAX], typed[YM_ACCESS_CODE_TEXT_MAX];

    if (ym_token_parse(text, &token)) {
        assert(ym_token_bucket(&token) < YM_BUCKETS);
        assert(ym_token_parse(ym_span_of(token.text), &token_again));
        assert(strcmp(token.text, token_again.text) == 0);
    }
    if (ym_seal_code_parse(text, &seal)) {
        assert(ym_seal_code_bucket(&seal) < YM_BUCKETS);
        ym_seal_code_print(&seal, shown);
        assert(ym_seal_code_parse(ym_span_of(shown), &seal_again));
        assert(strcmp(seal.text, seal_again.text) == 0);
    }
    if (ym_access_code_parse(text, &access) == YM_ACCESS_CODE_OK) {
        assert(ym_access_code_seat(&access) < YM_SEATS_MAX);
        ym_access_code_print(&access, typed);
        assert(ym_access_code_parse(ym_span_of(typed), &access_again) == YM_ACCESS_CODE_OK);
        assert(strcmp(access.text, access_again.text) == 0);
    }
}

static void numbers(struct ym_span text)
{
    struct ym_id id, id_again;
    struct ym_court_number court, court_again;
    char printed[YM_NUMBER_TEXT_MAX], compact[YM_NUMBER_COMPACT_MAX];
    char written[YM_COURT_NUMBER_TEXT_MAX], rewritten[YM_COURT_NUMBER_TEXT_MAX];

    if (ym_number_parse(text, &id) == YM_NUMBER_OK) {
        assert(ym_id_valid(id));
        ym_number_print(id, printed);
        assert(ym_number_parse(ym_span_of(printed), &id_again) == YM_NUMBER_OK);
        assert(id.v == id_again.v);
        ym_number_compact(id, compact);
        assert(ym_number_parse(ym_span_of(compact), &id_again) == YM_NUMBER_OK);
        assert(id.v == id_again.v);
    }
    if (ym_court_number_parse(text, NULL, &court) == YM_COURT_OK) {
        ym_court_number_print(&court, written);
        assert(ym_court_number_parse(ym_span_of(written), NULL, &court_again) == YM_COURT_OK);
        ym_court_number_print(&court_again, rewritten);
        assert(strcmp(written, rewritten) == 0);
    }
}

static void people(struct ym_span text)
{
    struct ym_citizen citizen, citizen_again;
    struct ym_uscc uscc, uscc_again;
    struct ym_bearer claim;

    if (ym_citizen_parse(text, &citizen) == YM_CITIZEN_OK) {
        assert(ym_citizen_parse(ym_span_of(citizen.text), &citizen_again) == YM_CITIZEN_OK);
        assert(strcmp(citizen.text, citizen_again.text) == 0);
        assert(citizen.born == citizen_again.born);
    }
    if (ym_uscc_parse(text, &uscc) == YM_USCC_OK) {
        assert(ym_uscc_parse(ym_span_of(uscc.text), &uscc_again) == YM_USCC_OK);
        assert(strcmp(uscc.text, uscc_again.text) == 0);
    }
    if (ym_bearer_parse(text, &claim))
        assert(strlen(claim.id) == YM_BEARER_ID_LEN);
    else
        assert(claim.id[0] == '\0');
}

static void days(struct ym_span text)
{
    char day_text[YM_DAY_TEXT_MAX], at_text[YM_USEC_TEXT_MAX], month_text[APP_MONTH_TEXT_MAX];
    ym_day day, month;
    ym_usec at, at_again;

    if (ym_day_parse(text, &day)) {
        ym_day_print(day, day_text);
        assert(ym_span_is(text, ym_span_of(day_text)));
    }
    if (ym_usec_parse(text, &at)) {
        ym_usec_print(at, at_text);
        assert(ym_usec_parse(ym_span_of(at_text), &at_again));
        assert(at == at_again);
    }
    if (app_month_parse(text, &month)) {
        app_month_print(month, month_text);
        assert(ym_span_is(text, ym_span_of(month_text)));
    }
}

static void places(struct ym_span text)
{
    char printed[YM_REGION_TEXT_MAX];
    int64_t region, region_again;
    uint64_t value;
    struct ym_span rest = text;

    if (ym_region_parse(text, &region)) {
        assert(ym_region_level(region) > 0);
        ym_region_print(region, printed);
        assert(ym_region_parse(ym_span_of(printed), &region_again));
        assert(region == region_again);
    }
    if (ym_base32_decode(text, &value)) {
        char word[YM_BASE32_WORD];
        uint64_t again;

        ym_base32_encode(value, text.n, word);
        assert(ym_base32_decode((struct ym_span){ word, text.n }, &again));
        assert(value == again);
    }
    while (rest.n > 0) {
        const size_t n = ym_utf8_first(rest);

        if (n == 0)
            break;
        assert(n <= rest.n);
        rest = (struct ym_span){ rest.at + n, rest.n - n };
    }
    assert(!ym_utf8_valid(text) || rest.n == 0);
    assert(!ym_utf8_plain(text) || ym_utf8_valid(text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct ym_span text = { (const char *)data, size };

    codes(text);
    numbers(text);
    people(text);
    days(text);
    places(text);
    return 0;
}
