// SPDX-License-Identifier: Apache-2.0
// Charts of a report: what became of the disputes of each line, and plain lengths. The table beside a
// chart holds the same numbers.
import { t } from '../../kit';
import { type BarRow, Bars, type Part, Stacked } from '../../kit/chart';
import { OUTFLOW, type Reader, balanceOf, busy } from './model';
import type { By, Line, ReportWords } from './types';
import { cellText, keyOf, lineText } from './words';

/** Fill and pattern of what became of a dispute. */
const LOOKS: Record<typeof OUTFLOW[number], string> = { settled: 'green', failed: 'red', ended: 'none', open: 'yellow' };

function partsOf(line: Line, read: Reader, words: ReportWords): Part[] {
    return OUTFLOW.map((cell) => ({ name: LOOKS[cell], title: cellText(words, cell), value: read(line.n, cell) }));
}

/** Which fill says what. */
function Legend({ words }: { words: ReportWords }) {
    return (
        <ul class="reports-legend" aria-hidden="true">
            {OUTFLOW.map((cell) => (
                <li key={cell}>
                    <span class="reports-sign"><Stacked parts={[{ name: LOOKS[cell], title: '', value: 1 }]} most={1} /></span>
                    {cellText(words, cell)}
                </li>
            ))}
        </ul>
    );
}

export function OutcomeChart({ caption, by, lines, read, words }:
    { caption: string; by: By; lines: Line[]; read: Reader; words: ReportWords }) {
    const rows = busy(lines, read).map((l): BarRow => ({
        id: keyOf(l), name: lineText(by, l), parts: partsOf(l, read, words), sum: balanceOf(read, l.n).outflow,
    }));
    if (rows.length === 0)
        return <p class="empty">{t('reports.nothing')}</p>;
    return (
        <div class="reports-chart">
            <Legend words={words} />
            <Bars caption={caption} rows={rows} heads={[t('reports.line'), t('reports.outcome'), t('reports.together')]} />
        </div>
    );
}

/** Lengths of one kind. */
export function PlainChart({ caption, head, rows }: { caption: string; head: string; rows: [string, number][] }) {
    return (
        <div class="reports-chart">
            <Bars caption={caption} heads={[head, t('reports.together'), t('reports.disputes')]} rows={rows.map(([name, n]): BarRow => ({
                id: name, name, parts: [{ name: 'plain', title: t('reports.disputes'), value: n }], sum: n,
            }))} />
        </div>
    );
}
