// SPDX-License-Identifier: Apache-2.0
// What the board and the radar say. See Board and Radar in /openapi.json.
import type { Colour } from '../../kit';

export interface Word {
    code: string;
    zh: string;
    en: string;
}

export type Colours = Record<Colour, number>;

export interface Figure {
    open: number;
    overdue: number;
    at_risk: number;
    colours: Colours;
}

export interface Lane extends Word {
    open: number;
    overdue: number;
    at_risk: number;
    ages: number[];
}

export interface Day {
    day: string;
    registered: number;
    settled: number;
    failed: number;
    closed: number;
}

export interface Board {
    as_of: string;
    age_ms: number;
    fresh_in_ms: number;
    risk_workdays: number;
    total: { open: number; overdue: number; at_risk: number };
    lanes: Lane[];
    ages: (Word & Figure)[];
    dues: (Word & Figure)[];
    regions: (Figure & { region: string | null; name: string | null })[];
    bodies: (Figure & { id: string | null; name: string | null })[];
    types: (Word & Figure)[];
    trend: { whole: boolean; days: Day[] };
}

interface Named {
    id: string;
    name: string;
    phone?: string;
}

export interface RadarRow {
    id: string;
    number: string;
    colour: string;
    stage_zh: string;
    stage_en: string;
    title: string;
    body: Named | null;
    mediator: Named | null;
    next_zh: string;
    next_en: string;
    due: string;
    deadline: (Word & { name: string; source: string }) | null;
    overdue: boolean;
    provisional?: boolean;
    overdue_days: number;
    workdays_left: number;
    idle_days: number;
    harm: number;
}

export interface Radar {
    as_of: string;
    weighed: number;
    cut: boolean;
    weighed_until: string | null;
    items: RadarRow[];
    next: string | null;
}

/** Which part of the board: what stands in the address. */
export interface Cut {
    region: string | undefined;
    body: string | undefined;
}

export function cutOf(query: URLSearchParams): Cut {
    return { region: query.get('region') ?? undefined, body: query.get('body') ?? undefined };
}
