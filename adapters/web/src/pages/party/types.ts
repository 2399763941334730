// SPDX-License-Identifier: Apache-2.0
// What the interface says of a party's own file.
import type { Bilingual, DeadlineLike, Rescheduled, Word } from '../../kit';

export interface Named {
    id: string;
    name: string;
    phone: string | null;
}

export interface Deadline extends DeadlineLike, Bilingual {
    name: string;
    source: string;
}

export interface Party {
    seat: number;
    side: string;
    name: string;
    agent: string | null;
}

export interface State extends Bilingual {
    name: string;
    phase: string;
}

export interface Dispute {
    id: string;
    number: string;
    version: number;
    colour: string;
    stage: string;
    stage_zh: string;
    stage_en: string;
    open: boolean;
    next_zh: string;
    next_en: string;
    states: { main: State; confirm: State; perform: State };
    type: string;
    title: string;
    description: string;
    amount_fen: string | null;
    body: Named | null;
    mediator: Named | null;
    court: Named | null;
    received_at: string;
    stands_still: boolean;
    deadlines: Deadline[];
    parties: Party[];
}

export interface Appointment {
    id: string;
    at: string;
    minutes: number;
    place: string | null;
    note: string | null;
    cancelled: boolean;
    reason: string | null;
    calendar: string;
}

export interface Step {
    seq: number;
    at: string;
    command_zh: string;
    command_en: string;
    role: string;
    source: string;
    stage_zh: string;
    stage_en: string;
    colour: string;
    moved: boolean;
    /** Under which other version the case goes on since, and why. */
    migrated?: { zh: string; en: string; reason: string | null };
    /** reschedule: which deadline got another last day, and why. */
    rescheduled?: Rescheduled;
}

/** A code that was issued to this party, at whatever time. */
export interface CodeIssue {
    seat: number;
    issue: number;
    at: string;
    role: Word;
    body_name: string | null;
}

export interface Reader {
    id: string;
    at: string;
    role: Word;
    body_name: string | null;
    yourself: boolean;
    purpose: Word;
    what: Word;
}
