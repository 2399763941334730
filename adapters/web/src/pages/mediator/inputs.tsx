// SPDX-License-Identifier: Apache-2.0
// One input for each kind of field, and comfortable ones where a plain one would be a chore.
import { useEffect, useState } from 'preact/hooks';
import { Button, CheckField, LongField, Money, Notice, RadioField, SelectField, TextField, get,
         language, t, useFormState, useLoad, vocabulary, type Choice } from '../../kit';
import { expand, mistakesOf, OBLIGATIONS_MAX, sums, total, type Row } from '../../offline/obligations';
import { yuanOf } from '../../offline/money';
import { headed, partyText } from './common';
import { doneSeats, type Progress } from '../../kit/progress';
import type { Dispute, Field, Page, Row as CaseRow, Staff } from './types';
import { FOR_MANY, firstRow, rowName, rowsOf, withRows } from './values';

export interface Around {
    command: string;
    dispute: Dispute;
    progress: Progress;
    today: string;
}

// ---- Parties ----

/** Seats that cannot be ticked: nobody signs the same text twice. */
export function closedSeats(a: Around): ReadonlySet<number> {
    return a.command === 'sign' ? a.progress.signed : new Set<number>();
}

/** The parties to tick; those for whom it is done say so and are not ticked. */
export function SeatChecks({ a, label, done, prefix = 'seat' }:
    { a: Around; label: string; done: ReadonlySet<number>; prefix?: string }) {
    return (
        <fieldset class="field">
            <legend>{label}</legend>
            <div class="choices">
                {a.dispute.parties.map((p) => (prefix === 'seat' && closedSeats(a).has(p.seat) ? (
                    <p key={p.seat} class="hint">✓ {partyText(p)} · {t('mediator.done_already')}</p>
                ) : (
                    <CheckField key={p.seat} name={`${prefix}${p.seat}`} label={partyText(p)}
                        pointer={`/${prefix}/${p.seat}`}
                        {...(done.has(p.seat) ? { hint: t('mediator.done_already') } : {})} />
                )))}
            </div>
        </fieldset>
    );
}

function seatChoices(a: Around): Choice[] {
    return a.dispute.parties.map((p) => ({ value: String(p.seat), label: partyText(p) }));
}

function SeatInput({ f, a }: { f: Field; a: Around }) {
    if (FOR_MANY.has(a.command))
        return <SeatChecks a={a} label={t('mediator.for_whom')} done={doneSeats(a.progress, a.command)} />;
    return <RadioField name="seat" required={f.required}
        label={t(a.command === 'ask_extension' ? 'mediator.who_asks' : 'mediator.for_whom')}
        choices={seatChoices(a)} />;
}

// ---- Attendance ----

function Attendance({ a }: { a: Around }) {
    const choices = vocabulary('attendance').map((w) => ({ value: w.code, label: headed(w) }));

    return (
        <>
            {a.dispute.parties.map((p) => (
                <RadioField key={p.seat} name={`att${p.seat}`} required choices={choices}
                    pointer={`/attendance/${p.seat}`}
                    label={t('mediator.attendance_of', { party: partyText(p) })} />
            ))}
        </>
    );
}

// ---- Obligations ----

function ObligationRow({ i, row, a, drop }: { i: number; row: Row; a: Around; drop: () => void }) {
    const name = (field: keyof Row): string => rowName(i, field);
    const first = expand(rowsOf(useFormState().values).slice(0, i)).length;
    const at = (field: string): string => `/obligations/${first}/${field}`;
    const kinds = (['money', 'plan', 'act'] as const)
        .map((k) => ({ value: k, label: t(`mediator.kind_${k}`) }));

    return (
        <fieldset class="mediator-obligation">
            <legend>{t('mediator.obligation_n', { i: i + 1 })}</legend>
            <RadioField name={name('kind')} label={t('mediator.kind')} required choices={kinds} />
            <SelectField name={name('payer')} pointer={at('payer')} required choices={seatChoices(a)}
                label={t(row.kind === 'act' ? 'mediator.doer' : 'mediator.payer')} />
            <SelectField name={name('payee')} pointer={at('payee')} required choices={seatChoices(a)}
                label={t(row.kind === 'act' ? 'mediator.for_the_good_of' : 'mediator.payee')} />
            {row.kind === 'act'
                ? <LongField name={name('act')} pointer={at('act')} required rows={2} max={500}
                    label={t('mediator.act')} />
                : <TextField name={name('yuan')} pointer={at('amount_fen')} required
                    inputmode="decimal"
                    label={t(row.kind === 'plan' ? 'mediator.amount_whole' : 'mediator.amount_yuan')} />}
            {row.kind === 'plan' && (
                <>
                    <TextField name={name('count')} required inputmode="numeric" max={2}
                        label={t('mediator.count')} />
                    <RadioField name={name('every')} required label={t('mediator.every')}
                        choices={(['month', 'week'] as const)
                            .map((e) => ({ value: e, label: t(`mediator.every_${e}`) }))} />
                </>
            )}
            <TextField name={name('due')} pointer={at('due')} required type="date"
                label={t(row.kind === 'plan' ? 'mediator.first_due' : 'mediator.due')} />
            <TextField name={name('manner')} pointer={at('manner')} max={500}
                label={t('mediator.manner')} hint={t('mediator.manner_hint')} />
            <TextField name={name('consequence')} pointer={at('consequence')} max={500}
                label={t('mediator.consequence')} />
            <Button onClick={drop}>{t('mediator.drop_row', { i: i + 1 })}</Button>
        </fieldset>
    );
}

