// SPDX-License-Identifier: Apache-2.0
// What a party is asked for, apart from what it may do besides, and its ways out.
import type { CommandOption } from '../../kit/command/model';

export interface PartyOption extends CommandOption {
    group: 'step' | 'help' | 'exit' | 'record';
}

export interface Asked {
    /** Waiting for this party: consent, signature, consent to more time … */
    steps: PartyOption[];
    /** What it may do besides. */
    more: PartyOption[];
    /** Refusing, withdrawing: never held against anybody. */
    exits: PartyOption[];
    /** The way to court: always shown apart. */
    court: PartyOption | undefined;
}

/** Commands that open the way to court, the one that goes furthest first. */
const COURT = ['submit_filing', 'go_to_court', 'sue'];

/** The server's order stands; the way to court is taken out, so that it never hides in a list.
 *  isPerformed: all was performed, so that nobody waits for what a party says of it. */
export function asked(items: readonly PartyOption[], isPerformed = false): Asked {
    const court = COURT.map((c) => items.find((o) => o.command === c)).find((o) => o !== undefined);
    const rest = items.filter((o) => o !== court);
    const waits = (o: PartyOption): boolean => o.group === 'step' && !(isPerformed && o.command === 'claim_performance');
    return {
        steps: rest.filter(waits),
        more: rest.filter((o) => !waits(o) && o.group !== 'exit'),
        exits: rest.filter((o) => o.group === 'exit'),
        court,
    };
}

/** A party speaks for its own seat: that field is the server's to fill. */
export function forOwnSeat(option: PartyOption): PartyOption {
    return { ...option, fields: option.fields.filter((f) => f.name !== 'seat') };
}
