// SPDX-License-Identifier: Apache-2.0
// The tables of a report, each with its chart beside it: every dimension adds up to the same total.
import { Notice, Section, Table, t, wordOf } from '../../kit';
import { OutcomeChart, PlainChart } from './chart';
import { type Reader, SPANS, percentText, spansOf, tenthsText } from './model';
import type { By, Line, Report, ReportWords } from './types';
import { cellText, dimensionText, keyOf, lineText } from './words';

const COLUMNS = ['carried', 'accepted', 'reopened', 'settled', 'failed', 'ended', 'open'] as const;

interface Whole {
    r: Report;
    read: Reader;
    words: ReportWords;
}

type LineOrSum = Line & { isSum?: boolean };

/** What adds up stands out. */
function strong(l: LineOrSum, value: number | string) {
    return l.isSum === true ? <strong>{value}</strong> : value;
}

export function DimensionTable({ r, read, words, by }: Whole & { by: By }) {
    const d = r.by[by];
    const name = dimensionText(words, by);
    if (d === undefined)
        return null;
    if ((d.left_out ?? 0) > 0 && d.lines.length === 0)
        return <Section title={name}><Notice><p>{t('reports.left_out', { n: d.left_out ?? 0 })}</p></Notice></Section>;
    const rows: LineOrSum[] = [...d.lines, { n: r.total, isSum: true }];
    return (
        <Section title={name}>
            {by === 'mediator' && <p class="hint">{t('reports.no_ranking')}</p>}
            {(d.left_out ?? 0) > 0 && <p class="hint">{t('reports.others_text', { n: d.left_out ?? 0 })}</p>}
            <div class="reports-pair">
                <Table caption={name} quiet dense rows={rows} id={(l) => (l.isSum === true ? 'sum' : keyOf(l))} columns={[
                    { title: t('reports.line'), heads: true, cell: (l) => (l.isSum === true ? t('reports.sum') : lineText(by, l)) },
                    ...COLUMNS.map((c) => ({ title: cellText(words, c), number: true, cell: (l: LineOrSum) => strong(l, read(l.n, c)) })),
                    { title: t('reports.success_a'), number: true, cell: (l) => strong(l, percentText(read(l.n, 'settled'), read(l.n, 'accepted'))) },
                ]} />
                <OutcomeChart caption={name} by={by} lines={d.lines} read={read} words={words} />
            </div>
        </Section>
    );
}

export function Days({ r }: { r: Report }) {
    const sums = spansOf(r.days.counts);
    const rows = sums.map((n, i): [string, number] => [
        i < SPANS.length ? t('reports.within', { n: SPANS[i]! }) : t('reports.after', { n: SPANS[SPANS.length - 1]! }), n]);
    const { mean_tenths: mean, median, p90 } = r.indicators.days;
    const all = sums.reduce((a, b) => a + b, 0);
    return (
        <Section title={t('reports.days')}>
            <p>{t('reports.days_all', { mean: mean === null ? '—' : tenthsText(mean), median: median ?? '—', p90: p90 ?? '—', all })}</p>
            <div class="reports-pair">
                <Table caption={t('reports.days')} quiet dense rows={[...rows, [t('reports.sum'), all] as [string, number]]} id={([name]) => name} columns={[
                    { title: t('reports.days_from'), heads: true, cell: ([name]) => name },
                    { title: t('reports.disputes'), number: true, cell: ([, n]) => n },
                    { title: t('reports.share'), number: true, cell: ([, n]) => percentText(n, all) },
                ]} />
                <PlainChart caption={t('reports.days')} head={t('reports.days_from')} rows={rows} />
            </div>
        </Section>
    );
}

/** A group of figures that belong together, with a chart of them. */
export function Group({ r, read, words, title, cells, note }: Whole & { title: string; cells: readonly string[]; note?: string }) {
    const rows = cells.filter((c) => r.cells.includes(c)).map((c): [string, number] => [cellText(words, c), read(r.total, c)]);
    return (
        <Section title={title}>
            {note !== undefined && <p class="hint">{note}</p>}
            <div class="reports-pair">
                <Table caption={title} quiet dense rows={rows} id={([name]) => name} columns={[
                    { title: t('reports.figure'), heads: true, cell: ([name]) => name },
                    { title: t('reports.together'), number: true, cell: ([, n]) => n },
                ]} />
                <PlainChart caption={title} head={t('reports.figure')} rows={rows} />
            </div>
        </Section>
    );
}

function colour(code: string): string {
    return t('kit.colour', { colour: wordOf('colour', code) });
}

/** How often disputes went from one colour to another, and how long they had stood in it. */
export function Turnover({ r }: { r: Report }) {
    const rows = r.turnover;
    return (
        <Section title={t('reports.turnover')}>
            <p class="hint">{t('reports.turnover_text')}</p>
            <div class="reports-pair">
                <Table caption={t('reports.turnover')} quiet dense rows={rows} id={(x) => `${x.from} ${x.to}`} empty={t('reports.nothing')} columns={[
                    { title: t('reports.from_to'), heads: true, cell: (x) => `${colour(x.from)} → ${colour(x.to)}` },
                    { title: t('reports.times'), number: true, cell: (x) => x.n },
                    { title: t('reports.dwell'), number: true, cell: (x) => tenthsText(Math.round((x.days * 10) / x.n)) },
                ]} />
                {rows.length > 0 && <PlainChart caption={t('reports.turnover')} head={t('reports.from_to')}
                    rows={rows.map((x): [string, number] => [`${colour(x.from)} → ${colour(x.to)}`, x.n])} />}
            </div>
        </Section>
    );
}
