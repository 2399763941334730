// SPDX-License-Identifier: Apache-2.0
// Points and subsidies: what was credited, what waits, the ledger, and for what.
import { DateTime, Day, Empty, Failed, Form, Loading, LongField, Money, Notice, Page, type PageProps, Pager, Section, SelectField,
         Submit, Table, Tabs, TextField, dayOf, hasRole, language, monthText, notify, say, send, session, t, useCell, useForm, useList,
         useLoad, sourceText } from '../../kit';
import { Months, monthBefore } from './months';
import { ProposalCard, ReverseForm } from './proposal';
import type { Entry, Proposal, RuleTable, Sum } from './types';

interface Span {
    from: string;
    until: string;
}

function Sums({ span, csv }: { span: Span; csv: string | undefined }) {
    const sums = useLoad<{ items: Sum[] }>('/api/v1/points', { ...span });
    return (
        <Section title={t('points.sums')}>
            {csv !== undefined && <p><a class="button button-plain" href={csv} download="">{t('points.csv')}</a></p>}
            <Loading of={sums}>{({ items }) => (items.length === 0 ? <Empty>{t('points.none')}</Empty> : (
                <Table<Sum> caption={t('points.sums')} quiet rows={items} id={(s) => `${s.staff.id} ${s.month} ${s.body?.id ?? ''}`} columns={[
                    { title: t('points.who'), heads: true, cell: (s) => s.staff.name ?? s.staff.id },
                    { title: t('points.body'), cell: (s) => s.body?.name ?? '—' },
                    { title: t('points.month'), cell: (s) => monthText(s.month) },
                    { title: t('points.entries'), number: true, cell: (s) => s.entries },
                    { title: t('points.points'), number: true, cell: (s) => s.points },
                    { title: t('points.subsidy'), number: true, cell: (s) => <>{s.negative && '−'}<Money fen={s.fen} /></> },
                ]} />
            ))}</Loading>
        </Section>
    );
}

function Forward() {
    const who = useCell(session);
    const rules = useLoad<RuleTable>('/api/v1/points_rules');
    const form = useForm({
        id: 'points-forward',
        initial: { staff: who?.staff ?? '', rule: '', day: dayOf(new Date()), note: '' },
        draft: true,
        async submit(v, { key }) {
            await send('POST', '/api/v1/points_proposals', { staff: v.staff, rule: v.rule, day: v.day, note: v.note }, { key });
            notify(t('points.forwarded'), 'good');
            location.reload();
        },
    });
    return (
        <details>
            <summary>{t('points.forward')}</summary>
            <Loading of={rules}>{(table) => (
                <Form form={form} label={t('points.forward')}>
                    {hasRole('body_manager', 'centre', 'supervisor') && <TextField name="staff" label={t('points.staff')} hint={t('points.staff_hint')} required inputmode="numeric" />}
                    <SelectField name="rule" label={t('points.for')} required
                        choices={table.rules.filter((r) => r.basis.code === 'manual').map((r) => ({ value: r.code, label: t('points.rule_gives', { rule: say(r), n: r.points }) }))} />
                    <TextField name="day" type="date" label={t('points.day')} required />
                    <LongField name="note" label={t('points.note')} required max={500} />
                    <Submit>{t('points.forward')}</Submit>
                </Form>
            )}</Loading>
        </details>
    );
}

function Proposals({ span, open }: { span: Span; open: boolean }) {
    const list = useList<Proposal>('/api/v1/points_proposals', { ...span, open: open ? 'true' : undefined });
    const items = list.items ?? [];
    return (
        <Section title={t('points.proposals')}>
            <p>{t('points.proposals_text')}</p>
            {!hasRole('auditor') && <Forward />}
            {list.error !== undefined && <Failed error={list.error} retry={list.reload} />}
            {list.items !== undefined && items.length === 0 && <Empty>{t('points.no_proposals')}</Empty>}
            <ul class="assess-contests">{items.map((p) => <ProposalCard key={p.id} p={p} done={list.reload} />)}</ul>
            <Pager list={list} />
        </Section>
    );
}

