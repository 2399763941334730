// SPDX-License-Identifier: Apache-2.0
// Work orders of others, as the interface tells them.
import type { Word } from '../../kit';

export interface Order {
    id: string;
    partner: string;
    channel: string;
    external_ref: string;
    revision: number;
    external_type: string | null;
    state: Word;
    type: string;
    tasks: Word[];
    region: string;
    received_at: string;
    dispute: { id: string; number: string } | null;
    cause_list: string | null;
    cause: string | null;
    likely_count: number;
    done_at: string | null;
    done_by: string | null;
}

export interface Likely {
    id: string;
    number: string;
    colour: string;
    stage_zh: string;
    stage_en: string;
    open: boolean;
    title: string;
    received_at: string;
    points: number;
    signs: Word[];
}

export interface OrderDetail extends Order {
    content: {
        title: string;
        description: string;
        occurred_at: string | null;
        amount_fen: string | null;
        parties: { side: string; kind: string; name: string; is_known: boolean; has_identity: boolean; has_phone: boolean }[];
        left_out: string[];
    } | null;
    note: string | null;
    likely: Likely[];
    elsewhere: number;
}

export const TASKS = ['update', 'attached', 'duplicate', 'classify', 'parties', 'numbers', 'unfinished'] as const;
