// SPDX-License-Identifier: Apache-2.0
// What the interface says of an agreement (schemas Agreement, ConfirmationCheck).
import type { Term, Word } from '../../kit';
import type { Progress } from '../../kit/progress';
import type { Obligation as Promised } from '../../offline/obligations';

export interface Entry {
    seat: number | null;
    role: Word;
    result: Word | null;
    amount_fen: string | null;
    date: string | null;
    note: string | null;
    attachment: string | null;
    at: string;
}

export interface Owed {
    n: number;
    plan: number | null;
    payer: number;
    payee: number;
    amount_fen: string | null;
    act: string | null;
    due: string;
    account: string | null;
    manner: string | null;
    consequence: string | null;
    result: Word | null;
    recorded_at: string | null;
    performed_on: string | null;
    paid_fen: string;
    days_left: number | null;
    overdue: boolean;
    claims: Entry[];
    records: Entry[];
    earlier: number;
    reminders: number;
    reminded_at: string | null;
}

export interface Signature {
    who: 'party' | 'mediator' | 'body';
    seat: number | null;
    signing: Word | null;
    manner: string | null;
    document_code: string | null;
    sha256: string | null;
    attachment: string | null;
    date: string | null;
    at: string;
}

export interface Needed {
    seats: number[];
    mediator: boolean;
    seal: boolean;
    court: boolean;
    source: string;
}

export type VersionState = 'draft' | 'pending' | 'in_force' | 'replaced' | 'lapsed' | 'refused';

export interface Version {
    version: number;
    seq: number;
    state: { code: VersionState; zh: string; en: string };
    form: 'written' | 'oral';
    terms: string;
    facts: string | null;
    place: string | null;
    reason: string | null;
    stated_at: string;
    effective_on: string | null;
    ended_at: string | null;
    end_reason: string | null;
    obligations: Owed[];
    signatures: Signature[];
    needed: Needed | null;
}

export interface Sum {
    payer: number;
    payee: number;
    owed_fen: string;
    paid_fen: string;
    overdue_fen: string;
}

export interface Way {
    command: Word;
    refusal: Word | null;
    until: string | null;
    source: string;
}

export interface Confirmation {
    state: string | null;
    window_until: string | null;
    days_left: number | null;
    term: Term | null; // within which both sides may apply
    ending_days: number;
    applied: number[];
    appeared: number[];
    court: string | null;
    case_number: string | null;
    ruling: { command: Word; bar: Word | null; reason: string | null; date: string | null; at: string } | null;
    bars: string[];
}

export interface AgreementOf {
    seq: number;
    versions: Version[];
    forgotten: number;
    sums: Sum[];
    ways: Way[];
    esign: { allowed: boolean; zh: string; en: string; source: string };
    performed: boolean;
    confirmation: Confirmation;
}

export interface Finding {
    finding: string;
    bar: Word;
    severity: 'stops' | 'warns';
    zh: string;
    en: string;
    source: string;
    pointer: string;
    obligations: number[];
    seats: number[];
    words: string[];
}

export interface Check {
    items: Finding[];
    stops: boolean;
    version: string;
    source: string;
}

/** Whom an agreement may name by seat. */
export interface Person {
    seat: number;
    side: string;
    name: string;
}

export function inForce(a: AgreementOf): Version | undefined {
    return a.versions.find((v) => v.state.code === 'in_force');
}

/** The version that waits to be signed. */
export function waiting(a: AgreementOf): Version | undefined {
    return a.versions.find((v) => v.state.code === 'draft' || v.state.code === 'pending');
}

/** What was promised, in the form in which a command states it. */
export function promised(v: Version): Promised[] {
    const said = <T, >(name: string, value: T | null): object => (value === null ? {} : { [name]: value });

    return v.obligations.map((o) => ({
        payer: o.payer, payee: o.payee, due: o.due, ...said('amount_fen', o.amount_fen),
        ...said('act', o.act), ...said('account', o.account), ...said('manner', o.manner),
        ...said('consequence', o.consequence), ...said('plan', o.plan),
    }));
}

/** The same progress with what the agreement tells: who has signed and applied, what became of it. */
export function withAgreement(p: Progress, a: AgreementOf | undefined): Progress {
    const v = a === undefined ? undefined : waiting(a) ?? inForce(a);

    if (a === undefined || v === undefined)
        return p;
    const by = (who: Signature['who']): Signature[] => v.signatures.filter((s) => s.who === who);
    const force = inForce(a) ?? v;
    return {
        ...p,
        terms: v.terms,
        oral: v.form === 'oral',
        owed: promised(force).map((o, i) => ({ ...o, result: force.obligations[i]?.result?.code ?? null })),
        signed: new Set(by('party').flatMap((s) => (s.seat === null ? [] : [s.seat]))),
        mediatorSigned: by('mediator').length > 0,
        sealed: by('body').length > 0,
        applied: new Set(a.confirmation.applied),
    };
}
