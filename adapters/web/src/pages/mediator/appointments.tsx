// SPDX-License-Identifier: Apache-2.0
// Sessions that are arranged: when, where, with whom, and a file for the calendar.
import { DateTime, Empty, Form, LinkButton, LongField, Page, Section, Submit, Tag, TextField, dayOf,
         session, t, useForm, type PageProps, type Values } from '../../kit';
import { senderOf } from '../../offline/office';
import { act, tell } from './act';
import { Back, Pending, Shown, partyText } from './common';
import { SeatChecks } from './inputs';
import { progressOf } from '../../kit/progress';
import { useTold } from './read';
import type { Dispute, Page as PageOf } from './types';
import { ticked } from './values';

const MINUTES_MAX = 720;
const TEXT_MAX = 500;

interface Appointment {
    id: string;
    at: string;
    minutes: number;
    place: string | null;
    note: string | null;
    reason: string | null;
    seats: number[];
    cancelled: boolean;
}

/** "2026-12-01" and "09:30" as the people here mean them. */
function instantOf(day: string, clock: string): string {
    return `${day}T${clock}:00+08:00`;
}

function accountName(): string {
    const who = session.get();

    return who === null || who === undefined ? '' : senderOf(who).account.replace(/\W/g, '-');
}

function ArrangeForm({ d, done }: { d: Dispute; done: () => void }) {
    const initial: Values = {
        day: '', clock: '09:00', minutes: '60', place: d.body?.name ?? '', note: '',
        ...Object.fromEntries(d.parties.map((p) => [`seat${p.seat}`, true])),
    };
    const form = useForm<Values>({
        id: `${accountName()}-appointment`,
        initial,
        draft: true,
        check: (v) => ({
            ...(typeof v['day'] === 'string' && v['day'] !== '' && v['day'] < dayOf(new Date())
                ? { day: t('mediator.row_in_the_past') } : {}),
            ...(/^\d{1,3}$/.test(String(v['minutes'])) && Number(v['minutes']) >= 1 &&
                Number(v['minutes']) <= MINUTES_MAX ? {}
                : { minutes: t('mediator.range', { min: 1, max: MINUTES_MAX }) }),
            ...(ticked(v, d.parties).length > 0 ? {}
                : { [`seat${d.parties[0]?.seat ?? 0}`]: t('mediator.nobody') }),
        }),
        submit: async (v, { key }) => {
            const note = String(v['note']).trim();
            const acted = await act({
                id: d.id, path: 'appointments', key, base: null,
                body: {
                    at: instantOf(String(v['day']), String(v['clock'])),
                    minutes: Number(v['minutes']), place: String(v['place']).trim(),
                    ...(note === '' ? {} : { note }), seats: ticked(v, d.parties),
                },
                title: t('mediator.outbox_appointment', { title: d.title }),
            });
            form.reset();
            tell(acted, t('mediator.arranged'));
            done();
        },
    });

    return (
        <Form form={form} label={t('mediator.arrange')}>
            <TextField name="day" label={t('mediator.day')} type="date" required pointer="/at" />
            <TextField name="clock" label={t('mediator.clock')} type="time" required />
            <TextField name="minutes" label={t('mediator.minutes')} inputmode="numeric" required />
            <TextField name="place" label={t('mediator.where')} required max={TEXT_MAX} />
            <SeatChecks label={t('mediator.with_whom')} done={new Set()} a={{
                command: '', dispute: d, today: '', progress: progressOf([], []) }} />
            <LongField name="note" label={t('mediator.appointment_note')} rows={2} max={TEXT_MAX}
                hint={t('mediator.appointment_note_hint')} />
            <Submit wide>{t('mediator.arrange')}</Submit>
        </Form>
    );
}

function CancelForm({ d, x, done }: { d: Dispute; x: Appointment; done: () => void }) {
    const form = useForm({
        id: `${accountName()}-cancel-${x.id}`,
        initial: { reason: '' },
        submit: async (v, { key }) => {
            const acted = await act({
                id: d.id, path: `appointments/${x.id}/cancel`, key, base: null,
                body: { reason: v.reason.trim() },
                title: t('mediator.outbox_cancel', { title: d.title }),
            });
            tell(acted, t('mediator.cancelled_now'));
            done();
        },
    });

    return (
        <details>
            <summary>{t('mediator.cancel_it')}</summary>
            <Form form={form} label={t('mediator.cancel_it')}>
                <TextField name="reason" label={t('mediator.cancel_reason')} required max={TEXT_MAX} />
                <Submit weight="danger">{t('mediator.cancel_it')}</Submit>
            </Form>
        </details>
    );
}

function Item({ d, x, done }: { d: Dispute; x: Appointment; done: () => void }) {
    const with1 = d.parties.filter((p) => x.seats.includes(p.seat)).map(partyText).join('、');

    return (
        <li class="mediator-appointment">
            <p class="mediator-happening">
                <strong><DateTime at={x.at} /></strong>{' '}
                {t('mediator.minutes_n', { n: x.minutes })}
                {x.cancelled && <Tag kind="bad">{t('mediator.cancelled')}</Tag>}
            </p>
            <p>{x.place ?? t('mediator.unreadable')}</p>
            <p class="mediator-soft">{with1}</p>
            {x.note !== null && <p class="mediator-words">{x.note}</p>}
            {x.cancelled ? x.reason !== null && <p class="mediator-words">{x.reason}</p> : (
                <>
                    <LinkButton wide
                        href={`/api/v1/disputes/${d.id}/appointments/${x.id}/calendar.ics`}>
                        {t('mediator.calendar')}
                    </LinkButton>
                    <CancelForm d={d} x={x} done={done} />
                </>
            )}
        </li>
    );
}

export function Appointments({ params }: PageProps) {
    const id = params['id'] ?? '';
    const dispute = useTold<Dispute>(`/api/v1/disputes/${id}`);
    const list = useTold<PageOf<Appointment>>(`/api/v1/disputes/${id}/appointments`);

    return (
        <Page title={t('mediator.appointments')} narrow>
            <Back id={id} />
            <Pending id={id} />
            <Shown told={dispute}>
                {(d) => (
                    <>
                        <Section title={t('mediator.arranged_so_far')}>
                            <Shown told={list} quiet>
                                {(page) => (page.items.length === 0
                                    ? <Empty>{t('mediator.no_appointments')}</Empty>
                                    : (
                                        <ul class="mediator-appointments">
                                            {page.items.map((x) =>
                                                <Item key={x.id} d={d} x={x} done={list.reload} />)}
                                        </ul>
                                    ))}
                            </Shown>
                        </Section>
                        <Section title={t('mediator.arrange')}>
                            <ArrangeForm d={d} done={list.reload} />
                        </Section>
                    </>
                )}
            </Shown>
        </Page>
    );
}
