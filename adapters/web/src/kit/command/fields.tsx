// SPDX-License-Identifier: Apache-2.0
// The fields of any command, inside a Form: labels, limits, words and choices are the server's.
import { useState } from 'preact/hooks';
import type { Query } from '../api';
import { useFormState } from '../form';
import { language, say, t } from '../i18n';
import { type PageOf, useLoad } from '../load';
import { Button } from '../parts/button';
import { type Choice, LongField, RadioField, SelectField, TextField } from '../parts/field';
import { movableChoices } from '../parts/times';
import { dayOf } from '../time';
import { vocabulary, wordOf } from '../words';
import { type CommandContext, type CommandField, type CommandOption, OBLIGATIONS_SHOWN } from './model';

interface Known {
    id: string;
    name?: string;
    body?: { id: string; name: string };
    number?: string;
    version?: string;
}

function seatChoices(context: CommandContext): Choice[] {
    return context.seats.map((s) => ({ value: String(s.seat),
        label: `${s.name} · ${wordOf('side', s.side)}` }));
}

/** The address of a list and its filters, apart. */
function apart(from: string): { path: string; query: Record<string, string> } {
    const [path, search] = from.split('?');
    return { path: path!, query: Object.fromEntries(new URLSearchParams(search ?? '')) };
}

function labelOf(x: Known): string {
    if (x.version !== undefined)
        return `${x.id}/${x.version}`;
    return x.body === undefined ? (x.name ?? x.id) : `${x.name ?? x.id} · ${x.body.name}`;
}

/** Somebody or something by name, from the list that the field says. */
function ReferenceField({ f, context }: { f: CommandField; context: CommandContext }) {
    const { path, query } = apart(f.from ?? '');
    const isPlace = path === '/api/v1/bodies' || path === '/api/v1/staff';
    const asked: Query = { ...query, ...(path === '/api/v1/procedures' ? {} : { limit: 200 }) };
    if (isPlace && context.region !== undefined)
        asked['region'] = context.region;
    if (path === '/api/v1/staff' && context.body !== undefined)
        asked['body'] = context.body;
    const isListed = isPlace || path === '/api/v1/procedures';
    const list = useLoad<PageOf<Known>>(isListed ? path : undefined, asked);
    const common = { name: f.name, label: say(f), required: f.required };
    if (!isListed)
        return <TextField {...common} hint={t('command.number_hint')} upper />;
    const items = list.value?.items ?? [];
    const none = list.error !== undefined ? t('command.list_failed')
        : list.value === undefined ? t('kit.loading') : undefined;
    return (
        <SelectField {...common} {...(none === undefined ? {} : { none })}
            choices={items.map((x) => ({ value: x.version === undefined ? x.id : labelOf(x),
                label: labelOf(x) }))} />
    );
}

function AttendanceFields({ f, context }: { f: CommandField; context: CommandContext }) {
    const choices = vocabulary('attendance').map((w) => ({ value: w.code, label: say(w) }));
    return (
        <>
            {context.seats.map((s) => (
                <RadioField key={s.seat} name={`attendance.${s.seat}`} pointer={`/${f.name}/${s.seat}`}
                    label={t('command.came', { name: s.name })} required={f.required} choices={choices} />
            ))}
        </>
    );
}

function ObligationRow({ n, context }: { n: number; context: CommandContext }) {
    const at = (part: string): string => `obligations.${n}.${part}`;
    const to = (part: string): string => `/obligations/${n}/${part}`;
    const seats = seatChoices(context);
    return (
        <fieldset class="command-row">
            <legend>{t('command.obligation', { n: n + 1 })}</legend>
            <SelectField name={at('payer')} pointer={to('payer')} label={t('command.payer')} choices={seats} />
            <SelectField name={at('payee')} pointer={to('payee')} label={t('command.payee')} choices={seats} />
            <TextField name={at('amount')} pointer={to('amount_fen')} label={t('command.amount')}
                inputmode="decimal" />
            <TextField name={at('act')} pointer={to('act')} label={t('command.act')} max={200} />
            <TextField name={at('due')} pointer={to('due')} label={t('command.due')} type="date" />
            <TextField name={at('manner')} pointer={to('manner')} label={t('command.manner')} max={200} />
        </fieldset>
    );
}

