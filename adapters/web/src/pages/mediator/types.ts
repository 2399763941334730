// SPDX-License-Identifier: Apache-2.0
// What the interface says of disputes, as far as these pages read it.
import type { Deadline, Movable, Named, Rescheduled, Row, Word } from '../../kit';

export type { Deadline, Named, Row } from '../../kit';

export interface Party {
    seat: number;
    side: string;
    side_zh: string;
    kind: string;
    name: string;
    phone: string | null;
    agent: string | null;
    agent_phone: string | null;
}

export interface State {
    name: string;
    zh: string;
    en: string;
    phase: string;
}

export interface Dispute extends Omit<Row, 'due' | 'overdue'> {
    next_zh: string;
    next_en: string;
    states: { main: State; confirm: State; perform: State };
    risk: string;
    ground: string;
    description: string;
    amount_fen: string | null;
    region_name: string | null;
    stands_still: boolean;
    deadlines: Deadline[];
    parties: Party[];
    code_url: string | null;
}

/** A field of a command, as /commands describes it. */
export interface Field extends Both {
    name: string;
    kind: 'text' | 'long_text' | 'integer' | 'date' | 'reference' | 'word' | 'case' | 'list' | 'money';
    required: boolean;
    max_chars?: number;
    min?: number;
    max?: number;
    max_items?: number;
    words?: Word[];
    from?: string;
    /** Of the deadline to move: those that the caller may move now. */
    deadlines?: Movable[];
}

interface Both {
    zh: string;
    en: string;
}

/** What the caller may do now. */
export interface Option extends Both {
    command: string;
    moves: boolean;
    rule: number;
    source: string;
    fields: Field[];
}

export interface Options {
    id: string;
    number: string;
    version: number;
    items: Option[];
}

/** An event with what the person said. */
export interface Happened {
    seq: number;
    at: string;
    command: string;
    command_zh: string;
    command_en: string;
    role: string | null; // null: a file that this party does not see
    role_zh: string | null;
    staff: string | null;
    rule: number;
    source: string;
    colour: string;
    stage: string;
    stage_zh: string;
    stage_en: string;
    moved: boolean;
    /** A party's own command names its seat in by, anybody else's in detail. */
    payload?: { by?: { seat?: number }; detail?: Record<string, unknown> } | null;
    /** reschedule: which deadline got another last day, and why. */
    rescheduled?: Rescheduled;
}

export interface Page<T> {
    items: T[];
    next: string | number | null;
}

export interface Staff {
    id: string;
    name: string;
    roles: Word[];
    body: Named;
    phone: string | null;
}
