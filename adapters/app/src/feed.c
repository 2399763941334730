/* SPDX-License-Identifier: Apache-2.0 */
#include "app/feed.h"

int app_place_compare(struct app_place a, struct app_place b)
{
    if (a.turn != b.turn)
        return a.turn < b.turn ? -1 : 1;
    if (a.dispute != b.dispute)
        return a.dispute < b.dispute ? -1 : 1;
    if (a.version != b.version)
        return a.version < b.version ? -1 : 1;
    return 0;
}

bool app_scope_holds(const struct app_scope *scope, const struct app_keys *keys)
{
    switch (scope->kind) {
    case APP_SCOPE_ALL:
        return true;
    case APP_SCOPE_REGION:
        return keys->region >= scope->lo && keys->region <= scope->hi;
    case APP_SCOPE_BODY:
        return keys->body == scope->lo;
    case APP_SCOPE_MEDIATOR:
        return keys->mediator != 0 && keys->mediator == scope->lo;
    case APP_SCOPE_COURT:
        return keys->court != 0 && keys->court == scope->lo;
    case APP_SCOPE_DISPUTE:
        return keys->dispute.v == scope->lo;
    case APP_SCOPE_NOTHING:
        break;
    }
    return false;
}
