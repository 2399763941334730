// SPDX-License-Identifier: Apache-2.0
// One command as a form, made from what /commands says it needs.
import { ApiError, Form, Notice, Page, Submit, dayOf, failureText, loadWords, navigate, notify, say,
         session, t, useCell, useForm, wordsCell, type Mistakes, type PageProps,
         type Values } from '../../kit';
import { useEffect } from 'preact/hooks';
import { mistakesOf, rowsAgreed } from '../../offline/obligations';
import { senderOf } from '../../offline/office';
import { ConfirmationCheck, type AgreementOf, inForce, promised, waiting, withAgreement } from '../agreement';
import { DraftCheck } from '../agreement/editor';
import { act, actAll, tell } from './act';
import { Back, Pending, Shown, headed, sourceText } from './common';
import { Input, SeatChecks, closedSeats, type Around } from './inputs';
import { GRAVE } from './order';
import { doneSeats, principalsOf, progressOf } from '../../kit/progress';
import { useTold } from './read';
import type { Dispute, Happened, Option, Options, Page as PageOf } from './types';
import { FOR_MANY, ONE_BY_ONE, bodyOf, firstRow, ordered, rowName, rowsOf, ticked,
         withRows } from './values';

/** Commands that state an agreement. */
const STATES = new Set(['reach_agreement', 'reach_oral_agreement', 'vary']);

/** The seats that a command is given for: who has signed signs no second time. */
function seatsOf(a: Around, values: Values): number[] {
    const closed = closedSeats(a);

    return ticked(values, a.dispute.parties).filter((seat) => !closed.has(seat));
}

/** What a form begins with: today for a day that must be named, the seats for which it is still to
 *  be done (none where each party's own will or receipt counts), one row of obligations where money is at stake, and what the address says. */
function initialOf(option: Option, a: Around, query: URLSearchParams): Values {
    let values: Values = {};
    const named = query.get('seat');
    const done = doneSeats(a.progress, option.command);

    for (const f of option.fields) {
        values[f.name] = query.get(f.name) ?? '';
        if (f.name === 'date' && f.required)
            values['date'] = a.today;
        if (f.name === 'obligations')
            values = withRows(values, a.dispute.amount_fen === null ? [] : [firstRow(a.dispute.parties)]);
    }
    const old = a.agreement === undefined ? undefined : waiting(a.agreement) ?? inForce(a.agreement);
    if (option.command === 'vary' && old !== undefined)
        values = withRows({ ...values, terms: old.terms, facts: old.facts ?? '' }, rowsAgreed(promised(old)));
    for (const p of a.dispute.parties) {
        values[`att${p.seat}`] = '';
        values[`agree${p.seat}`] = false;
        values[`seat${p.seat}`] = named !== null ? named === String(p.seat)
            : !ONE_BY_ONE.has(option.command) && !done.has(p.seat) && p.side !== 'third';
    }
    return values;
}

function checked(option: Option, a: Around, values: Values): Mistakes<Values> {
    const found: Mistakes<Values> = {};
    const names = new Set(option.fields.map((f) => f.name));

    if (names.has('seat') && FOR_MANY.has(option.command) &&
        seatsOf(a, values).length === 0)
        found[`seat${a.dispute.parties.find((p) => !closedSeats(a).has(p.seat))?.seat ?? 0}`] = t('mediator.nobody');
    if (names.has('obligations')) {
        for (const m of mistakesOf(rowsOf(values), a.dispute.parties.length, a.today))
            found[rowName(m.row, m.field)] ??= t(`mediator.row_${m.error}`);
    }
    const days = option.fields.find((f) => f.name === 'days');
    const typed = values['days'];
    if (days !== undefined && typeof typed === 'string' && typed !== '' &&
        !(/^\d{1,5}$/.test(typed.trim()) && Number(typed) >= (days.min ?? 1) &&
          Number(typed) <= (days.max ?? 3650)))
        found['days'] = t('mediator.range', { min: days.min ?? 1, max: days.max ?? 3650 });
    return found;
}

/** The command that would state the agreement, once it is well formed. */
function draftOf(option: Option, a: Around, values: Values): Record<string, unknown> | undefined {
    if (!STATES.has(option.command) || String(values['terms'] ?? '').trim() === '' ||
        Object.keys(checked(option, a, values)).length > 0)
        return undefined;
    return bodyOf(option.command, option.fields, values, a.dispute.parties);
}

