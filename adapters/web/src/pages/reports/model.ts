// SPDX-License-Identifier: Apache-2.0
// What the page of a month works out of the frozen numbers: all of it can be computed again by hand.
import { FIRST, type Cells, type Line, type Month, type Report } from './types';

export interface Row {
    newest: Month;
    before: Month[];
}

/** One row a month; of a month the newest revision stands first. */
export function rowsOf(items: Month[]): Row[] {
    const rows: Row[] = [];
    for (const m of items) {
        const last = rows[rows.length - 1];
        if (last !== undefined && last.newest.month === m.month)
            last.before.push(m);
        else
            rows.push({ newest: m, before: [] });
    }
    return rows;
}

/** How many times it was amended; 0: it is as it was frozen first. */
export function amendmentOf(revision: number): number {
    return Math.max(0, revision - FIRST);
}

/** Reads one number by its code; 0 for one that this report does not count. */
export type Reader = (n: Cells, cell: string) => number;

export function readerOf(r: Pick<Report, 'cells'>): Reader {
    const at = new Map(r.cells.map((code, i) => [code, i]));
    return (n, cell) => {
        const i = at.get(cell);
        return i === undefined ? 0 : Number(n[i] ?? 0);
    };
}

/** "96.9%" of 842 in 869, rounded half up as the report itself does; "—" of nothing. */
export function percentText(part: number, whole: number): string {
    if (whole <= 0)
        return '—';
    return tenthsText(Math.floor((part * 2000 + whole) / (2 * whole)), '%');
}

/** A number of tenths with one place: 969 is "96.9%". */
export function tenthsText(tenths: number, unit = ''): string {
    const sign = tenths < 0 ? '−' : '';
    const whole = Math.abs(tenths);
    return `${sign}${Math.floor(whole / 10)}.${whole % 10}${unit}`;
}

/** "+3.5%", "−15.5%", "0.0%". */
export function changeText(perMille: number): string {
    return `${perMille > 0 ? '+' : ''}${tenthsText(perMille, '%')}`;
}

export function signed(n: number): string {
    return n > 0 ? `+${n}` : n < 0 ? `−${-n}` : '0';
}

export const INFLOW = ['carried', 'accepted', 'reopened'] as const;
export const OUTFLOW = ['settled', 'failed', 'ended', 'open'] as const;

/** What came in and what became of it. They are equal, or the report would not have been frozen. */
export function balanceOf(read: Reader, n: Cells): { inflow: number; outflow: number } {
    const sum = (cells: readonly string[]): number => cells.reduce((all, c) => all + read(n, c), 0);
    return { inflow: sum(INFLOW), outflow: sum(OUTFLOW) };
}

/** Lines in which something happened. */
export function busy(lines: Line[], read: Reader): Line[] {
    return lines.filter((l) => read(l.n, 'disputes') > 0 || balanceOf(read, l.n).inflow > 0);
}

export const SPANS = [7, 15, 30, 60, 90] as const;

/** How many were closed within 7 days, 15, and so on; the last one: after 90. */
export function spansOf(counts: [number, number][]): number[] {
    const sums = Array.from({ length: SPANS.length + 1 }, () => 0);
    for (const [days, n] of counts) {
        const at = SPANS.findIndex((limit) => days <= limit);
        sums[at < 0 ? SPANS.length : at]! += n;
    }
    return sums;
}
