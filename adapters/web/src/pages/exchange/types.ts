// SPDX-License-Identifier: Apache-2.0
// Messages of partners and differences, as the server tells them.
import type { Bilingual } from '../../kit';

export interface Partner {
    code: string;
    zh: string;
    kind: 'court' | 'centre' | 'channel';
    active: boolean;
}

export const STATES = ['ready', 'pending', 'accepted', 'refused', 'settled', 'replaced'] as const;
export const KINDS = ['other', 'filing', 'confirmation', 'referral', 'agreement', 'performance', 'status', 'intake'] as const;
export type State = typeof STATES[number];
export type Kind = typeof KINDS[number];

export interface Message {
    id: string;
    name: string;
    partner: Partner | null;
    direction: 'in' | 'out';
    verb: string;
    kind: Kind;
    state: State;
    unacknowledged: boolean;
    dispute: { id: string; number: string } | null;
    revision: number;
    in_reply_to: string | null;
    made_at: string;
    due_at: string | null;
    tried_at: string | null;
    answered_at: string | null;
    attempts: number;
    error: string;
    reason: { code: string; zh?: string; en?: string } | null;
    settled_at: string | null;
    settled_by: string | null;
    paper: boolean;
}

export interface MessageDetail extends Message {
    content: string | null;
    note: string | null;
}

export interface Difference {
    id: string;
    partner: Partner | null;
    kind: Kind;
    what: Bilingual & { code: string };
    dispute: { id: string; number: string } | null;
    ref: string | null;
    ours: string;
    theirs: string;
    message: string | null;
    since: string;
}

/** Is there something left for a person to do? */
export function isOpen(m: Message): boolean {
    return m.state === 'ready' || m.state === 'pending' || m.state === 'refused';
}
