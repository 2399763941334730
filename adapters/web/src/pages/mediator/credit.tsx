// SPDX-License-Identifier: Apache-2.0
// A mediator looks at the profile of a party of the own case: for a purpose that is stated and kept.
import { useState } from 'preact/hooks';
import { Form, LongField, Notice, Page, type PageProps, Section, Submit, language, notify, send, t, useCell, useForm } from '../../kit';
import { Fairness, ProfileView, StatementView } from '../credit/profile';
import type { Answer } from '../credit/types';
import { Back, Shown, partyText } from './common';
import { useTold } from './read';
import type { Dispute } from './types';

const PURPOSE_CHARS_MIN = 4;
const PURPOSE_CHARS_MAX = 200;

function Ask({ id, seat, shown }: { id: string; seat: string; shown: (a: Answer) => void }) {
    const form = useForm({
        id: `credit-${seat}`,
        initial: { purpose: '' },
        check: (v) => ([...v.purpose.trim()].length < PURPOSE_CHARS_MIN && v.purpose.trim() !== ''
            ? { purpose: t('credit.purpose_short', { n: PURPOSE_CHARS_MIN }) } : {}),
        async submit(v, { key }) {
            shown((await send<Answer>('POST', `/api/v1/disputes/${id}/credit/${seat}`, { purpose: v.purpose.trim() }, { key })).value);
            notify(t('credit.logged'));
        },
    });
    return (
        <Section title={t('credit.purpose_title')}>
            <p>{t('credit.purpose_text')}</p>
            <Form form={form} label={t('credit.purpose_title')}>
                <LongField name="purpose" label={t('credit.purpose')} hint={t('credit.purpose_hint')} required rows={2}
                    max={PURPOSE_CHARS_MAX} />
                <Submit wide>{t('credit.look')}</Submit>
            </Form>
        </Section>
    );
}

export function CreditPage({ params }: PageProps) {
    const id = params['id'] ?? '';
    const seat = params['seat'] ?? '';
    const dispute = useTold<Dispute>(`/api/v1/disputes/${id}`);
    const [answer, setAnswer] = useState<Answer | undefined>(undefined);
    useCell(language);
    return (
        <Page title={t('credit.of_party')} narrow>
            <Back id={id} />
            <Shown told={dispute}>
                {(d) => {
                    const party = d.parties.find((p) => String(p.seat) === seat);
                    if (party === undefined)
                        return <Notice kind="warn"><p>{t('credit.no_party')}</p></Notice>;
                    return (
                        <>
                            <p><strong>{partyText(party)}</strong></p>
                            {answer === undefined ? <Ask id={id} seat={seat} shown={setAnswer} /> : (
                                <>
                                    <ProfileView answer={answer} />
                                    {answer.statement !== null && (
                                        <Section title={t('credit.statement')}><StatementView of={answer.statement} /></Section>
                                    )}
                                </>
                            )}
                            <Fairness />
                        </>
                    );
                }}
            </Shown>
        </Page>
    );
}
