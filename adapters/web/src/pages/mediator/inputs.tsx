// SPDX-License-Identifier: Apache-2.0
// One input for each kind of field, and comfortable ones where a plain one would be a chore.
import { useEffect, useState } from 'preact/hooks';
import { CheckField, LongField, Notice, RadioField, SelectField, TextField, get, language, movableChoices, t, useLoad,
         vocabulary, type Choice } from '../../kit';
import { yuanOf } from '../../offline/money';
import { ObligationsEditor, type RowStore } from '../agreement/editor';
import { Pick } from '../evidence';
import { headed, partyText } from './common';
import { doneSeats, type Progress } from '../../kit/progress';
import type { AgreementOf } from '../agreement';
import type { Dispute, Field, Page, Row as CaseRow, Staff } from './types';
import { FOR_MANY, firstRow, rowName, rowsOf, withRows } from './values';

export interface Around {
    command: string;
    dispute: Dispute;
    progress: Progress;
    agreement?: AgreementOf | undefined;
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

/** Rows of obligations, as this form keeps them. */
function storeOf(a: Around): RowStore {
    return { name: rowName, read: rowsOf, write: withRows, fresh: () => firstRow(a.dispute.parties) };
}

function ObligationChoice({ f, a }: { f: Field; a: Around }) {
    const name = (seat: number): string =>
        a.dispute.parties.find((p) => p.seat === seat)?.name ?? String(seat);
    const choices = a.progress.owed.map((o, i) => ({
        value: String(i),
        label: o.amount_fen === undefined
            ? t('agreement.does', { payer: name(o.payer), payee: name(o.payee), act: o.act ?? '' })
            : `${t('agreement.pays', { payer: name(o.payer), payee: name(o.payee) })} ${
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
    const [path = '', asked = ''] = (f.from ?? '/api/v1/bodies?mediates=true').split('?');
    const bodies = useLoad<Page<BodyRow>>(path,
        { ...Object.fromEntries(new URLSearchParams(asked)), limit: 200 });
    const near = (r: string): number => {
        let n = 0;
        while (n < r.length && r[n] === a.dispute.region[n])
            n++;
        return n;
    };
    const choices = (bodies.value?.items ?? [])
        .filter((b) => f.name !== 'body' || b.id !== a.dispute.body?.id)
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
    if (f.name === 'attachment')
        return <Pick dispute={a.dispute.id} name={f.name} label={headed(f)} required={f.required}
            purpose={a.command === 'record_performance' ? 'performance' : 'signature_scan'} />;
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

/** The deadlines that may be moved, by name, last day and latest day. */
function DeadlineInput({ f }: { f: Field }) {
    return <RadioField name={f.name} label={headed(f)} required={f.required}
        choices={movableChoices(f.deadlines ?? [])} />;
}

/** Fields that pages fill in by themselves. */
const BY_ITSELF: ReadonlySet<string> = new Set(['document_code', 'sha256']);

/** Any field that /commands may name. */
export function Input({ f, a }: { f: Field; a: Around }) {
    if (BY_ITSELF.has(f.name))
        return null;
    const shared = { name: f.name, label: headed(f), required: f.required };
    const max = f.max_chars === undefined ? {} : { max: f.max_chars };

    if (f.name === 'seat')
        return <SeatInput f={f} a={a} />;
    if (f.name === 'attendance')
        return <Attendance a={a} />;
    if (f.name === 'obligations')
        return <ObligationsEditor parties={a.dispute.parties} choices={seatChoices(a)} today={a.today} store={storeOf(a)} />;
    if (f.name === 'obligation')
        return <ObligationChoice f={f} a={a} />;
    if (f.name === 'deadline')
        return <DeadlineInput f={f} />;
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
    case 'money':
        return <TextField {...shared} label={t('command.amount')} inputmode="decimal" />;
    case 'case':
        return <TextField {...shared} hint={t('mediator.case_hint')} />;
    case 'list':
        return <Notice kind="bad"><p>{t('mediator.unknown_list')}</p></Notice>;
    }
}
