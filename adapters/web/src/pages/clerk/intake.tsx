// SPDX-License-Identifier: Apache-2.0
// Registering a dispute at the window, and the receipt that dates the request (诉讼时效规定 12).
import { useEffect, useRef, useState } from 'preact/hooks';
import { type PageProps, type Values, ApiError, Button, CheckField, Form, LongField, Page, RadioField, Section, SelectField,
         Submit, TextField, failureText, fen, loadWords, navigate, notify, say, send, session, t, useCell, useForm, useLoad, vocabulary,
         withQuery, wordsCell } from '../../kit';
import { DuplicateWarning, Suggested } from './helps';
import { identityFault } from './identity';
import { PARTIES_MAX, intakeBody, intakeValues, partyValues, said, seatsOf } from './intake_model';
import { Keys } from './keys';
import { PartyFields } from './party_fields';
import { RegionPicker } from './region';
import type { Body, Outcome } from './types';

function mistakesOf(values: Values): Record<string, string> {
    const found: Record<string, string> = {};
    if (said(values, 'region') === '')
        found['region'] = t('kit.required');
    if (said(values, 'amount') !== '' && fen(said(values, 'amount')) === undefined)
        found['amount'] = t('clerk.amount_bad');
    for (const n of seatsOf(values)) {
        const text = said(values, `p${n}.identity`);
        const fault = text === '' ? undefined : identityFault(said(values, `p${n}.kind`), text);
        if (fault !== undefined)
            found[`p${n}.identity`] = t(`clerk.identity_${fault}`);
    }
    return found;
}

/** Bodies that may receive it: those of the district, and the own one first. */
function BodyField({ region }: { region: string }) {
    const me = useCell(session);
    const bodies = useLoad<{ items: Body[] }>(region === '' ? undefined : '/api/v1/bodies',
        { region: region.slice(0, 6), mediates: 'true', limit: 200 });
    const items = bodies.value?.items ?? [];
    const near = (b: Body): number => (region.startsWith(b.region) || b.region.startsWith(region) ? 0 : 1);
    return (
        <SelectField name="body" label={t('clerk.body')} required={typeof me?.body !== 'string'}
            hint={t('clerk.body_hint')} none={region === '' ? t('clerk.region_first') : t('clerk.body_own')}
            choices={[...items].sort((a, b) => near(a) - near(b)).map((b) => ({ value: b.id, label: b.name }))} />
    );
}

function Levels({ name }: { name: 'harm' | 'urgency' | 'scope' }) {
    return (
        <RadioField name={name} label={name === 'harm' ? t('clerk.harm') : name === 'urgency' ? t('clerk.urgency') : t('clerk.scope')} required
            choices={['0', '1', '2', '3'].map((n) => ({ value: n, label: t(`command.${name}_${n}`) }))} />
    );
}

function words(name: string): { value: string; label: string }[] {
    return vocabulary(name).map((w) => ({ value: w.code, label: say(w) }));
}

/** Who claims comes first, a third party last. */
function sides(): ReturnType<typeof vocabulary> {
    const order = ['claimant', 'respondent'];
    return order.flatMap((code) => vocabulary('side').filter((w) => w.code === code))
        .concat(vocabulary('side').filter((w) => !order.includes(w.code)));
}

/** Merge the new one into the one that the clerk chose. */
async function merge(made: Outcome, into: string, key: string): Promise<void> {
    try {
        await send('POST', `/api/v1/disputes/${made.id}/commands`,
            { command: 'merge', dispute: into, reason: t('clerk.merge_reason') }, { key: `${key}.merge` });
        notify(t('clerk.merged'));
    } catch (e) {
        if (!(e instanceof ApiError))
            throw e;
        notify(failureText(e), 'bad');
    }
}

function useIntake(into: string, done: (made: Outcome) => void) {
    return useForm<Values>({
        id: 'intake',
        initial: intakeValues(),
        check: mistakesOf,
        async submit(values, { key }) {
            const answer = await send<Outcome>('POST', '/api/v1/disputes', intakeBody(values), { key });
            if (into !== '')
                await merge(answer.value, into, key);
            done(answer.value);
        },
    });
}

