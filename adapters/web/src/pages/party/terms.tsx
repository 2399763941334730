// SPDX-License-Identifier: Apache-2.0
// What was agreed, as the party reads it before it signs and keeps it afterwards.
import { Agreed } from '../agreement';
import type { PartyOption } from './asked';
import type { Dispute } from './types';

/** options: what the party may do; without them it reads alone. */
export function Terms({ d, seat, options, reload }:
    { d: Dispute; seat?: number | undefined; options?: readonly PartyOption[]; reload?: () => void }) {
    const href = (command: string): string | undefined =>
        (options?.some((o) => o.command === command) ? `/app/party/do/${command}` : undefined);

    return (
        <Agreed id={d.id} parties={d.parties} mediator={d.mediator?.name} href={href} seat={seat}
            quiet={options === undefined} reload={reload} />
    );
}
