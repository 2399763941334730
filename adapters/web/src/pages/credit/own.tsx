// SPDX-License-Identifier: Apache-2.0
// A party's own profile: each point with its reason, objections, its own statement, the certificate.
import { useState } from 'preact/hooks';
import { Button, ApiError, Empty, Form, LongField, Loading, Notice, Section, Submit, dayText, failureText, monthText, newKey, notify,
         send, t, useForm, useLoad } from '../../kit';
import { ObjectionCard } from './objection';
import { Fairness, ProfileView, StatementView } from './profile';
import type { Answer, Item, Objection, Statement } from './types';

const REASON_CHARS_MAX = 1000;
const STATEMENT_CHARS_MAX = 500;

function Object({ month, item, done }: { month: string; item: Item; done: () => void }) {
    const form = useForm({
        id: `object-${month}-${item.item}`,
        initial: { reason: '' },
        draft: true,
        async submit(v, { key }) {
            await send('POST', '/api/v1/credit/me/objections', { month, item: item.item, reason: v.reason }, { key });
            notify(t('credit.objected'), 'good');
            done();
        },
    });
    return (
        <details class="credit-object">
            <summary>{t('credit.object')}</summary>
            <Form form={form} label={t('credit.object')}>
                <LongField name="reason" label={t('credit.reason')} hint={t('credit.reason_hint')} required max={REASON_CHARS_MAX} />
                <Submit>{t('credit.object_send')}</Submit>
            </Form>
        </details>
    );
}

function Objections({ items }: { items: Objection[] }) {
    return (
        <Section title={t('credit.my_objections')}>
            <p>{t('credit.objections_text')}</p>
            {items.length === 0 ? <Empty>{t('credit.no_objections')}</Empty>
                : <ul class="credit-objections">{items.map((o) => <ObjectionCard key={o.id} o={o} />)}</ul>}
        </Section>
    );
}

function Own({ statement, done }: { statement: Statement | null; done: () => void }) {
    const form = useForm({
        id: 'statement',
        initial: { text: statement?.text ?? '' },
        async submit(v, { key }) {
            await send('PUT', '/api/v1/credit/me/statement', { text: v.text }, { key });
            notify(t('credit.statement_kept'), 'good');
            done();
        },
    });
    return (
        <Section title={t('credit.statement')}>
            <p>{t('credit.statement_text')}</p>
            {statement !== null && <StatementView of={statement} />}
            <Form form={form} label={t('credit.statement')}>
                <LongField name="text" label={t('credit.statement_words')} max={STATEMENT_CHARS_MAX} />
                <Submit>{t('credit.statement_send')}</Submit>
            </Form>
        </Section>
    );
}

interface Certificate {
    document_code: string;
    document_code_text: string; // as it is printed
    verify_url: string;
    expires_on: string;
}

function CertificateCard() {
    const [made, setMade] = useState<Certificate | undefined>(undefined);
    async function make(): Promise<void> {
        try {
            setMade((await send<Certificate>('POST', '/api/v1/credit/me/certificate', {}, { key: newKey() })).value);
        } catch (e) {
            if (!(e instanceof ApiError))
                throw e;
            notify(failureText(e), 'bad');
        }
    }
    return (
        <Section title={t('credit.certificate')}>
            <p>{t('credit.certificate_text')}</p>
            {made === undefined ? <Button onClick={make}>{t('credit.certificate_make')}</Button> : (
                <Notice kind="good" live>
                    <p>{t('credit.certificate_code', { code: made.document_code_text, until: dayText(made.expires_on) })}</p>
                    <p><a href={`/api/v1/credit/me/certificate/${made.document_code}`} download>{t('credit.certificate_load')}</a></p>
                    <p><a href={`/v/${made.document_code}`}>{t('credit.certificate_verify')}</a></p>
                </Notice>
            )}
        </Section>
    );
}

/** Months that can be looked at; the newest unless another is chosen. */
function Months({ months, shown, choose }: { months: string[]; shown: string; choose: (month: string) => void }) {
    if (months.length < 2)
        return null;
    return (
        <div class="field credit-month">
            <label for="credit-month">{t('credit.month')}</label>
            <select id="credit-month" value={shown} onChange={(e) => choose(e.currentTarget.value)}>
                {months.map((m) => <option key={m} value={m}>{monthText(m)}</option>)}
            </select>
        </div>
    );
}

export function OwnProfile() {
    const [month, setMonth] = useState<string | undefined>(undefined);
    const mine = useLoad<Answer>('/api/v1/credit/me', { month });
    const objections = useLoad<{ items: Objection[] }>('/api/v1/credit/me/objections');
    const reload = (): void => {
        mine.reload();
        objections.reload();
    };
    return (
        <>
            <Loading of={mine}>{(answer) => (
                <>
                    <Months months={answer.months} shown={answer.profile?.month ?? ''} choose={setMonth} />
                    <ProfileView answer={answer} more={(item) => (answer.profile !== null && item.flag === null
                        ? <Object month={answer.profile.month} item={item} done={reload} /> : null)} />
                </>
            )}</Loading>
            <Fairness />
            <Loading of={objections}>{({ items }) => <Objections items={items} />}</Loading>
            {mine.value !== undefined && <Own key={mine.value.statement?.at} statement={mine.value.statement} done={reload} />}
            {mine.value?.profile != null && <CertificateCard />}
        </>
    );
}
