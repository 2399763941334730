// SPDX-License-Identifier: Apache-2.0
// What the interface says of satisfaction, assessment and points.
import type { Bilingual, Word } from '../../kit';

export interface Name {
    id: string;
    name: string | null;
}

export interface Interval {
    value: number; // all three in thousandths
    low: number;
    high: number;
}

export interface Adjusted {
    cases: number;
    good: number;
    expected: number; // in thousandths
    small: boolean;
    share: Interval | null;
    ratio: Interval | null;
}

export interface Row {
    subject: Name;
    body: Name | null;
    months: number;
    contested: string[];
    counts: Record<string, number>;
    mean_days_tenths: number | null;
    in_time: Adjusted;
    outcome: Adjusted;
    performed_share: Interval | null;
    satisfaction_tenths: number | null;
}

export interface Assessments {
    kind: Word;
    from: string;
    until: string;
    months: { month: string; revision: number; at: string }[];
    missing: string[];
    cases_min: number;
    answers_min: number;
    items: Row[];
    next: string | null;
}

export interface DisputeName {
    id: string;
    number: string;
}

export interface Case {
    dispute: DisputeName;
    type: Word;
    mediator: Name | null;
    settled: number;
    failed: number;
    ended: number;
    open: number;
    late: boolean;
    days: number | null;
    due: number;
    performed: number;
    performed_late: number;
    counts_for: string[];
}

export interface Contest {
    id: string;
    kind: Word;
    subject: Name;
    body: Name | null;
    month: string;
    measure: Word;
    dispute: DisputeName | null;
    at: string;
    due: string;
    overdue: boolean;
    provisional?: boolean;
    verdict: Word;
    answered_at: string | null;
    may_answer: boolean;
    reason: string | null;
    answer: string | null;
}

export interface Rule extends Bilingual {
    code: string;
    source: string;
}

interface Credited {
    id: string;
    staff: Name;
    body: Name | null;
    month: string;
    day: string;
    dispute: DisputeName | null;
    rules: string;
    rule: Rule;
    points: number;
    fen: string;
    reason: string | null;
}

export interface Proposal extends Credited {
    state: Word;
    from_facts: boolean;
    credited: Name | null;
    may_decide: boolean;
    note: string | null;
}

export interface Entry extends Credited {
    at: string;
    by: Name | null;
    reversal_of: string | null;
    reversed_by: string | null;
    may_reverse: boolean;
}

export interface Sum {
    staff: Name;
    body: Name | null;
    month: string;
    entries: number;
    points: number;
    fen: string;
    negative: boolean;
}

export interface RuleTable {
    id: string;
    version: string;
    source: string;
    shipped: boolean;
    rules: (Rule & { basis: Word; points: number; fen: string })[];
}

export interface Answer {
    by: 'party' | 'staff';
    at: string;
    changeable_until: string;
    score: number | null;
}

export interface SeatAnswer {
    seat: number;
    may: boolean;
    why: string | null;
    answer: Answer | null;
}

export interface Satisfaction {
    occasion: { kind: 'visit' | 'end'; at: string; open_until: string } | null;
    seats: SeatAnswer[];
}
