// SPDX-License-Identifier: Apache-2.0
// One mediator or body: each figure with what it is made of, and the way to object.
import { Facts, Form, LinkButton, Loading, LongField, Page, type PageProps, Section, SelectField, Submit, Table, Tag, hasRole, language,
         monthText, notify, say, send, session, t, useCell, useForm, useLoad } from '../../kit';
import { AdjustedText, Contested, SatisfactionText, ShareText } from './figures';
import { Missing } from './list';
import { Months, monthBefore } from './months';
import type { Assessments, Case, Row } from './types';

const MEASURES = ['caseload', 'timeliness', 'outcome', 'performance', 'satisfaction'] as const;
const REASON_CHARS_MAX = 1000;
const LOAD = ['carried', 'accepted', 'reopened', 'settled', 'failed', 'ended', 'open', 'extended', 'overdue_open', 'sessions', 'visits',
              'written', 'oral'] as const;

function Figures({ row }: { row: Row }) {
    return (
        <Section title={t('assess.figures')}>
            <Contested row={row} />
            <Facts rows={[
                [t('assess.disputes'), row.counts['disputes']],
                [t('assess.outcome'), <AdjustedText of={row.outcome} />],
                [t('assess.in_time'), <AdjustedText of={row.in_time} />],
                [t('assess.days'), row.mean_days_tenths === null ? '—' : t('assess.mean_days', { n: (row.mean_days_tenths / 10).toFixed(1) })],
                [t('assess.performed'), <ShareText share={row.performed_share} />],
                [t('assess.satisfaction'), <SatisfactionText row={row} />],
            ]} />
            <div class="assess-load">
                <h3>{t('assess.caseload')}</h3>
                <Facts rows={LOAD.map((code) => [t(`assess.n_${code}`), row.counts[code] ?? 0])} />
            </div>
        </Section>
    );
}

/** Where this role reads a case. */
function caseOf(id: string): string {
    return `${hasRole('mediator') ? '/app/my' : '/app/disputes'}/${id}`;
}

function endOf(c: Case): string {
    if (c.settled > 0)
        return t('assess.settled');
    if (c.failed > 0)
        return t('assess.failed');
    return c.ended > 0 ? t('assess.ended') : t('assess.open');
}

function Cases({ kind, subject, month }: { kind: string; subject: string; month: string }) {
    const cases = useLoad<{ items: Case[]; left_out: number }>(`/api/v1/assessments/${kind}/${subject}/cases`, { month });
    return (
        <Loading of={cases}>{({ items, left_out }) => (
            <>
                <Table<Case> caption={t('assess.cases_of', { month: monthText(month) })} rows={items} id={(c) => c.dispute.id} columns={[
                    { title: t('assess.number'), heads: true, cell: (c) => <a href={caseOf(c.dispute.id)}>{c.dispute.number}</a> },
                    { title: t('assess.type'), cell: (c) => say(c.type) },
                    { title: t('assess.end'), cell: (c) => <>{endOf(c)} {c.late && <Tag kind="warn">{t('assess.late')}</Tag>}</> },
                    { title: t('assess.case_days'), number: true, cell: (c) => c.days ?? '—' },
                    { title: t('assess.due'), cell: (c) => (c.due === 0 ? '—' : t('assess.of_cases', { good: c.performed + c.performed_late, n: c.due })) },
                    { title: t('assess.counts_for'), cell: (c) => c.counts_for.map((m) => t(`assess.measure_${m}`)).join(' · ') },
                ]} />
                {left_out > 0 && <p class="hint">{t('assess.left_out', { n: left_out })}</p>}
            </>
        )}</Loading>
    );
}

function Objecting({ kind, subject, months }: { kind: string; subject: string; months: string[] }) {
    const form = useForm({
        id: `assess-object-${kind}-${subject}`,
        initial: { month: months[months.length - 1] ?? '', measure: '', reason: '' },
        draft: true,
        async submit(v, { key }) {
            await send('POST', '/api/v1/assessment_objections',
                       { kind, subject, month: v.month, measure: v.measure, reason: v.reason }, { key });
            notify(t('assess.objected'), 'good');
            location.assign('/app/assess/objections');
        },
    });
    return (
        <Section title={t('assess.object')}>
            <p>{t('assess.object_text')}</p>
            <Form form={form} label={t('assess.object')}>
                <SelectField name="month" label={t('assess.month')} required choices={months.map((m) => ({ value: m, label: monthText(m) }))} />
                <SelectField name="measure" label={t('assess.about')} required choices={MEASURES.map((m) => ({ value: m, label: t(`assess.measure_${m}`) }))} />
                <LongField name="reason" label={t('assess.reason')} hint={t('assess.reason_hint')} required max={REASON_CHARS_MAX} />
                <Submit>{t('assess.object')}</Submit>
            </Form>
        </Section>
    );
}

export function AssessmentDetail({ params, query }: PageProps) {
    const kind = params['kind'] ?? '';
    const subject = params['subject'] ?? '';
    const until = query.get('until') ?? monthBefore(1);
    const from = query.get('from') ?? until;
    const who = useCell(session);
    const page = useLoad<Assessments>(`/api/v1/assessments/${kind}`, { from, until, subject });
    const own = kind === 'mediator' ? hasRole('mediator') && who?.staff === subject : hasRole('body_manager') && who?.body === subject;
    useCell(language);
    return (
        <Page title={page.value?.items[0]?.subject.name ?? t('assess.title')}
            actions={<LinkButton href={`/app/assess?kind=${kind}&from=${from}&until=${until}`}>{t('assess.title')}</LinkButton>}>
            <Loading of={page}>{(p) => {
                const row = p.items[0];
                const months = p.months.map((m) => m.month);
                return (
                    <>
                        <Months from={from} until={until} first={1} />
                        <Missing of={p} />
                        {row === undefined ? <p class="empty">{t('assess.nobody')}</p> : <Figures row={row} />}
                        {row !== undefined && (
                            <Section title={t('assess.cases')}>
                                <p>{t('assess.cases_text')}</p>
                                {months.map((m) => <Cases key={m} kind={kind} subject={subject} month={m} />)}
                            </Section>
                        )}
                        {row !== undefined && own && <Objecting kind={kind} subject={subject} months={months} />}
                    </>
                );
            }}</Loading>
        </Page>
    );
}