/** All commands that one press stands for. */
function bodies(option: Option, a: Around, values: Values): Record<string, unknown>[] {
    const make = (given?: Record<string, unknown>): Record<string, unknown> =>
        bodyOf(option.command, option.fields, values, a.dispute.parties, given);

    if (FOR_MANY.has(option.command) && option.fields.some((f) => f.name === 'seat'))
        return seatsOf(a, values).map((seat) => make({ seat }));
    if (option.command !== 'ask_extension')
        return [make()];
    const asking = values['seat'] === '' ? undefined : Number(values['seat']);
    const manner = t('mediator.on_the_spot');
    return [make(), ...ticked(values, a.dispute.parties, 'agree')
        .filter((seat) => seat !== asking)
        .map((seat) => ({ command: 'consent_extension', seat, manner }))];
}

function CommandForm({ option, version, a, query, stale }:
    { option: Option; version: number; a: Around; query: URLSearchParams; stale: () => void }) {
    const who = session.get();
    const account = who === null || who === undefined ? '' : senderOf(who).account;
    const home = `/app/my/${a.dispute.id}`;
    const title = (): string => t('mediator.outbox_title', { what: say(option), title: a.dispute.title });

    const form = useForm({
        id: `${account}-${option.command}`.replace(/\W/g, '-'),
        initial: initialOf(option, a, query),
        draft: true,
        check: (values) => checked(option, a, values),
        submit: async (values, { key }) => {
            const list = bodies(option, a, values);
            try {
                await sendAll(list, key);
            } catch (e) {
                if (e instanceof ApiError && (e.isStale || e.status === 409))
                    stale();
                throw e;
            }
            navigate(home);
        },
    });

    async function sendAll(list: Record<string, unknown>[], key: string): Promise<void> {
        const id = a.dispute.id;

        if (list.length === 1) {
            const acted = await act({ id, path: 'commands', body: list[0], key, base: version,
                title: title() });
            tell(acted, t('mediator.did', { what: say(option) }));
            return;
        }
        const many = await actAll(id, list, key, version, title);
        if (many.error !== undefined)
            notify(t('mediator.did_some', { n: many.done, of: list.length,
                why: failureText(many.error) }), 'bad');
        else
            tell(many, t('mediator.did', { what: say(option) }));
    }

    return (
        <Form form={form} label={say(option)}>
            {GRAVE.has(option.command) && <Notice kind="warn"><p>{t('mediator.grave')}</p></Notice>}
            {option.command === 'disclose' && <Notice><p>{t('mediator.disclose_hint')}</p></Notice>}
            {ordered(option.fields).map((f) => <Input key={f.name} f={f} a={a} />)}
            {STATES.has(option.command) && <DraftCheck id={a.dispute.id} draft={draftOf(option, a, form.values)} />}
            {option.command === 'apply_confirmation' &&
                <ConfirmationCheck id={a.dispute.id} court={String(form.values['court'] ?? '')} />}
            {option.command === 'ask_extension' &&
                <SeatChecks a={a} prefix="agree" label={t('mediator.agree_now')} done={new Set()} />}
            <Submit wide weight={GRAVE.has(option.command) ? 'danger' : 'main'}>{headed(option)}</Submit>
            <p class="mediator-source">{t('mediator.source', { source: sourceText(option.source) })}</p>
        </Form>
    );
}

export function CommandPage({ params, query }: PageProps) {
    const id = params['id'] ?? '';
    const command = params['command'] ?? '';
    const base = `/api/v1/disputes/${id}`;
    const dispute = useTold<Dispute>(base);
    const options = useTold<Options>(`${base}/commands`);
    const events = useTold<PageOf<Happened>>(`${base}/events`);
    const agreement = useTold<AgreementOf>(`${base}/agreement`);
    const words = useCell(wordsCell);
    const option = options.value?.items.find((o) => o.command === command);
    const reload = (): void => {
        dispute.reload();
        options.reload();
        events.reload();
        agreement.reload();
    };

    useEffect(() => {
        void loadWords().catch(() => undefined);
    }, []);
    const isReady = (events.value !== undefined || events.error !== undefined) &&
        (agreement.value !== undefined || agreement.error !== undefined);
    return (
        <Page title={option === undefined ? t('mediator.case') : headed(option)} narrow>
            <Back id={id} />
            <Shown told={dispute}>
                {(d) => (
                    <>
                        <p class="mediator-about">
                            <strong>{d.title}</strong> <span class="mediator-soft">{d.number}</span>
                        </p>
                        <Pending id={id} />
                        <Shown told={options} quiet>
                            {(o) => (option === undefined
                                ? <Notice kind="warn"><p>{t('mediator.not_now')}</p></Notice>
                                : isReady && words !== undefined && (
                                    <CommandForm option={option} version={o.version} query={query}
                                        stale={reload} a={{
                                            command, dispute: d, today: dayOf(new Date()),
                                            progress: withAgreement(progressOf(events.value?.items ?? [],
                                                principalsOf(d.parties)), agreement.value),
                                            agreement: agreement.value,
                                        }} />
                                ))}
                        </Shown>
                    </>
                )}
            </Shown>
        </Page>
    );
}
