// SPDX-License-Identifier: Apache-2.0
// How content a party is: asked of the party itself once the mediation has ended or it was visited,
// and put in by the desk after a telephone visit.
import { DateTime, Form, Loading, RadioField, Section, Submit, Tag, notify, send, t, useForm, useLoad } from '../../kit';
import type { Satisfaction, SeatAnswer } from './types';

const SCORES = [5, 4, 3, 2, 1] as const;

function path(dispute: string): string {
    return `/api/v1/disputes/${dispute}/satisfaction`;
}

function Asking({ dispute, seat, label, done }: { dispute: string; seat: SeatAnswer; label: string; done: () => void }) {
    const form = useForm({
        id: `satisfaction-${dispute}-${seat.seat}`,
        initial: { score: seat.answer?.score?.toString() ?? '' },
        async submit(v, { key }) {
            await send('PUT', `${path(dispute)}/${seat.seat}`, { score: Number(v.score) }, { key });
            notify(t('satisfaction.thanks'), 'good');
            done();
        },
    });
    return (
        <Form form={form} label={label}>
            <RadioField name="score" label={label} required choices={SCORES.map((n) => ({ value: String(n), label: t(`satisfaction.score_${n}`) }))} />
            <Submit>{t(seat.answer === null ? 'satisfaction.send' : 'satisfaction.change')}</Submit>
        </Form>
    );
}

function Given({ seat }: { seat: SeatAnswer }) {
    if (seat.answer === null)
        return null;
    return (
        <p>
            <Tag kind="good">{t('satisfaction.answered')}</Tag>{' '}
            {seat.answer.score !== null && <strong>{t(`satisfaction.score_${seat.answer.score}`)}</strong>}{' '}
            {seat.may && <small>{t('satisfaction.until')} <DateTime at={seat.answer.changeable_until} /></small>}
        </p>
    );
}

/** On the party's own page; nothing while there is nothing to ask. */
export function SatisfactionAsked({ dispute, seat }: { dispute: string; seat: number }) {
    const told = useLoad<Satisfaction>(path(dispute));
    const mine = told.value?.seats.find((s) => s.seat === seat);
    if (mine === undefined || (!mine.may && mine.answer === null))
        return null;
    return (
        <Section title={t('satisfaction.title')}>
            <p>{t('satisfaction.text')}</p>
            <Given seat={mine} />
            {mine.may && <Asking key={mine.answer?.at ?? ''} dispute={dispute} seat={mine} label={t('satisfaction.question')} done={told.reload} />}
        </Section>
    );
}

/** For desk and body: who was asked, and what was said on the telephone. */
export function SatisfactionHeard({ dispute, parties }: { dispute: string; parties: { seat: number; name: string }[] }) {
    const told = useLoad<Satisfaction>(path(dispute));
    return (
        <Section title={t('satisfaction.heard')}>
            <p>{t('satisfaction.heard_text')}</p>
            <Loading of={told}>{({ seats }) => (
                <ul class="assess-seats">
                    {seats.map((s) => {
                        const name = parties.find((p) => p.seat === s.seat)?.name ?? String(s.seat + 1);
                        return (
                            <li key={s.seat}>
                                <strong>{name}</strong>
                                <Given seat={s} />
                                {s.may ? (
                                    <details>
                                        <summary>{t(s.answer === null ? 'satisfaction.put_in' : 'satisfaction.change')}</summary>
                                        <Asking dispute={dispute} seat={s} label={t('satisfaction.said', { name })} done={told.reload} />
                                    </details>
                                ) : s.answer === null && s.why !== null && <p class="hint">{t(`satisfaction.why_${s.why}`)}</p>}
                            </li>
                        );
                    })}
                </ul>
            )}</Loading>
        </Section>
    );
}
