// SPDX-License-Identifier: Apache-2.0
// The desk of objections: the one that is due first stands first, and each says by when.
import { useMemo } from 'preact/hooks';
import { ApiError, Button, Empty, Failed, Form, LinkButton, LongField, Notice, Page, type PageProps, Pager, RadioField, Section,
         Submit, can, failureText, language, newKey, notify, send, setQuery, t, useCell, useForm, useList } from '../../kit';
import { ObjectionCard } from './objection';
import type { Objection } from './types';

const ANSWER_CHARS_MAX = 1000;
const STATES = ['open', 'upheld', 'rejected'] as const;

function Decide({ o, done }: { o: Objection; done: () => void }) {
    const form = useForm({
        id: `objection-${o.id}`,
        initial: { decision: '', answer: '' },
        draft: true,
        async submit(v, { key }) {
            await send('POST', `/api/v1/credit/objections/${o.id}/decide`, { decision: v.decision, answer: v.answer }, { key });
            notify(t('credit.decided'), 'good');
            done();
        },
    });
    return (
        <details class="credit-decide">
            <summary>{t('credit.decide')}</summary>
            <Form form={form} label={t('credit.decide')}>
                <RadioField name="decision" label={t('credit.outcome')} required choices={[
                    { value: 'upheld', label: t('credit.uphold'), hint: t('credit.uphold_text') },
                    { value: 'rejected', label: t('credit.reject'), hint: t('credit.reject_text') },
                ]} />
                <LongField name="answer" label={t('credit.answer')} hint={t('credit.answer_hint')} required max={ANSWER_CHARS_MAX} />
                <Submit>{t('credit.decide')}</Submit>
            </Form>
        </details>
    );
}

/** Once, and no further than the law lets it go. */
function Extend({ o, done }: { o: Objection; done: () => void }) {
    const key = useMemo(newKey, [o.id]);
    async function extend(): Promise<void> {
        try {
            await send('POST', `/api/v1/credit/objections/${o.id}/extend`, undefined, { key });
            notify(t('credit.extended_now'), 'good');
        } catch (e) {
            if (!(e instanceof ApiError))
                throw e;
            notify(failureText(e), 'bad');
        }
        done();
    }
    return o.extended || o.overdue ? null : <p><Button onClick={extend}>{t('credit.extend')}</Button></p>;
}

function States({ shown }: { shown: string }) {
    return (
        <nav aria-label={t('credit.state')}>
            <ul class="credit-states">
                {STATES.map((state) => (
                    <li key={state}>
                        <a href={`/app/credit/objections?state=${state}`} aria-current={state === shown ? 'page' : undefined}
                            onClick={(e) => {
                                e.preventDefault();
                                setQuery({ state });
                            }}>{t(`credit.state_${state}`)}</a>
                    </li>
                ))}
            </ul>
        </nav>
    );
}

export function Desk({ query }: PageProps) {
    const state = STATES.find((s) => s === query.get('state')) ?? 'open';
    const list = useList<Objection>('/api/v1/credit/objections', { state });
    const items = list.items ?? [];
    const late = items.filter((o) => o.overdue).length;
    useCell(language);
    return (
        <Page title={t('credit.desk')} actions={(
            <>
                {can('credit_approve') && <LinkButton href="/app/credit">{t('credit.runs')}</LinkButton>}
                <LinkButton href="/app/credit/reads">{t('credit.all_reads')}</LinkButton>
            </>
        )}>
            <p>{t('credit.desk_text')}</p>
            <States shown={state} />
            {list.error !== undefined && <Failed error={list.error} retry={list.reload} />}
            {late > 0 && <Notice kind="bad"><p>{t('credit.late', { n: late })}</p></Notice>}
            {list.items === undefined ? list.error === undefined && <p class="waiting">{t('kit.loading')}</p> : (
                <Section title={t('credit.objections')}>
                    {items.length === 0 ? <Empty>{t('credit.no_objections')}</Empty> : (
                        <ul class="credit-objections">
                            {items.map((o) => (
                                <ObjectionCard key={o.id} o={o}>
                                    {o.state.code === 'open' && <Decide o={o} done={list.reload} />}
                                    {o.state.code === 'open' && <Extend o={o} done={list.reload} />}
                                </ObjectionCard>
                            ))}
                        </ul>
                    )}
                </Section>
            )}
            <Pager list={list} />
        </Page>
    );
}
