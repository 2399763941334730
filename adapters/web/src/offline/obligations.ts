// SPDX-License-Identifier: Apache-2.0
// The terms of an agreement as obligations: who owes what to whom until when, and how.
//
// A form row is one payment, one act, or a plan of instalments; what the server takes is a flat
// list, each with its own due date. What is checked here is what the server checks, so that the
// person hears of it while typing; the server has the last word.

import { fenOf, parts, yuanOf, type MoneyError } from './money';

export const OBLIGATIONS_MAX = 64; // of one agreement, instalments counted one by one
export const TEXT_CHARS_MAX = 500; // act, account, manner, consequence
export const INSTALMENTS_MIN = 2;

export type Kind = 'money' | 'act' | 'plan';
export type Every = 'week' | 'month';

/** A row of the form, as typed. */
export interface Row {
    kind: Kind;
    payer: number | null; // seats
    payee: number | null;
    yuan: string; // of a plan: all of it
    act: string;
    due: string; // "2026-12-01"; of a plan: the first
    count: string; // instalments
    every: Every;
    account: string;
    manner: string;
    consequence: string;
}

/** What the server takes (schema Obligation). */
export interface Obligation {
    payer: number;
    payee: number;
    amount_fen?: string;
    act?: string;
    due: string;
    account?: string;
    manner?: string;
    consequence?: string;
    plan?: number; // instalments of one promise share it
}

export type RowError =
    | MoneyError | 'missing' | 'same_seat' | 'no_seat' | 'too_long' | 'not_a_date' | 'in_the_past'
    | 'not_a_count' | 'too_many' | 'too_small';

/** A mistake at a field of a row. */
export interface RowMistake {
    row: number;
    field: keyof Row;
    error: RowError;
}

export function emptyRow(payer: number | null, payee: number | null): Row {
    return {
        kind: 'money', payer, payee, yuan: '', act: '', due: '', count: '2', every: 'month',
        account: '', manner: '', consequence: '',
    };
}

/** Is it a day of the calendar? */
export function isDay(text: string): boolean {
    const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);

    if (m === null)
        return false;
    const day = new Date(`${text}T00:00:00Z`);
    return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
}

/** The n-th day after the first, n from 0. A month has no 31st: then its last day (民法典 202). */
export function nthDue(first: string, every: Every, n: number): string {
    const [y = 0, m = 1, d = 1] = first.split('-').map(Number);

    if (every === 'week')
        return new Date(Date.UTC(y, m - 1, d + 7 * n)).toISOString().slice(0, 10);
    const last = new Date(Date.UTC(y, m + n, 0)).getUTCDate();
    return new Date(Date.UTC(y, m - 1 + n, Math.min(d, last))).toISOString().slice(0, 10);
}

function countOf(row: Row): number | null {
    const n = /^\d{1,3}$/.test(row.count.trim()) ? Number(row.count) : NaN;

    return n >= INSTALMENTS_MIN && n <= OBLIGATIONS_MAX ? n : null;
}

/** Characters as the server counts them: code points. */
function isLong(text: string): boolean {
    return [...text].length > TEXT_CHARS_MAX;
}

function seatError(seat: number | null, seats: number): RowError | null {
    if (seat === null)
        return 'missing';
    return Number.isInteger(seat) && seat >= 0 && seat < seats ? null : 'no_seat';
}

function dueError(due: string, today: string): RowError | null {
    if (due === '')
        return 'missing';
    if (!isDay(due))
        return 'not_a_date';
    return due < today ? 'in_the_past' : null;
}

function moneyError(row: Row): RowError | null {
    const amount = fenOf(row.yuan);
    const count = countOf(row);

    if ('error' in amount)
        return amount.error === 'empty' ? 'missing' : amount.error;
    if (row.kind === 'plan' && count !== null && BigInt(amount.fen) < BigInt(count))
        return 'too_small';
    return null;
}

/** Every mistake of one row. today is the first day on which something may fall due. */
function rowMistakes(row: Row, seats: number, today: string): [keyof Row, RowError | null][] {
    const found: [keyof Row, RowError | null][] = [
        ['payer', seatError(row.payer, seats)],
        ['payee', seatError(row.payee, seats) ??
            (row.payee === row.payer && row.payee !== null ? 'same_seat' : null)],
        ['due', dueError(row.due, today)],
        ['account', isLong(row.account) ? 'too_long' : null],
        ['manner', isLong(row.manner) ? 'too_long' : null],
        ['consequence', isLong(row.consequence) ? 'too_long' : null],
    ];

    if (row.kind === 'act')
        found.push(['act', row.act.trim() === '' ? 'missing' : isLong(row.act) ? 'too_long' : null]);
    else
        found.push(['yuan', moneyError(row)]);
    if (row.kind === 'plan')
        found.push(['count', countOf(row) === null ? 'not_a_count' : null]);
    return found;
}

