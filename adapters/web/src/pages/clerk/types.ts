// SPDX-License-Identifier: Apache-2.0
// What the interface says, as far as these pages read it.
import type { Bilingual, Deadline, Named, Rescheduled, Row, Word } from '../../kit';

export type { Deadline, Named, Row } from '../../kit';

export interface Party {
    seat: number;
    side: string;
    kind: string;
    name: string;
    identity: string | null;
    phone: string | null;
    address: string | null;
    agent: string | null;
    agent_phone: string | null;
}

export interface State extends Bilingual {
    name: string;
    phase: string;
}

export interface Dispute extends Omit<Row, 'due' | 'overdue'> {
    next_zh: string;
    next_en: string;
    states: { main: State; confirm: State; perform: State };
    procedure: { id: string; version: string } | null;
    channel: string;
    source: string;
    risk: string;
    harm: number;
    urgency: number;
    scope: number;
    ground: string;
    description: string;
    external_ref: string | null;
    amount_fen: string | null;
    region_name: string | null;
    stands_still: boolean;
    deadlines: Deadline[];
    parties: Party[];
    code_url: string | null;
}

export interface Outcome {
    id: string;
    number: string;
    version: number;
    colour: string;
    stage_zh: string;
    stage_en: string;
    at: string;
    documents: Word[];
    deadlines: Deadline[];
    code_url?: string | null;
    possible_duplicates?: { id: string; number: string }[];
}

export interface Step {
    seq: number;
    at: string;
    command: string;
    command_zh: string;
    command_en: string;
    role: string;
    rule: number;
    source: string;
    colour: string;
    stage_zh: string;
    stage_en: string;
    moved: boolean;
    payload?: { detail?: Record<string, unknown> } | null;
    /** reschedule: which deadline got another last day, and why. */
    rescheduled?: Rescheduled;
}

export interface Region {
    code: string;
    name: string;
    level: number;
}

export interface RegionRow extends Region {
    has_children: boolean;
    path?: Region[];
}

export interface Regions {
    path: Region[];
    items: RegionRow[];
    more: boolean;
}

export interface Worklist {
    work: Word;
    count: number | null;
    more: boolean;
}

export interface Suggestions {
    types: { type: Word; score: number; because: string[] }[];
    causes: { version: string; code: string; zh: string; en: string; because: string[] }[];
    source: string;
}

export interface Duplicate {
    id: string;
    number: string;
    colour: string;
    stage_zh: string;
    stage_en: string;
    open: boolean;
    title: string;
    body: Named | null;
    received_at: string;
    because: 'identity' | 'names' | 'title';
}

export interface Duplicates {
    items: Duplicate[];
    elsewhere: number | null; // null: not told to this role
}

export interface Body extends Named {
    kind: string;
    region: string;
}
