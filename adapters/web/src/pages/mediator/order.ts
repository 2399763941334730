// SPDX-License-Identifier: Apache-2.0
// What comes first: of the cases, and of what may be done in one. Order alone: whether something may
// be done the server says, and everything that it offers is shown somewhere.
import { doneSeats, type Progress } from '../../kit/progress';
import type { Option, Row } from './types';

// ---- Cases ----

export type Group = 'accept' | 'overdue' | 'soon' | 'running' | 'agreed' | 'ended';
export const GROUPS: readonly Group[] = ['accept', 'overdue', 'soon', 'running', 'agreed', 'ended'];

/** Now, and the end of the time at risk, which the server counts in working days. */
export interface Clock { now: number; soon: number }

/** New assignments, then what is late, what is soon late, the rest; settled ones wait for their
 *  performance and come below. toAccept: ids that wait for the mediator's answer. */
export function groupOf(row: Row, toAccept: ReadonlySet<string>, clock: Clock): Group {
    const due = row.due === null ? Infinity : Date.parse(row.due);

    if (!row.open)
        return 'ended';
    if (toAccept.has(row.id))
        return 'accept';
    if (row.overdue || due <= clock.now)
        return 'overdue';
    if (due <= clock.soon)
        return 'soon';
    return row.stage === 'agreed' ? 'agreed' : 'running';
}

/** The same rows in groups, each by its deadline; rows without one come last. */
export function grouped(rows: readonly Row[], toAccept: ReadonlySet<string>, clock: Clock):
    [Group, Row[]][] {
    const due = (r: Row): number => (r.due === null ? Infinity : Date.parse(r.due));

    return GROUPS.map((g): [Group, Row[]] => [g, rows
        .filter((r) => groupOf(r, toAccept, clock) === g)
        .sort((a, b) => (due(a) === due(b) ? 0 : due(a) - due(b)) || (a.id < b.id ? -1 : 1))])
        .filter(([, list]) => list.length > 0);
}

// ---- Commands ----

/** next: the steps of mediation in their order. ways: other outcomes. rest: all else. */
export type Place = 'next' | 'ways' | 'rest';

const NEXT: readonly string[] = [
    'accept', 'accept_referral', 'assign', 'accept_case', 'notify', 'consent', 'resume',
    'consent_extension', 'hold_session', 'reach_agreement', 'sign', 'sign_mediator', 'seal', 'serve',
    'record_performance', 'apply_confirmation', 'visit', 'archive',
];

const WAYS: readonly string[] = [
    'reach_oral_agreement', 'ask_extension', 'transfer', 'terminate', 'decline_case',
    'decline_referral', 'refuse', 'redirect', 'refuse_mediation', 'withdraw', 'go_to_court',
    'refuse_extension', 'reopen', 'vary', 'apply_enforcement', 'sue', 'withdraw_confirmation',
    'refer_court', 'submit_filing',
];

/** Those that end or turn away: never the first that a thumb finds. */
export const GRAVE: ReadonlySet<string> = new Set([
    'terminate', 'decline_case', 'decline_referral', 'refuse', 'redirect', 'refuse_mediation',
    'withdraw', 'go_to_court', 'refuse_extension', 'sue', 'apply_enforcement', 'report_police',
    'revoke_code', 'merge', 'withdraw_confirmation',
]);

/** The other answer to a question that is put: it stands right below the first one. */
export const OTHER_ANSWER: Readonly<Record<string, string>> = {
    accept: 'refuse', accept_case: 'decline_case', accept_referral: 'decline_referral',
};

export function placeOf(command: string): Place {
    if (NEXT.includes(command))
        return 'next';
    return WAYS.includes(command) ? 'ways' : 'rest';
}

/** Has it been done as often as it makes sense? It stays on offer, only not up front. */
export function isDone(command: string, p: Progress, seats: readonly number[]): boolean {
    const per = ['notify', 'consent', 'sign', 'serve', 'apply_confirmation'];

    if (per.includes(command))
        return seats.every((seat) => doneSeats(p, command).has(seat));
    return (command === 'accept_case' && p.accepted) ||
        (command === 'sign_mediator' && p.mediatorSigned) || (command === 'seal' && p.sealed) ||
        (command === 'assign' && p.accepted) ||
        (command === 'record_performance' &&
            p.owed.every((o) => ['fulfilled', 'late', 'excused'].includes(o.result ?? '')));
}

/** What may be done, sorted to its places. seats: of claimants and respondents. */
export function arranged(items: readonly Option[], p: Progress, seats: readonly number[]):
    Record<Place, Option[]> {
    const rank = (list: readonly string[]) => (a: Option, b: Option): number =>
        list.indexOf(a.command) - list.indexOf(b.command);
    const of = (place: Place): Option[] => items.filter((o) => placeOf(o.command) === place);
    const next = of('next').sort(rank(NEXT));
    const open = next.filter((o) => !isDone(o.command, p, seats));

    return {
        next: open,
        ways: of('ways').sort(rank(WAYS)),
        rest: [...next.filter((o) => isDone(o.command, p, seats)), ...of('rest')],
    };
}
