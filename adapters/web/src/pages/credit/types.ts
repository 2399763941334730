// SPDX-License-Identifier: Apache-2.0
// Credit profiles, their runs and objections, as the server tells them.
import type { Word } from '../../kit';

/** One thing that is counted, or that is shown and does not count; always with the reason. */
export interface Item {
    /** What an objection names it by. */
    item: string;
    part: Word; // participation or performance
    kind: Word; // attended, on time, breached …
    dispute: string | null; // its number; null: of another dispute, and the reader has no part in it
    seq: number | null; // of the event; likewise
    rule: number;
    source: string; // law and article of the rule
    type: Word; // of the dispute
    day: string; // that it is of
    recorded_on: string;
    counts: boolean;
    why: Word; // counts, or why it does not
    weight: number; // in thousandths: how much of it is left with time
    points: number | null; // of its kind, 0 to 1000: the part's are the mean, by weight; null: it has none
    flag: Word | null; // under objection, upheld, repaired
}

export interface Count extends Word {
    n: number;
}

export interface Part {
    points: number | null; // 0 to 1000; null: not enough data
    counted: number; // items that count
    minimum: number; // fewer say nothing
    kinds: Count[];
}

export interface Habit {
    type: Word;
    side: Word;
    n: number;
}

export interface Profile {
    month: string; // "2026-10"
    run: number;
    kind: Word; // natural, organisation
    formula: { id: string; version: string; source: string };
    habits: Habit[];
    participation: Part;
    performance: Part;
    left_out: Count[]; // items that do not count, by reason
    items: Item[];
    older: number; // items that are counted and not told one by one
}

export interface Statement {
    text: string;
    at: string;
}

/** GET /credit/me, and what a mediator is answered. */
export interface Answer {
    profile: Profile | null;
    none: Word | null; // why there is no profile
    months: string[]; // approved, newest first
    statement: Statement | null;
}

export interface Read {
    id: string;
    at: string;
    role: Word;
    body_name: string | null;
    yourself: boolean;
    what: Word;
    refused: boolean;
    verdict: Word;
    purpose: string | null;
    month: string | null;
    dispute?: string | null; // told to who watches over the data, not to the party
    seat?: number | null;
}

export interface Objection {
    id: string;
    month: string;
    item: string;
    kind: Word;
    dispute: string; // its number
    seq: number;
    at: string;
    reason: string | null;
    state: Word; // open, upheld, rejected
    due: string; // last day of the answer
    provisional?: boolean;
    latest: string; // last day that an extension reaches
    extended: boolean;
    overdue: boolean;
    working_days_left: number;
    answer: string | null;
    decided_at: string | null;
    decided_role: Word | null;
}

/** Of which kinds a dispute is protected: no profile tells of it. */
export interface Protection {
    kinds: Word[];
    reported: boolean; // to the police, in a family dispute: protected by that alone
    items: { id: string; kind: Word; set: boolean; at: string; role: Word; reason: string | null }[];
}

export interface Run {
    month: string;
    run: number;
    state: Word; // drawing, waiting, approved, withdrawn
    formula: string; // "id/version"
    counts: Count[]; // of profiles, of items, and of what differs from the month approved before
    begun_at: string;
    drawn_at: string | null;
    decided_at: string | null;
    runner: string;
    approver: string | null;
    reason: string | null; // why it was withdrawn
    sha256: string | null;
    previous_sha256: string | null;
    bar: Word | null; // what stands against the approval by who asks; null: nothing
}