function Ledger({ span }: { span: Span }) {
    const list = useList<Entry>('/api/v1/points_entries', { ...span });
    const items = list.items ?? [];
    return (
        <Section title={t('points.ledger')}>
            <p>{t('points.ledger_text')}</p>
            {list.error !== undefined && <Failed error={list.error} retry={list.reload} />}
            {list.items !== undefined && items.length === 0 && <Empty>{t('points.none')}</Empty>}
            <ul class="assess-contests">
                {items.map((e) => (
                    <li key={e.id} class="assess-contest">
                        <p class="assess-head">
                            <strong>{e.staff.name ?? e.staff.id}</strong>
                            <span>{t('points.gives', { n: e.points })} · {e.reversal_of !== null && '−'}<Money fen={e.fen} /></span>
                            {e.reversal_of !== null && <span class="hint">{t('points.reversal')}</span>}
                            {e.reversed_by !== null && <span class="hint">{t('points.reversed')}</span>}
                        </p>
                        <p>{say(e.rule)}{e.dispute !== null && <> · {e.dispute.number}</>} · <Day day={e.day} /></p>
                        <p class="hint">{t('points.by', { name: e.by?.name ?? '—' })} · <DateTime at={e.at} /> · {sourceText(e.rule.source)}</p>
                        {e.reason !== null && <p class="assess-words">{e.reason}</p>}
                        {e.may_reverse && <ReverseForm e={e} done={list.reload} />}
                    </li>
                ))}
            </ul>
            <Pager list={list} />
        </Section>
    );
}

function Rules() {
    const rules = useLoad<RuleTable>('/api/v1/points_rules');
    return (
        <Section title={t('points.rules')}>
            <Loading of={rules}>{(table) => (
                <>
                    {table.shipped && <Notice kind="warn"><p>{t('points.shipped')}</p></Notice>}
                    <Table caption={`${table.id}/${table.version}`} rows={table.rules} id={(r) => r.code} columns={[
                        { title: t('points.for'), heads: true, cell: (r) => say(r) },
                        { title: t('points.basis'), cell: (r) => say(r.basis) },
                        { title: t('points.points'), number: true, cell: (r) => r.points },
                        { title: t('points.subsidy'), number: true, cell: (r) => <Money fen={r.fen} /> },
                        { title: t('points.source'), cell: (r) => sourceText(r.source) },
                    ]} />
                    <p class="hint">{sourceText(table.source)}</p>
                </>
            )}</Loading>
        </Section>
    );
}

export function Points({ query }: PageProps) {
    const until = query.get('until') ?? monthBefore(0);
    const from = query.get('from') ?? monthBefore(1);
    const span = { from, until };
    const who = useCell(session);
    const csv = hasRole('body_manager') && who?.body != null
        ? `/api/v1/points?from=${from}&until=${until}&format=csv&body=${who.body}` : undefined;
    useCell(language);
    return (
        <Page title={t('points.title')}>
            <Notice><p>{t('points.text')}</p></Notice>
            <Months from={from} until={until} first={0} />
            <Tabs label={t('points.title')} tabs={[
                { id: 'sums', title: t('points.sums'), body: () => <Sums key={from + until} span={span} csv={csv} /> },
                { id: 'waiting', title: t('points.waiting'), body: () => <Proposals key={`w${from}${until}`} span={span} open /> },
                { id: 'proposals', title: t('points.all_proposals'), body: () => <Proposals key={`p${from}${until}`} span={span} open={false} /> },
                { id: 'ledger', title: t('points.ledger'), body: () => <Ledger key={from + until} span={span} /> },
                { id: 'rules', title: t('points.rules'), body: () => <Rules /> },
            ]} />
        </Page>
    );
}
