/* SPDX-License-Identifier: Apache-2.0 */
/* The route table, put together from the rows of each subject. */
#include <assert.h>
#include <string.h>

#include "api_private.h"

/* Each subject keeps its rows beside what describes them; one line here adds it. */
static const struct ym_http_route *(*const tables[])(size_t *ret_n) = {
    api_base_routes,      api_people_routes, api_casefile_routes, api_clerk_routes,
    api_board_routes,     api_words_routes,  api_document_routes, api_evidence_routes,
    api_agreement_routes, api_seal_routes,   api_outside_routes,  api_exchange_routes,
    api_report_routes,    api_credit_routes, api_assess_routes,   api_migration_routes,
    api_office_routes,
};

size_t api_routes(struct ym_http_route ret[API_ROUTES_MAX])
{
    size_t n = 0;

    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        size_t more;
        const struct ym_http_route *rows = tables[i](&more);

        assert(more <= API_ROUTES_MAX - n);
        memcpy(ret + n, rows, more * sizeof(*rows));
        n += more;
    }
    return n;
}
