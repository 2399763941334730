// SPDX-License-Identifier: Apache-2.0
// Between a form of plain values and the body of a command.
import type { Values } from '../../kit';
import { fenOf } from '../../offline/money';
import { emptyRow, expand, type Every, type Kind,
         type Row as ObligationRow } from '../../offline/obligations';
import type { Field, Party } from './types';

/** In which order fields stand, whatever order the server names them in: first whom it concerns,
 *  then what, then when and where. */
const ORDER: readonly string[] = [
    'seat', 'mediator', 'body', 'court', 'obligation', 'deadline', 'last_day', 'shift_ground', 'attendance', 'ground', 'route',
    'stay_reason', 'result', 'amount_fen', 'days', 'claims', 'facts', 'terms', 'obligations', 'title', 'type', 'description',
    'signing', 'manner', 'session_day', 'date', 'place', 'note', 'reason',
];

export function ordered(fields: readonly Field[]): Field[] {
    const rank = (f: Field): number => {
        const at = ORDER.indexOf(f.name);
        return at < 0 ? ORDER.length : at;
    };

    return [...fields].sort((a, b) => rank(a) - rank(b));
}

/** Commands that are given for several parties at one sitting, one command each. */
export const FOR_MANY: ReadonlySet<string> = new Set([
    'notify', 'consent', 'sign', 'serve', 'consent_extension', 'apply_confirmation', 'reopen',
]);

/** Of these, commands for which nobody is ticked beforehand: a party asks the court by its own will,
 *  and a service is recorded for whom it reached. */
export const ONE_BY_ONE: ReadonlySet<string> = new Set(['apply_confirmation', 'serve']);

// ---- Attendance ----

export function attendanceOf(values: Values, parties: readonly Party[]): unknown[] {
    return parties.flatMap((p) => {
        const status = values[`att${p.seat}`];
        return typeof status === 'string' && status !== '' ? [{ seat: p.seat, status }] : [];
    });
}

// ---- Obligations ----

const ROW: readonly (keyof ObligationRow)[] = ['kind', 'payer', 'payee', 'yuan', 'act', 'due',
    'count', 'every', 'account', 'manner', 'consequence'];

function text(values: Values, name: string): string {
    const v = values[name];

    return typeof v === 'string' ? v : '';
}

function seat(typed: string): number | null {
    return /^\d{1,2}$/.test(typed) ? Number(typed) : null;
}

export function rowName(i: number, field: keyof ObligationRow): string {
    return `o${i}_${field}`;
}

export function rowsOf(values: Values): ObligationRow[] {
    return Array.from({ length: Number(text(values, 'o_n')) || 0 }, (_, i) => {
        const v = (field: keyof ObligationRow): string => text(values, rowName(i, field));
        return {
            kind: (v('kind') || 'money') as Kind, payer: seat(v('payer')), payee: seat(v('payee')),
            yuan: v('yuan'), act: v('act'), due: v('due'), count: v('count'),
            every: (v('every') || 'month') as Every, account: v('account'), manner: v('manner'),
            consequence: v('consequence'),
        };
    });
}

/** The same values with other rows. */
export function withRows(values: Values, rows: readonly ObligationRow[]): Values {
    const rest = Object.entries(values).filter(([name]) => !/^o(\d+)?_/.test(name));
    const put = rows.flatMap((row, i): [string, string][] => ROW.map((field) => {
        const v = row[field];
        return [rowName(i, field), v === null ? '' : String(v)];
    }));

    return Object.fromEntries([...rest, ...put, ['o_n', String(rows.length)]]);
}

/** A payment from the other side to the claimant, as most are. */
export function firstRow(parties: readonly Party[]): ObligationRow {
    const payee = parties.find((p) => p.side === 'claimant')?.seat ?? null;
    const payer = parties.find((p) => p.side === 'respondent')?.seat ?? null;

    return emptyRow(payer, payee);
}

// ---- Bodies ----

/** One field as the server takes it; undefined: not given. */
export function valueOf(f: Field, values: Values, parties: readonly Party[]): unknown {
    const typed = text(values, f.name).trim();

    if (f.name === 'attendance') {
        const list = attendanceOf(values, parties);
        return list.length > 0 ? list : undefined;
    }
    if (f.name === 'obligations') {
        const list = expand(rowsOf(values));
        return list.length > 0 ? list : undefined;
    }
    if (typed === '')
        return undefined;
    if (f.kind === 'money') {
        const amount = fenOf(typed);
        return 'fen' in amount ? amount.fen : typed;
    }
    if (f.kind === 'integer')
        return /^\d{1,9}$/.test(typed) ? Number(typed) : typed;
    return typed;
}

/** The body of one command. given: fields whose value is set already, the seat above all. */
export function bodyOf(command: string, fields: readonly Field[], values: Values,
                       parties: readonly Party[], given: Record<string, unknown> = {}):
    Record<string, unknown> {
    const body: Record<string, unknown> = { command };

    for (const f of fields) {
        const value = f.name in given ? given[f.name] : valueOf(f, values, parties);
        if (value !== undefined)
            body[f.name] = value;
    }
    return body;
}

/** Seats that are ticked, as "seat0", "seat1" …; prefix parts several such lists in one form. */
export function ticked(values: Values, parties: readonly Party[], prefix = 'seat'): number[] {
    return parties.filter((p) => values[`${prefix}${p.seat}`] === true).map((p) => p.seat);
}
