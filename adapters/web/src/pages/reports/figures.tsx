// SPDX-License-Identifier: Apache-2.0
// The figures of the whole: key figures with what changed, the balance, the rates with what is divided
// by what.
import type { ComponentChildren } from 'preact';
import { Notice, Section, Table, monthText, say, t, yuan } from '../../kit';
import { INFLOW, OUTFLOW, type Reader, balanceOf, changeText, percentText, signed, tenthsText } from './model';
import type { Change, Report, ReportWords } from './types';
import { cellText, rateWord } from './words';

const KEY_CELLS = ['accepted', 'closed', 'settled', 'open'] as const;

function Changed({ of, than }: { of: Change | undefined; than: string }) {
    if (of === undefined)
        return null;
    return (
        <span>
            {than} {signed(Number(of.by))}{of.per_mille === null ? '' : t('reports.in_brackets', { text: changeText(of.per_mille) })}
        </span>
    );
}

function Tile({ name, value, long = false, children }:
    { name: string; value: ComponentChildren; long?: boolean; children?: ComponentChildren }) {
    return <div><dt>{name}</dt><dd><strong class={long ? 'reports-long' : undefined}>{value}</strong>{children !== undefined && <small>{children}</small>}</dd></div>;
}

/** Days with one place, or a dash. */
function days(tenths: number | null): string {
    return tenths === null ? '—' : t('reports.days_n', { days: tenthsText(tenths) });
}

export function KeyFigures({ r, read, words }: { r: Report; read: Reader; words: ReportWords }) {
    const change = (list: Change[] | null, cell: string): Change | undefined => list?.find((c) => c.cell === cell);
    const amount = String(r.total[r.cells.indexOf('amount_fen')] ?? '0');
    const success = r.indicators.rates['success_a'];
    const d = r.indicators.days;
    return (
        <Section title={t('reports.key')}>
            <dl class="reports-tiles">
                {KEY_CELLS.map((cell) => (
                    <Tile key={cell} name={cellText(words, cell)} value={read(r.total, cell)}>
                        <Changed of={change(r.indicators.change_month, cell)} than={t('reports.on_month')} />
                        <Changed of={change(r.indicators.change_year, cell)} than={t('reports.on_year')} />
                    </Tile>
                ))}
                <Tile name={say(rateWord(words, 'success_a'))} value={success === undefined ? '—' : percentText(success.part, success.whole)}>
                    {success !== undefined && <span>{success.part} ÷ {success.whole}</span>}
                </Tile>
                <Tile name={t('reports.days_median')} value={d.median === null ? '—' : t('reports.days_n', { days: d.median })}>
                    <span>{t('reports.days_more', { mean: days(d.mean_tenths), p90: d.p90 === null ? '—' : t('reports.days_n', { days: d.p90 }) })}</span>
                </Tile>
                <Tile name={t('reports.amount')} long value={t('kit.yuan', { amount: yuan(amount) })} />
            </dl>
            {r.before.month === null && r.before.year === null && <p class="hint">{t('reports.no_before')}</p>}
        </Section>
    );
}

function Side({ cells, r, read, words }: { cells: readonly string[]; r: Report; read: Reader; words: ReportWords }) {
    return <>{cells.map((c) => `${cellText(words, c)} ${read(r.total, c)}`).join(' + ')}</>;
}

export function Balance({ r, read, words }: { r: Report; read: Reader; words: ReportWords }) {
    const { inflow, outflow } = balanceOf(read, r.total);
    return (
        <Section title={t('reports.balance')}>
            <p class="reports-equation">
                <span><Side cells={INFLOW} r={r} read={read} words={words} /> = <strong>{inflow}</strong></span>
                <span><Side cells={OUTFLOW} r={r} read={read} words={words} /> = <strong>{outflow}</strong></span>
            </p>
            {inflow === outflow ? <p>✓ {t('reports.balanced')}</p>
                : <Notice kind="bad"><p>{t('reports.unbalanced', { n: inflow - outflow })}</p></Notice>}
        </Section>
    );
}

function range(low: number, high: number, code: string): string {
    const unit = code === 'days_mean' ? '' : '%';
    return low === high ? tenthsText(low, unit) : `${tenthsText(low, unit)} – ${tenthsText(high, unit)}`;
}

export function Rates({ r, words }: { r: Report; words: ReportWords }) {
    const rows = words.rates.flatMap((w) => {
        const rate = r.indicators.rates[w.code];
        return rate === undefined ? [] : [{ w, rate }];
    });
    const references = (code: string) => r.references.filter((x) => x.indicator === code);
    return (
        <Section title={t('reports.rates')}>
            <p class="hint">{t('reports.rates_text')}</p>
            <Table caption={t('reports.rates')} quiet rows={rows} id={({ w }) => w.code} columns={[
                { title: t('reports.rate'), heads: true, cell: ({ w }) => say(w) },
                { title: t('reports.formula'), cell: ({ w }) => <>{say(w.part)} ÷ {say(w.whole)}</> },
                { title: t('reports.numbers'), number: true, cell: ({ rate }) => `${rate.part}\u00a0÷\u00a0${rate.whole}` },
                { title: t('reports.share'), number: true, cell: ({ rate }) => <strong>{percentText(rate.part, rate.whole)}</strong> },
                { title: t('reports.reference'), cell: ({ w }) => (
                    <>{references(w.code).length === 0 ? '—' : references(w.code).map((x) => (
                        <span key={x.source + x.zh} class="reports-reference">{range(x.low, x.high, w.code)}：{say(x)}</span>))}</>) },
            ]} />
        </Section>
    );
}

export function Amendment({ r, words }: { r: Report; words: ReportWords }) {
    if (r.amendment === null)
        return null;
    return (
        <>
            <Notice kind="warn">
                <p>{t('reports.amended', { why: r.amendment.because, by: r.amendment.by ?? '—' })}</p>
            </Notice>
            <Section title={t('reports.amended_what')}>
                <Table caption={t('reports.amended_what')} quiet dense rows={r.amendment.changes} id={(c) => c.cell} columns={[
                    { title: t('reports.figure'), heads: true, cell: (c) => cellText(words, c.cell) },
                    { title: t('reports.was'), number: true, cell: (c) => c.was },
                    { title: t('reports.is'), number: true, cell: (c) => c.is },
                    { title: t('reports.differs'), number: true, cell: (c) => signed(Number(c.is) - Number(c.was)) },
                ]} />
            </Section>
        </>
    );
}

export function People({ r, read }: { r: Report; read: Reader }) {
    const v = r.indicators.sued_per_10000_hundredths;
    if (r.people.length === 0)
        return null;
    return (
        <Section title={t('reports.sued')}>
            <p>{t('reports.sued_text')} <strong>{v === null ? '—' : (v / 100).toFixed(2)}</strong>
                {' '}{t('reports.in_brackets', { text: t('reports.sued_n', { n: read(r.total, 'sued') }) })}</p>
            <ul class="reports-people">
                {r.people.slice(0, 1).map((p) => (
                    <li key={p.region}>{t('reports.people', { year: p.year, residents: p.residents, floating: p.floating, source: p.source ?? '—' })}</li>
                ))}
            </ul>
        </Section>
    );
}

export function Before({ r }: { r: Report }) {
    const known = [r.before.month, r.before.year].flatMap((x) => (x === null ? [] : [monthText(x.month)]));
    return known.length === 0 ? null : <p class="hint">{t('reports.compared', { months: known.join(' · ') })}</p>;
}
