// SPDX-License-Identifier: Apache-2.0
// The desk of objections: the one that is due first stands first, and each says by when.
import { Day, DeadlineText, Empty, Form, LinkButton, Loading, LongField, Notice, Page, RadioField, Section, Submit, Tag, can,
         language, monthText, notify, say, send, t, useCell, useForm, useLoad } from '../../kit';
import { ItemLine } from './profile';
import type { Objection } from './types';

const REASON_CHARS = 500;

function Decide({ o, done }: { o: Objection; done: () => void }) {
    const form = useForm({
        id: `objection-${o.id}`,
        initial: { outcome: '', answer: '' },
        draft: true,
        async submit(v, { key }) {
            await send('POST', `/api/v1/credit/objections/${o.id}/decide`,
                       { upheld: v.outcome === 'upheld', answer: v.answer }, { key });
            notify(t('credit.decided'), 'good');
            done();
        },
    });
    return (
        <details class="credit-decide">
            <summary>{t('credit.decide')}</summary>
            <Form form={form} label={t('credit.decide')}>
                <RadioField name="outcome" label={t('credit.outcome')} required choices={[
                    { value: 'upheld', label: t('credit.uphold'), hint: t('credit.uphold_text') },
                    { value: 'rejected', label: t('credit.reject'), hint: t('credit.reject_text') },
                ]} />
                <LongField name="answer" label={t('credit.answer')} hint={t('credit.answer_hint')} required max={REASON_CHARS} />
                <Submit>{t('credit.decide')}</Submit>
            </Form>
        </details>
    );
}

export function ObjectionCard({ o, children }: { o: Objection; children?: preact.ComponentChildren }) {
    const open = o.state.code === 'open';
    return (
        <li class="credit-objection">
            <p class="credit-item-head">
                <Tag kind={open ? 'warn' : 'plain'}>{say(o.state)}</Tag>
                {open && <DeadlineText deadline={{ last_day: o.due, overdue: o.overdue, working_days_left: o.working_days_left }} />}
                {open && <span class="hint">{t('credit.at_latest')} <Day day={o.latest} /></span>}
            </p>
            <p><strong>{t('credit.objects', { month: monthText(o.month) })}</strong> <Day day={o.at} /></p>
            {o.what !== null && <div class="credit-item"><ItemLine item={o.what} /></div>}
            <p class="credit-words">{o.reason}</p>
            {o.answer !== null && <p class="credit-words"><strong>{t('credit.answered')}</strong> {o.answer} <Day day={o.decided_at} /></p>}
            {children}
        </li>
    );
}

export function Desk() {
    const list = useLoad<{ items: Objection[] }>('/api/v1/credit/objections');
    useCell(language);
    return (
        <Page title={t('credit.desk')} actions={can('credit_approve')
            ? <LinkButton href="/app/credit">{t('credit.runs')}</LinkButton> : undefined}>
            <p>{t('credit.desk_text')}</p>
            <Loading of={list}>{({ items }) => {
                const late = items.filter((o) => o.state.code === 'open' && o.overdue).length;
                return (
                    <>
                        {late > 0 && <Notice kind="bad"><p>{t('credit.late', { n: late })}</p></Notice>}
                        <Section title={t('credit.objections')}>
                            {items.length === 0 ? <Empty>{t('credit.no_objections')}</Empty> : (
                                <ul class="credit-objections">
                                    {items.map((o) => (
                                        <ObjectionCard key={o.id} o={o}>
                                            {o.state.code === 'open' && <Decide o={o} done={list.reload} />}
                                        </ObjectionCard>
                                    ))}
                                </ul>
                            )}
                        </Section>
                    </>
                );
            }}</Loading>
        </Page>
    );
}