function Parties({ form }: { form: ReturnType<typeof useIntake> }) {
    const seats = seatsOf(form.values);
    const last = useRef(1);
    const add = (side: string): void => {
        last.current = Math.max(last.current, ...seats) + 1;
        form.setAll({ ...form.values, ...partyValues(last.current, side), seats: [...seats, last.current].join(' ') });
    };
    // What is required of a party that is gone must not be missed: its values are never read again.
    const remove = (n: number): void => form.setAll({ ...form.values, [`p${n}.side`]: '-', [`p${n}.kind`]: '-',
        [`p${n}.name`]: '-', [`p${n}.identity`]: '', seats: seats.filter((x) => x !== n).join(' ') });
    return (
        <Section title={t('clerk.parties')}>
            {seats.map((n, seat) => (
                <PartyFields key={n} n={n} seat={seat} remove={seats.length > 2 ? () => remove(n) : undefined} />
            ))}
            {seats.length < PARTIES_MAX && (
                <div class="actions">
                    {sides().map((w) => (
                        <Button key={w.code} onClick={() => add(w.code)}>{t('clerk.party_add', { side: say(w) })}</Button>
                    ))}
                </div>
            )}
            <CheckField name="joint" label={t('clerk.joint')} />
        </Section>
    );
}

/** Typed and not sent: the browser asks before it is lost. It is not kept on the device, since it
 *  names people. */
function useLeaveWarning(isDirty: boolean): void {
    useEffect(() => {
        const ask = (e: BeforeUnloadEvent): void => e.preventDefault();
        if (isDirty)
            addEventListener('beforeunload', ask);
        return () => removeEventListener('beforeunload', ask);
    }, [isDirty]);
}

function IntakeForm({ done }: { done: (made: Outcome) => void }) {
    const me = useCell(session);
    const [into, setInto] = useState('');
    const form = useIntake(into, done);
    const region = said(form.values, 'region');
    useLeaveWarning(!form.busy && said(form.values, 'title') !== '');
    form.register('region', { label: t('clerk.region'), pointer: '/region', required: true });
    return (
        <Form form={form} label={t('clerk.intake')}>
            <Section title={t('clerk.matter')}>
                <div class="form">
                    <TextField name="title" label={t('clerk.title')} required max={200} />
                    <LongField name="description" label={t('clerk.description')} max={4000} />
                    <Suggested />
                    <div class="clerk-fields">
                        <SelectField name="type" label={t('clerk.type')} required choices={words('type')} />
                        <TextField name="cause" label={t('clerk.cause')} max={100} hint={t('clerk.cause_hint')} />
                        <SelectField name="channel" label={t('clerk.channel')} required choices={words('channel')} />
                        <SelectField name="source" label={t('clerk.source')} required choices={words('source')} />
                        <TextField name="amount" pointer="/amount_fen" label={t('clerk.amount')} inputmode="decimal" />
                        <TextField name="external_ref" label={t('clerk.external')} max={64} />
                    </div>
                </div>
            </Section>
            <Parties form={form} />
            <DuplicateWarning into={into} choose={setInto} />
            <Section title={t('clerk.where')}>
                <div class="form">
                    <RegionPicker id="intake-region" label={t('clerk.region')} value={region} root={me?.region ?? undefined}
                        mistake={form.mistakes['region']}
                        onPick={(r) => form.setAll({ ...form.values, region: r?.code ?? '', body: '' })} />
                    <BodyField region={region} />
                </div>
            </Section>
            <Section title={t('clerk.triage')}>
                <div class="grid">
                    <Levels name="harm" />
                    <Levels name="urgency" />
                    <Levels name="scope" />
                </div>
            </Section>
            <div class="actions">
                <Submit>{into === '' ? t('clerk.register') : t('clerk.register_merge')}</Submit>
            </div>
        </Form>
    );
}

/** The receipt has an address of its own; what may be a double is named there. */
function show(made: Outcome): void {
    const like = (made.possible_duplicates ?? []).map((d) => d.id).join(',');
    navigate(withQuery(`/app/disputes/${made.id}/receipt`, like === '' ? {} : { like }), { replace: true });
}

export function IntakePage(_: PageProps) {
    const known = useCell(wordsCell);
    useEffect(() => {
        void loadWords();
    }, []);
    return (
        <Page title={t('clerk.intake')} actions={<Keys />}>
            {known === undefined ? <p class="waiting">{t('kit.loading')}</p> : <IntakeForm done={show} />}
        </Page>
    );
}
