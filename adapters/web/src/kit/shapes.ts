// SPDX-License-Identifier: Apache-2.0
// Shapes that the interface gives to several calls, as pages read them.
import type { Bilingual } from './i18n';
import type { DeadlineLike } from './time';
import type { Word } from './words';

/** A body, a court or one of the staff. */
export interface Named {
    id: string;
    name: string;
    phone?: string;
}

/** A dispute in a list. */
export interface Row {
    id: string;
    number: string;
    version: number;
    colour: string;
    stage: string;
    stage_zh: string;
    stage_en: string;
    open: boolean;
    type: string;
    title: string;
    region: string;
    body: Named | null;
    mediator: Named | null;
    court: Named | null;
    due: string | null;
    overdue: boolean;
    provisional?: boolean;
    received_at: string;
    updated_at: string;
}

/** A running deadline that the caller may move, and to which day at the latest. */
export interface Movable extends Bilingual {
    name: string;
    last_day: string;
    latest_day: string;
    provisional?: boolean;
}

/** Which deadline got another last day, and why. */
export interface Rescheduled extends Bilingual {
    deadline: string;
    was: string;
    last_day: string;
    provisional?: boolean;
    ground: Word;
}

/** A clock of a dispute. */
export interface Deadline extends DeadlineLike, Bilingual {
    name: string;
    source: string;
}