/** What all rows come to, as far as they are filled in. */
function Sums({ rows, a }: { rows: readonly Row[]; a: Around }) {
    const bad = new Set(mistakesOf(rows, a.dispute.parties.length, a.today).map((m) => m.row));
    const list = expand(rows.filter((_, i) => !bad.has(i)));
    const name = (seat: number): string =>
        a.dispute.parties.find((p) => p.seat === seat)?.name ?? String(seat);
    const all = sums(list);

    if (all.length === 0)
        return null;
    return (
        <div class="mediator-sums" role="status">
            <ul>
                {all.map((s) => (
                    <li key={`${s.payer}-${s.payee}`}>
                        {t('mediator.pays', { payer: name(s.payer), payee: name(s.payee) })}{' '}
                        <Money fen={s.fen} />
                    </li>
                ))}
            </ul>
            <p>{t('mediator.sum', { amount: yuanOf(total(list)), parts: list.length })}</p>
        </div>
    );
}

function Obligations({ a }: { a: Around }) {
    const form = useFormState();
    const rows = rowsOf(form.values);
    const put = (next: Row[]): void => form.setAll(withRows(form.values, next));

    return (
        <div class="mediator-obligations">
            <h2>{t('mediator.obligations')}</h2>
            <p class="hint">{t('mediator.obligations_hint')}</p>
            {rows.map((row, i) => (
                <ObligationRow key={i} i={i} row={row} a={a}
                    drop={() => put(rows.filter((_, at) => at !== i))} />
            ))}
            {rows.length < OBLIGATIONS_MAX && (
                <Button wide onClick={() => put([...rows, firstRow(a.dispute.parties)])}>
                    {t('mediator.add_row')}
                </Button>
            )}
            <Sums rows={rows} a={a} />
        </div>
    );
}

function ObligationChoice({ f, a }: { f: Field; a: Around }) {
    const name = (seat: number): string =>
        a.dispute.parties.find((p) => p.seat === seat)?.name ?? String(seat);
    const choices = a.progress.owed.map((o, i) => ({
        value: String(i),
        label: o.amount_fen === undefined
            ? t('mediator.does', { payer: name(o.payer), act: o.act ?? '' })
            : `${t('mediator.pays', { payer: name(o.payer), payee: name(o.payee) })} ${
                t('kit.yuan', { amount: yuanOf(o.amount_fen) })}`,
        hint: t('mediator.until_day', { day: o.due }),
    }));

    return <RadioField name={f.name} label={t('mediator.which_obligation')} required={f.required}
        choices={choices} />;
}

// ---- References ----

const LOADS_MAX = 30; // mediators whose open cases are counted
const COUNT_MAX = 100; // cases of one of them that are counted; more is "100+"

/** How many open cases each mediator has. */
function useCaseloads(staff: readonly Staff[]): Map<string, string> {
    const [loads, setLoads] = useState(new Map<string, string>());
    const ids = staff.slice(0, LOADS_MAX).map((s) => s.id).join();

    useEffect(() => {
        const ending = new AbortController();
        const count = async (id: string): Promise<void> => {
            const page = await get<Page<CaseRow>>('/api/v1/disputes',
                { query: { mediator: id, open: true, limit: COUNT_MAX }, signal: ending.signal });
            const text = page.next === null ? String(page.items.length) : `${COUNT_MAX}+`;
            setLoads((now) => new Map(now).set(id, text));
        };
        for (const id of ids === '' ? [] : ids.split(','))
            count(id).catch(() => undefined); // then it is not said
        return () => ending.abort();
    }, [ids]);
    return loads;
}

