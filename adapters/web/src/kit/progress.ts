// SPDX-License-Identifier: Apache-2.0
// What has been done so far, party by party, from the events of a dispute: who was told, who
// consents. The engine knows it too and alone decides; this tells people what is still missing, and
// offers the next step first. What the agreement says is added by its own reader
// (pages/agreement/types.ts), which asks the server.
import type { Obligation } from '../offline/obligations';

/** An event, as far as it is asked for here. */
export interface ProgressEvent {
    command: string;
    /** A party's own command names its seat in by, anybody else's in detail. */
    payload?: { by?: { seat?: number }; detail?: Record<string, unknown> } | null;
}

export interface Side {
    seat: number;
    side: string;
}

/** Claimants and respondents: those whose consent and signature count. */
export function principalsOf(parties: readonly Side[]): number[] {
    return parties.filter((p) => p.side !== 'third').map((p) => p.seat);
}

export interface Extension {
    days: number;
    consented: Set<number>;
}

export interface Owed extends Obligation {
    result: string | null; // last recorded: "fulfilled", "partial" …
}

export interface Progress {
    notified: Set<number>;
    consented: Set<number>;
    refused: Set<number>;
    signed: Set<number>;
    applied: Set<number>; // for judicial confirmation
    served: Set<number>;
    extension: Extension | null; // asked for and not decided
    accepted: boolean; // by the mediator who is assigned now
    disclosed: boolean;
    sessions: number;
    oral: boolean;
    terms: string;
    owed: Owed[];
    mediatorSigned: boolean;
    sealed: boolean;
}

function begin(): Progress {
    return {
        notified: new Set(), consented: new Set(), refused: new Set(), signed: new Set(),
        applied: new Set(), served: new Set(), extension: null, accepted: false, disclosed: false,
        sessions: 0, oral: false, terms: '', owed: [], mediatorSigned: false, sealed: false,
    };
}

type Detail = Record<string, unknown>;

function seatOf(d: Detail): number[] {
    return typeof d['seat'] === 'number' ? [d['seat']] : [];
}

function freeMediator(p: Progress): void {
    p.accepted = false;
    p.disclosed = false;
}

type Record1 = (p: Progress, d: Detail) => void;

const add = (name: 'notified' | 'served'): Record1 => (p, d) =>
    seatOf(d).forEach((seat) => p[name].add(seat));

/** One line a command; those that are missing change nothing that is shown. */
const records: Record<string, Record1> = {
    notify: add('notified'),
    serve: add('served'),
    consent: (p, d) => seatOf(d).forEach((seat) => {
        p.consented.add(seat);
        p.refused.delete(seat);
    }),
    refuse_mediation: (p, d) => seatOf(d).forEach((seat) => {
        p.refused.add(seat);
        p.consented.delete(seat);
    }),
    assign: freeMediator,
    appoint: freeMediator,
    decline_case: freeMediator,
    transfer: freeMediator,
    accept_case: (p) => void (p.accepted = true),
    disclose: (p) => void (p.disclosed = true),
    hold_session: (p) => void (p.sessions += 1),
    ask_extension: (p, d) => void (p.extension = {
        days: Number(d['days'] ?? 0), consented: new Set(seatOf(d)),
    }),
    consent_extension: (p, d) => seatOf(d).forEach((seat) => p.extension?.consented.add(seat)),
    refuse_extension: (p) => void (p.extension = null),
};

/** What an event says, with the seat of whoever acted for themselves. */
export function detailOf(e: ProgressEvent): Detail {
    const seat = e.payload?.by?.seat;

    return { ...(seat === undefined ? {} : { seat }), ...e.payload?.detail };
}

/** principals: seats of claimants and respondents, whose consent decides an extension. */
export function progressOf(events: readonly ProgressEvent[], principals: readonly number[]): Progress {
    const p = begin();

    for (const e of events) {
        records[e.command]?.(p, detailOf(e));
        const asked = p.extension;
        if (asked !== null && principals.every((seat) => asked.consented.has(seat)))
            p.extension = null;
    }
    return p;
}

/** For a command that names a seat: the seats for which it is done already. */
export function doneSeats(p: Progress, command: string): ReadonlySet<number> {
    const sets: Record<string, ReadonlySet<number>> = {
        notify: p.notified, consent: p.consented, sign: p.signed, apply_confirmation: p.applied,
        serve: p.served, consent_extension: p.extension?.consented ?? new Set<number>(),
        refuse_mediation: p.refused,
    };

    return sets[command] ?? new Set<number>();
}
