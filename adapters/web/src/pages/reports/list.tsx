// SPDX-License-Identifier: Apache-2.0
// Months, the newest first; what was corrected later stands below its month, with the reason.
import { DateTime, Loading, Page, type PageProps, Section, Table, Tag, language, monthText, say, t, useCell, useLoad } from '../../kit';
import { type Scope, reportOf, scopeOf } from './places';
import { ScopeChoice } from './scope';
import { rowsOf, type Row } from './model';
import { FIRST, type Month, type Months as List } from './types';

function Name({ m, scope }: { m: Month; scope: Scope }) {
    const text = monthText(m.month);
    return m.state.code === 'frozen' ? <a href={reportOf(m.month, scope)}>{text}</a> : <>{text}</>;
}

/** What is frozen now, and the way back to what was. */
function Revisions({ row, scope }: { row: Row; scope: Scope }) {
    const amendments = [row.newest, ...row.before].filter((m) => m.state.code === 'frozen' && m.revision > FIRST);
    if (amendments.length === 0)
        return <>{t('reports.as_first')}</>;
    return (
        <ul class="reports-revisions">
            {amendments.map((m) => (
                <li key={m.revision}>
                    <a href={reportOf(m.month, scope, m.revision)}>{t('reports.amendment', { n: m.revision - FIRST })}</a>{' '}
                    {m.reason ?? ''}
                </li>
            ))}
            <li><a href={reportOf(row.newest.month, scope, FIRST)}>{t('reports.as_first')}</a></li>
        </ul>
    );
}

export function Months({ query }: PageProps) {
    const list = useLoad<List>('/api/v1/reports');
    const scope = scopeOf(query);
    useCell(language);
    return (
        <Page title={t('reports.title')}>
            <p>{t('reports.about')}</p>
            <Loading of={list}>{({ items, scope: widest }) => (
                <>
                    <Section title={t('reports.scope')}><ScopeChoice widest={widest} chosen={scope} /></Section>
                    <Table caption={t('reports.title')} quiet rows={rowsOf(items)} id={(r) => r.newest.month} empty={t('reports.none')} columns={[
                        { title: t('reports.month'), heads: true, cell: (r) => <Name m={r.newest} scope={scope} /> },
                        { title: t('reports.state'), cell: (r) => (
                            <Tag kind={r.newest.state.code === 'frozen' ? 'good' : 'warn'}>{say(r.newest.state)}</Tag>) },
                        { title: t('reports.frozen_at'), cell: (r) => <DateTime at={r.newest.frozen_at} /> },
                        { title: t('reports.revision'), cell: (r) => <Revisions row={r} scope={scope} /> },
                    ]} />
                </>
            )}</Loading>
        </Page>
    );
}
