// SPDX-License-Identifier: Apache-2.0
// The runs of all months: which are visible, and which wait for somebody to approve them.
import { DateTime, LinkButton, Loading, Page, Table, Tag, can, language, monthText, say, t, useCell, useLoad } from '../../kit';
import { countsOf } from './counts';
import type { Run } from './types';

const KINDS: Record<string, 'plain' | 'good' | 'warn' | 'bad'> = {
    drawing: 'plain', waiting: 'warn', approved: 'good', withdrawn: 'bad',
};

export function StateOf({ run }: { run: Run }) {
    return <Tag kind={KINDS[run.state.code] ?? 'plain'}>{say(run.state)}</Tag>;
}

export function Runs() {
    const runs = useLoad<{ items: Run[] }>('/api/v1/credit/runs');
    useCell(language);
    return (
        <Page title={t('credit.runs')} actions={can('credit_review')
            ? <LinkButton href="/app/credit/objections">{t('credit.desk')}</LinkButton> : undefined}>
            <p>{t('credit.runs_text')}</p>
            <Loading of={runs}>{({ items }) => (
                <Table caption={t('credit.runs')} quiet rows={items} id={(r) => `${r.month} ${r.run}`} empty={t('credit.no_runs')} columns={[
                    { title: t('credit.month'), heads: true, cell: (r) => <a href={`/app/credit/runs/${r.month}`}>{monthText(r.month)}</a> },
                    { title: t('credit.state'), cell: (r) => <StateOf run={r} /> },
                    { title: t('credit.profiles'), number: true, cell: (r) => (r.drawn_at === null ? '—' : countsOf(r).profiles) },
                    { title: t('credit.formula'), cell: (r) => r.formula },
                    { title: t('credit.drawn'), cell: (r) => <><DateTime at={r.drawn_at} /> · {r.runner}</> },
                    { title: t('credit.decided_by'), cell: (r) => (r.approver === null ? '—'
                        : <><DateTime at={r.decided_at} /> · {r.approver}</>) },
                ]} />
            )}</Loading>
        </Page>
    );
}
