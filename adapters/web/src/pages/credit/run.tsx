// SPDX-License-Identifier: Apache-2.0
// One run: what it changes against the month before, and the approval by another person.
import { useMemo, useState } from 'preact/hooks';
import { ApiError, Button, Confirm, DateTime, Facts, LinkButton, Loading, Notice, Page, type PageProps, Section, Table, can,
         failureText, language, monthText, newKey, notify, say, send, t, useCell, useLoad } from '../../kit';
import { countsOf } from './counts';
import { StateOf } from './runs';
import type { Run } from './types';

function Difference({ run }: { run: Run }) {
    const { difference, steps } = countsOf(run);
    if (run.drawn_at === null)
        return null;
    return (
        <Section title={t('credit.difference')}>
            <dl class="credit-tiles">
                {difference.map((c) => <div key={c.code}><dt>{t(`credit.diff_${c.code}`)}</dt><dd>{c.n}</dd></div>)}
            </dl>
            {steps.length > 0 && (
                <Table caption={t('credit.diff_steps')} dense rows={steps} id={(s) => s.code} columns={[
                    { title: t('credit.diff_steps'), heads: true, cell: (s) => say(s) },
                    { title: t('credit.profiles'), number: true, cell: (s) => s.n },
                ]} />
            )}
            <p class="hint">{t('credit.diff_text')}</p>
        </Section>
    );
}

function Approve({ run, done }: { run: Run; done: () => void }) {
    const [asking, setAsking] = useState(false);
    const key = useMemo(newKey, [run.sha256]);
    if (run.state.code !== 'waiting' || !can('credit_approve'))
        return null;
    async function approve(): Promise<void> {
        try {
            await send('POST', `/api/v1/credit/runs/${run.month}/approve`, { sha256: run.sha256 }, { key });
            notify(t('credit.approved_now'), 'good');
        } catch (e) {
            if (!(e instanceof ApiError))
                throw e;
            notify(failureText(e), 'bad');
        }
        setAsking(false);
        done();
    }
    return (
        <Section title={t('credit.approval')}>
            <p>{t('credit.approval_text')}</p>
            {run.bar !== null ? <Notice kind="warn"><p>{t('credit.barred', { why: say(run.bar), runner: run.runner })}</p></Notice>
                : <Button weight="main" onClick={() => setAsking(true)}>{t('credit.approve')}</Button>}
            <Confirm title={t('credit.approve')} open={asking} onClose={() => setAsking(false)} onConfirm={approve}
                action={t('credit.approve')}
                text={<p>{t('credit.approve_ask', { month: monthText(run.month), n: countsOf(run).profiles })}</p>} />
        </Section>
    );
}

export function RunPage({ params }: PageProps) {
    const month = params['month'] ?? '';
    const run = useLoad<Run>(`/api/v1/credit/runs/${month}`);
    useCell(language);
    return (
        <Page title={t('credit.run_of', { month: monthText(month) })}
            actions={<LinkButton href="/app/credit">{t('credit.runs')}</LinkButton>}>
            <Loading of={run}>{(r) => (
                <>
                    <p><StateOf run={r} /> {r.reason}</p>
                    <Approve run={r} done={run.reload} />
                    <Difference run={r} />
                    <Section title={t('credit.facts')}>
                        <Facts rows={[
                            ...countsOf(r).facts.map((c): [string, number] => [say(c), c.n]),
                            [t('credit.formula'), r.formula],
                            [t('credit.drawn'), <><DateTime at={r.drawn_at} /> · {r.runner}</>],
                            [t('credit.decided_by'), r.approver === null ? '—' : <><DateTime at={r.decided_at} /> · {r.approver}</>],
                            [t('credit.hash'), <span class="credit-hash">{r.sha256 ?? '—'}</span>],
                            [t('credit.hash_before'), <span class="credit-hash">{r.previous_sha256 ?? '—'}</span>],
                        ]} />
                    </Section>
                </>
            )}</Loading>
        </Page>
    );
}
