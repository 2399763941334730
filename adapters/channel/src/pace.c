/* SPDX-License-Identifier: Apache-2.0 */
/* How fast a partner sends: counted by each node for itself, behind the signature, so that nobody
 * uses up what another one may. */
#include "channel/channel.h"

#define MINUTE_USEC INT64_C(60000000)
#define FULL        (CHANNEL_BURST * MINUTE_USEC)

bool channel_pace_take(struct channel_pace *p, ym_usec now)
{
    const int64_t gone = now > p->at ? now - p->at : 0; /* a clock may step back */

    if (gone >= MINUTE_USEC * CHANNEL_BURST / CHANNEL_PER_MINUTE)
        p->room = FULL;
    else
        p->room += gone * CHANNEL_PER_MINUTE;
    if (p->room > FULL)
        p->room = FULL;
    p->at = now;
    if (p->room < MINUTE_USEC)
        return false;
    p->room -= MINUTE_USEC;
    return true;
}
