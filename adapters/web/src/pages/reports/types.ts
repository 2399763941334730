// SPDX-License-Identifier: Apache-2.0
// Months and their reports, as the server tells them.
import type { Bilingual, Word } from '../../kit';

export const FIRST = 1;

export interface Month {
    month: string; // "2016-08"
    revision: number; // FIRST: as it was frozen first; each later one is an amendment
    state: Word; // drawing, frozen
    begun_at: string | null;
    frozen_at: string | null;
    known: string | null;
    disputes: number;
    events: number;
    facts: number;
    sha256: string | null;
    previous_sha256: string | null;
    reason: string | null; // of an amendment
    by: string | null;
}

export interface ReportScope {
    kind: Word; // whole, region, body
    region: string | null;
    body: string | null;
}

export interface RateWord extends Word {
    part: Bilingual;
    whole: Bilingual;
}

export interface ReportWords {
    cells: Word[];
    dimensions: Word[];
    rates: RateWord[];
}

export interface Months {
    items: Month[];
    scope: ReportScope | null;
    words: ReportWords;
}

// ---- The frozen bytes: adapters/report says what they hold ----

/** One number for each of Report.cells; money as text. */
export type Cells = (number | string)[];

export interface Line {
    code?: string; // of a vocabulary
    id?: string; // of a region, body or mediator; "0": none, or unknown
    name?: string | null;
    n: Cells;
}

/** Id of the line that sums up the bodies, or mediators, without a line of their own. */
export const OTHERS = '9223372036854775807';

export interface Dimension {
    lines: Line[];
    left_out?: number; // so many are summed up in the line OTHERS; without lines (older reports): so many there were
    depth?: number; // of regions: the level of the smallest
}

export const DIMENSIONS = ['type', 'source', 'channel', 'body_kind', 'colour', 'region', 'body', 'mediator'] as const;
export type By = typeof DIMENSIONS[number];

export interface Rate {
    part: number;
    whole: number;
    per_mille: number | null;
}

export interface Change {
    cell: string;
    by: string;
    per_mille: number | null;
}

export interface Then {
    month: string;
    revision: number;
    n: Cells;
}

export interface Report {
    format: string;
    month: string;
    revision: number;
    preview: boolean;
    scope: { kind: 'whole' | 'region' | 'body'; id: string; name: string | null };
    cells: string[];
    total: Cells;
    by: Record<By, Dimension>;
    days: { counts: [number, number][]; sum: number };
    turnover: { from: string; to: string; n: number; days: number }[];
    before: { month: Then | null; year: Then | null };
    indicators: {
        change_month: Change[] | null;
        change_year: Change[] | null;
        days: { mean_tenths: number | null; median: number | null; p90: number | null };
        rates: Record<string, Rate>;
        sued_per_10000_hundredths: number | null;
    };
    people: { region: string; year: number; residents: number; floating: number; source: string | null }[];
    references: { indicator: string; low: number; high: number; zh: string; en: string; source: string }[];
    amendment: { because: string; by: string | null; changes: { cell: string; was: string; is: string }[] } | null;
    procedures: string | null;
    calendar: string | null;
}
