// SPDX-License-Identifier: Apache-2.0
// One month: what was frozen of it, for the division or body that is chosen, on the screen and on paper.
import { useEffect } from 'preact/hooks';
import { Button, DateTime, Facts, LinkButton, Loading, Notice, Page, type PageProps, Section, language, loadWords, monthText, t,
         useCell, useLoad, wordsCell } from '../../kit';
import { Amendment, Balance, Before, KeyFigures, People, Rates } from './figures';
import { amendmentOf, readerOf } from './model';
import { type Form, type Scope, fileOf, reportOf, scopeOf } from './places';
import { ScopeChoice } from './scope';
import { Days, DimensionTable, Group, Turnover } from './tables';
import { DIMENSIONS, FIRST, type Month, type Months, type Report, type ReportWords } from './types';

const FORMS: Form[] = ['pdf', 'html', 'csv', 'json'];

function Files({ month, scope, revision }: { month: string; scope: Scope; revision: string | null }) {
    return (
        <Section title={t('reports.files')}>
            <ul class="reports-files">
                {FORMS.map((form) => (
                    <li key={form}>
                        <a href={fileOf(month, scope, form, revision)} {...(form === 'html' ? { target: '_blank', rel: 'noopener' } : { download: '' })}>
                            {t(`reports.file_${form}`)}
                        </a>
                    </li>
                ))}
            </ul>
        </Section>
    );
}

function scopeText(r: Report): string {
    return r.scope.name ?? (r.scope.kind === 'whole' ? t('reports.whole') : r.scope.id);
}

function Origin({ r, frozen }: { r: Report; frozen: Month | undefined }) {
    return (
        <Section title={t('reports.origin')}>
            <p>{t('reports.origin_text')}</p>
            <Facts rows={[
                [t('reports.frozen_at'), <DateTime at={frozen?.frozen_at} />],
                [t('reports.revision'), amendmentOf(r.revision) === 0 ? t('reports.as_first') : t('reports.amendment', { n: amendmentOf(r.revision) })],
                [t('reports.procedures'), <span class="reports-hash">{r.procedures ?? '—'}</span>],
                [t('reports.calendar'), <span class="reports-hash">{r.calendar ?? '—'}</span>],
                [t('reports.hash'), <span class="reports-hash">{frozen?.sha256 ?? '—'}</span>],
            ]} />
        </Section>
    );
}

function Whole({ r, words, frozen }: { r: Report; words: ReportWords; frozen: Month | undefined }) {
    const read = readerOf(r);
    const whole = { r, read, words };
    return (
        <>
            <p class="reports-of"><strong>{scopeText(r)}</strong> · {monthText(r.month)}</p>
            {r.preview && <Notice kind="warn"><p>{t('reports.preview')}</p></Notice>}
            <Amendment r={r} words={words} />
            <KeyFigures {...whole} />
            <Before r={r} />
            <Balance {...whole} />
            <Rates r={r} words={words} />
            {DIMENSIONS.filter((by) => by !== 'mediator').map((by) => <DimensionTable key={by} {...whole} by={by} />)}
            <Days r={r} />
            <Group {...whole} title={t('reports.obligations')} note={t('reports.obligations_text')}
                cells={['due', 'performed', 'performed_late', 'partial', 'excused', 'breached']} />
            <Group {...whole} title={t('reports.confirmations')}
                cells={['written', 'oral', 'confirm_applied', 'confirm_accepted', 'confirmed', 'confirm_dismissed', 'confirm_rejected']} />
            <Group {...whole} title={t('reports.limits')} cells={['closed', 'closed_late', 'open_late', 'under_way', 'prolonged']} />
            <Turnover r={r} />
            <Group {...whole} title={t('reports.afterwards')} cells={['registered', 'repeat', 'visited', 'with_court', 'undone']} />
            <People r={r} read={read} />
            <DimensionTable {...whole} by="mediator" />
            <Origin r={r} frozen={frozen} />
        </>
    );
}

/** What is shown is not the newest: say so, and lead there. */
function Older({ months, r, scope }: { months: Month[]; r: Report; scope: Scope }) {
    const newest = months.find((m) => m.month === r.month && m.state.code === 'frozen');
    if (newest === undefined || newest.revision <= r.revision)
        return null;
    return (
        <Notice kind="warn">
            <p>{t('reports.older', { n: newest.revision - FIRST })} <a href={reportOf(r.month, scope)}>{t('reports.newest')}</a></p>
        </Notice>
    );
}

export function MonthPage({ params, query }: PageProps) {
    const month = params['month'] ?? '';
    const scope = scopeOf(query);
    const revision = query.get('revision');
    const list = useLoad<Months>('/api/v1/reports');
    const report = useLoad<Report>(`/api/v1/reports/${month}`, { region: scope.region, body: scope.body, revision });
    useCell(language);
    useCell(wordsCell);
    useEffect(() => {
        void loadWords();
    }, []);
    return (
        <Page title={t('reports.of', { month: monthText(month) })} actions={(
            <>
                <Button onClick={() => print()}>{t('reports.print')}</Button>
                <LinkButton href="/app/reports">{t('reports.title')}</LinkButton>
            </>
        )}>
            <Loading of={list}>{({ items, scope: widest, words }) => (
                <div class="reports">
                    <div class="reports-choices">
                        <Section title={t('reports.scope')}><ScopeChoice widest={widest} chosen={scope} /></Section>
                        <Files month={month} scope={scope} revision={revision} />
                    </div>
                    <Loading of={report}>{(r) => (
                        <>
                            <Older months={items} r={r} scope={scope} />
                            <Whole r={r} words={words} frozen={items.find((m) => m.month === r.month && m.revision === r.revision)} />
                        </>
                    )}</Loading>
                </div>
            )}</Loading>
        </Page>
    );
}