function ObligationFields({ f, context }: { f: CommandField; context: CommandContext }) {
    const [rows, setRows] = useState(1);
    return (
        <div class="command-rows">
            <h3>{say(f)}</h3>
            {Array.from({ length: rows }, (_, n) => <ObligationRow key={n} n={n} context={context} />)}
            {rows < OBLIGATIONS_SHOWN && (
                <Button onClick={() => setRows(rows + 1)}>{t('command.more_obligations')}</Button>
            )}
        </div>
    );
}

type Level = 'harm' | 'urgency' | 'scope';

function isLevel(name: string): name is Level {
    return name === 'harm' || name === 'urgency' || name === 'scope';
}

function IntegerField({ f, context }: { f: CommandField; context: CommandContext }) {
    const common = { name: f.name, label: say(f), required: f.required };
    const min = f.min ?? 0;
    const max = f.max ?? 0;
    if (f.name === 'seat')
        return <SelectField {...common} label={t('command.seat')} choices={seatChoices(context)} />;
    if (isLevel(f.name)) {
        return (
            <SelectField {...common} choices={['0', '1', '2', '3'].map((n) => ({ value: n,
                label: t(`command.${f.name as Level}_${n}`) }))} />
        );
    }
    if (max - min < 32) {
        return (
            <SelectField {...common} choices={Array.from({ length: max - min + 1 }, (_, i) => {
                const n = min + i;
                return { value: String(n),
                    label: f.name === 'obligation' ? t('command.obligation', { n: n + 1 }) : String(n) };
            })} />
        );
    }
    return <TextField {...common} inputmode="numeric" hint={t('command.range', { min, max })} />;
}

function OneField({ f, context }: { f: CommandField; context: CommandContext }) {
    const common = { name: f.name, label: say(f), required: f.required };
    switch (f.kind) {
    case 'long_text':
        return <LongField {...common} {...(f.max_chars === undefined ? {} : { max: f.max_chars })} />;
    case 'word':
        return <SelectField {...common} choices={(f.words ?? []).map((w) => ({ value: w.code, label: say(w) }))} />;
    case 'date':
        return <TextField {...common} type="date" />;
    case 'money':
        return <TextField {...common} label={t('command.amount')} inputmode="decimal" />;
    case 'case':
        return <TextField {...common} hint={t('command.case_hint')} />;
    case 'integer':
        return <IntegerField f={f} context={context} />;
    case 'reference':
        return f.from === undefined ? <TextField {...common} hint={t('command.region_hint')} inputmode="numeric" />
            : <ReferenceField f={f} context={context} />;
    case 'list':
        return f.name === 'attendance' ? <AttendanceFields f={f} context={context} />
            : <ObligationFields f={f} context={context} />;
    case 'text':
        if (f.deadlines !== undefined)
            return <RadioField {...common} choices={movableChoices(f.deadlines)} />;
        return <TextField {...common} {...(f.max_chars === undefined ? {} : { max: f.max_chars })} />;
    }
}

/** Fields that the pages of signing and of evidence fill in; here nobody could. */
const BY_ITSELF: ReadonlySet<string> = new Set(['attachment', 'document_code', 'sha256']);

/** All fields of a command: those that it needs first. Stands in a Form with emptyValues(). */
export function CommandFields({ option, context }: { option: CommandOption; context: CommandContext }) {
    useFormState();
    const fields = option.fields.filter((f) => !BY_ITSELF.has(f.name)).sort((a, b) => Number(b.required) - Number(a.required));
    return <>{fields.map((f) => <OneField key={`${f.name} ${language.get()}`} f={f} context={context} />)}</>;
}

/** Today where the law counts: the value that a date field of an act done now begins with. */
export function today(): string {
    return dayOf(new Date());
}
