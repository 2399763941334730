// SPDX-License-Identifier: Apache-2.0
// Rows of stacked bars. The chart is a table: name, bar, number, and what else a row has.
import type { ComponentChildren } from 'preact';
import { type Part, Stacked } from './stacked';

export interface BarRow {
    id: string;
    name: ComponentChildren;
    parts: Part[];
    /** Beside the bar: the sum, perhaps as a link. */
    sum: ComponentChildren;
    extra?: ComponentChildren;
}

export interface BarsProps {
    caption: string;
    /** Heads of the columns: name, bar, sum, extra (if any row has one). */
    heads: [string, string, string, string?];
    rows: BarRow[];
}

export function sumOf(parts: Part[]): number {
    return parts.reduce((a, p) => a + p.value, 0);
}

export function Bars({ caption, heads, rows }: BarsProps) {
    const most = Math.max(0, ...rows.map((r) => sumOf(r.parts)));
    return (
        <table class="chart-rows">
            <caption class="hidden">{caption}</caption>
            <thead class="hidden">
                <tr>{heads.map((h) => h !== undefined && <th key={h} scope="col">{h}</th>)}</tr>
            </thead>
            <tbody>
                {rows.map((r) => (
                    <tr key={r.id}>
                        <th scope="row">{r.name}</th>
                        <td class="chart-cell"><Stacked parts={r.parts} most={most} /></td>
                        <td class="number">{r.sum}</td>
                        {heads[3] !== undefined && <td class="chart-extra">{r.extra}</td>}
                    </tr>
                ))}
            </tbody>
        </table>
    );
}