/** Every mistake of the rows; none: `expand` may be called. */
export function mistakesOf(rows: readonly Row[], seats: number, today: string): RowMistake[] {
    const found = rows.flatMap((row, i) => rowMistakes(row, seats, today)
        .flatMap(([field, error]) => (error === null ? [] : [{ row: i, field, error }])));
    const total = rows.reduce((n, row) => n + (row.kind === 'plan' ? countOf(row) ?? 1 : 1), 0);

    if (total > OBLIGATIONS_MAX)
        found.push({ row: rows.length - 1, field: 'count', error: 'too_many' });
    return found;
}

function common(row: Row): Pick<Obligation, 'account' | 'manner' | 'consequence'> {
    const said = (name: 'account' | 'manner' | 'consequence'): Partial<Obligation> =>
        (row[name].trim() === '' ? {} : { [name]: row[name].trim() });

    return { ...(row.kind === 'act' ? {} : said('account')), ...said('manner'), ...said('consequence') };
}

/** The list that the server takes, of rows without mistakes. */
export function expand(rows: readonly Row[]): Obligation[] {
    let plans = 0;

    return rows.flatMap((row): Obligation[] => {
        const who = { payer: row.payer ?? 0, payee: row.payee ?? 0 };

        if (row.kind === 'act')
            return [{ ...who, act: row.act.trim(), due: row.due, ...common(row) }];
        const amount = fenOf(row.yuan);
        const fen = 'fen' in amount ? amount.fen : '0';
        const n = row.kind === 'plan' ? countOf(row) ?? 1 : 1;
        const plan = row.kind === 'plan' ? { plan: ++plans } : {};
        return parts(fen, n).map((part, i) => ({
            ...who, amount_fen: part, due: nthDue(row.due, row.every, i), ...common(row), ...plan,
        }));
    });
}

function singleRow(o: Obligation): Row {
    return {
        ...emptyRow(o.payer, o.payee), kind: o.amount_fen === undefined ? 'act' : 'money',
        yuan: o.amount_fen === undefined ? '' : yuanOf(o.amount_fen), act: o.act ?? '', due: o.due,
        account: o.account ?? '', manner: o.manner ?? '', consequence: o.consequence ?? '',
    };
}

/** One row for instalments of one promise; undefined when no row says exactly the same. */
function planRow(list: readonly Obligation[]): Row | undefined {
    const [first] = list;
    const words = (o: Obligation): string => JSON.stringify([o.payer, o.payee, o.amount_fen, o.act,
        o.due, o.account, o.manner, o.consequence]);

    if (first === undefined || list.length < INSTALMENTS_MIN)
        return undefined;
    return (['month', 'week'] as const)
        .map((every): Row => ({ ...singleRow(first), kind: 'plan', every, yuan: yuanOf(total(list)),
            count: String(list.length) }))
        .find((row) => expand([row]).map(words).join() === list.map(words).join());
}

/** What was agreed, as rows to change: the opposite of `expand`. Instalments that follow no pattern
 *  become payments of their own. */
export function rowsAgreed(list: readonly Obligation[]): Row[] {
    const rows: Row[] = [];

    for (let at = 0; at < list.length;) {
        const plan = list[at]?.plan;
        let end = at + 1;
        while (plan !== undefined && end < list.length && list[end]?.plan === plan)
            end++;
        const group = list.slice(at, end);
        const row = plan === undefined ? undefined : planRow(group);
        rows.push(...(row === undefined ? group.map(singleRow) : [row]));
        at = end;
    }
    return rows;
}

/** Which row a server's obligation came from, so that its mistakes are shown there. */
export function rowOf(rows: readonly Row[], index: number): number {
    let left = index;

    for (const [i, row] of rows.entries()) {
        left -= row.kind === 'plan' ? countOf(row) ?? 1 : 1;
        if (left < 0)
            return i;
    }
    return -1;
}

/** What one party owes another in money, over all rows. */
export interface Sum {
    payer: number;
    payee: number;
    fen: string;
}

export function sums(list: readonly Obligation[]): Sum[] {
    const by = new Map<string, Sum>();

    for (const o of list) {
        if (o.amount_fen === undefined)
            continue;
        const key = `${o.payer}>${o.payee}`;
        const old = by.get(key)?.fen ?? '0';
        by.set(key, { payer: o.payer, payee: o.payee,
            fen: String(BigInt(old) + BigInt(o.amount_fen)) });
    }
    return [...by.values()].sort((a, b) => a.payer - b.payer || a.payee - b.payee);
}

export function total(list: readonly Obligation[]): string {
    return String(list.reduce((sum, o) => sum + BigInt(o.amount_fen ?? '0'), 0n));
}