function MediatorInput({ f, a }: { f: Field; a: Around }) {
    const staff = useLoad<Page<Staff>>('/api/v1/staff',
        { role: 'mediator', body: a.dispute.body?.id, limit: 200 });
    const people = staff.value?.items ?? [];
    const loads = useCaseloads(people);

    return (
        <RadioField name={f.name} label={headed(f)} required={f.required}
            {...(staff.error === undefined ? {} : { hint: t('mediator.list_failed') })}
            choices={people.map((s) => ({
                value: s.id,
                label: s.name,
                hint: loads.has(s.id) ? t('mediator.caseload', { load: loads.get(s.id) ?? '' })
                    : t('mediator.caseload_unknown'),
            }))} />
    );
}

interface BodyRow {
    id: string;
    name: string;
    kind: string;
    kind_zh: string;
    region: string;
}

/** Bodies near the dispute first. */
function BodyInput({ f, a }: { f: Field; a: Around }) {
    const [path = '', asked = ''] = (f.from ?? '/api/v1/bodies').split('?');
    const bodies = useLoad<Page<BodyRow>>(path,
        { ...Object.fromEntries(new URLSearchParams(asked)), limit: 200 });
    const isCourt = f.name === 'court';
    const near = (r: string): number => {
        let n = 0;
        while (n < r.length && r[n] === a.dispute.region[n])
            n++;
        return n;
    };
    const choices = (bodies.value?.items ?? [])
        .filter((b) => (isCourt ? b.kind === 'court'
            : !['court', 'supervisor', 'police'].includes(b.kind) && b.id !== a.dispute.body?.id))
        .sort((x, y) => near(y.region) - near(x.region))
        .map((b) => ({
            value: b.id,
            label: language.get() === 'en' ? b.name
                : t('mediator.body_kind', { name: b.name, kind: b.kind_zh }),
        }));

    return <SelectField name={f.name} label={headed(f)} required={f.required} choices={choices}
        {...(bodies.error === undefined ? {} : { hint: t('mediator.list_failed') })} />;
}

function ReferenceInput({ f, a }: { f: Field; a: Around }) {
    if (f.name === 'mediator')
        return <MediatorInput f={f} a={a} />;
    if (f.name === 'body' || f.name === 'court')
        return <BodyInput f={f} a={a} />;
    return <TextField name={f.name} label={headed(f)} required={f.required} upper
        hint={t(f.name === 'region' ? 'mediator.region_hint' : 'mediator.number_hint')} />;
}

// ---- All ----

const FEW = 9; // words that stand as buttons; more stand in a list

function WordInput({ f }: { f: Field }) {
    const choices = (f.words ?? []).map((w) => ({ value: w.code, label: headed(w) }));

    return choices.length <= FEW
        ? <RadioField name={f.name} label={headed(f)} required={f.required} choices={choices} />
        : <SelectField name={f.name} label={headed(f)} required={f.required} choices={choices} />;
}

function IntegerInput({ f }: { f: Field }) {
    const [min, max] = [f.min ?? 0, f.max ?? 0];

    if (max - min < 4) {
        const choices = Array.from({ length: max - min + 1 }, (_, i) =>
            ({ value: String(min + i), label: String(min + i) }));
        return <RadioField name={f.name} label={headed(f)} required={f.required} choices={choices} />;
    }
    return <TextField name={f.name} label={headed(f)} required={f.required} inputmode="numeric"
        hint={t('mediator.range', { min, max })} />;
}

/** Any field that /commands may name. */
export function Input({ f, a }: { f: Field; a: Around }) {
    const shared = { name: f.name, label: headed(f), required: f.required };
    const max = f.max_chars === undefined ? {} : { max: f.max_chars };

    if (f.name === 'seat')
        return <SeatInput f={f} a={a} />;
    if (f.name === 'attendance')
        return <Attendance a={a} />;
    if (f.name === 'obligations')
        return <Obligations a={a} />;
    if (f.name === 'obligation')
        return <ObligationChoice f={f} a={a} />;
    switch (f.kind) {
    case 'long_text':
        return <LongField {...shared} {...max} rows={6} />;
    case 'text':
        return ['reason', 'note', 'description'].includes(f.name)
            ? <LongField {...shared} {...max} rows={3} /> : <TextField {...shared} {...max} />;
    case 'integer':
        return <IntegerInput f={f} />;
    case 'date':
        return <TextField {...shared} type="date" />;
    case 'word':
        return <WordInput f={f} />;
    case 'reference':
        return <ReferenceInput f={f} a={a} />;
    case 'case':
        return <TextField {...shared} hint={t('mediator.case_hint')} />;
    case 'list':
        return <Notice kind="bad"><p>{t('mediator.unknown_list')}</p></Notice>;
    }
}
