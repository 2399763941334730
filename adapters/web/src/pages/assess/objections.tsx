// SPDX-License-Identifier: Apache-2.0
// Objections against assessments: one's own, and those that one answers.
import { DateTime, Day, Empty, Failed, Form, LinkButton, LongField, Page, type PageProps, Pager, RadioField, Section, Submit, Tag, language,
         monthText, notify, say, send, t, useCell, useForm, useList } from '../../kit';
import type { Contest } from './types';

const ANSWER_CHARS_MAX = 1000;

function Answering({ o, done }: { o: Contest; done: () => void }) {
    const form = useForm({
        id: `assess-answer-${o.id}`,
        initial: { verdict: '', answer: '' },
        draft: true,
        async submit(v, { key }) {
            await send('POST', `/api/v1/assessment_objections/${o.id}/answer`, { verdict: v.verdict, answer: v.answer }, { key });
            notify(t('assess.answered_now'), 'good');
            done();
        },
    });
    return (
        <details class="assess-answering">
            <summary>{t('assess.answer')}</summary>
            <Form form={form} label={t('assess.answer')}>
                <RadioField name="verdict" label={t('assess.verdict')} required choices={[
                    { value: 'upheld', label: t('assess.uphold') }, { value: 'dismissed', label: t('assess.dismiss') },
                ]} />
                <LongField name="answer" label={t('assess.answer_words')} required max={ANSWER_CHARS_MAX} />
                <Submit>{t('assess.answer')}</Submit>
            </Form>
        </details>
    );
}

function Card({ o, done }: { o: Contest; done: () => void }) {
    return (
        <li class="assess-contest">
            <p class="assess-head">
                <Tag kind={o.verdict.code === 'open' ? 'warn' : o.verdict.code === 'upheld' ? 'good' : 'plain'}>{say(o.verdict)}</Tag>
                {o.overdue && <Tag kind="bad">{t('assess.overdue')}</Tag>}
                <strong>{o.subject.name ?? o.subject.id}</strong>
                <span>{monthText(o.month)} · {say(o.measure)}</span>
            </p>
            <p class="assess-words">{o.reason ?? '—'}</p>
            <p class="hint"><DateTime at={o.at} />{o.verdict.code === 'open' && <> · {t('assess.answer_by')} <Day day={o.due} provisional={o.provisional} /></>}</p>
            {o.answer !== null && <p class="assess-words"><strong>{t('assess.answered')}</strong> {o.answer} <DateTime at={o.answered_at} /></p>}
            {o.may_answer && <Answering o={o} done={done} />}
        </li>
    );
}

export function Objections({ query }: PageProps) {
    const open = query.get('open') === 'true';
    const list = useList<Contest>('/api/v1/assessment_objections', { open: open ? 'true' : undefined });
    const items = list.items ?? [];
    useCell(language);
    return (
        <Page title={t('assess.objections')} actions={<LinkButton href="/app/assess">{t('assess.title')}</LinkButton>}>
            <p>{t('assess.objections_text')}</p>
            <p><LinkButton href={open ? '/app/assess/objections' : '/app/assess/objections?open=true'}>{t(open ? 'assess.all' : 'assess.only_open')}</LinkButton></p>
            {list.error !== undefined && <Failed error={list.error} retry={list.reload} />}
            <Section title={t('assess.objections')}>
                {list.items !== undefined && items.length === 0 && <Empty>{t('assess.no_objections')}</Empty>}
                <ul class="assess-contests">{items.map((o) => <Card key={o.id} o={o} done={list.reload} />)}</ul>
            </Section>
            <Pager list={list} />
        </Page>
    );
}
