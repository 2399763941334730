// SPDX-License-Identifier: Apache-2.0
// A command as /disputes/{id}/commands describes it, and the body that follows from what was typed.
// Nothing here knows a command by name: a new one in the engine needs no line in the pages.
import type { Values } from '../form';
import type { Bilingual } from '../i18n';
import { fen } from '../text';
import type { Movable } from '../shapes';
import type { Word } from '../words';

export interface CommandField extends Bilingual {
    name: string;
    kind: 'text' | 'long_text' | 'integer' | 'date' | 'reference' | 'word' | 'case' | 'list' | 'money';
    required: boolean;
    max_chars?: number;
    min?: number;
    max?: number;
    max_items?: number;
    words?: Word[];
    from?: string;
    /** Of the deadline to move: those that the caller may move. */
    deadlines?: Movable[];
}

export interface CommandOption extends Bilingual {
    command: string;
    moves: boolean;
    group: string; // what it is to who looks for it: step, help, exit or record
    rule: number;
    source: string;
    fields: CommandField[];
}

export interface CommandOptions {
    id: string;
    number: string;
    version: number;
    items: CommandOption[];
}

/** Whom a command may name by seat. */
export interface Seat {
    seat: number;
    side: string;
    name: string;
}

/** What people choose from when a field names somebody or something. */
export interface CommandContext {
    seats: readonly Seat[];
    /** Division in which bodies and staff are looked for, "3301". */
    region?: string | undefined;
    /** Body whose staff alone may be named. */
    body?: string | undefined;
}

export const OBLIGATIONS_SHOWN = 8; // rows of the form; the server takes 32

/** Names of the values that a field has in the form. */
export function valueNames(f: CommandField, context: CommandContext): string[] {
    if (f.kind !== 'list')
        return [f.name];
    if (f.name === 'attendance')
        return context.seats.map((s) => `attendance.${s.seat}`);
    const names: string[] = [];
    for (let i = 0; i < OBLIGATIONS_SHOWN; i++) {
        for (const part of ['payer', 'payee', 'amount', 'act', 'due', 'manner'])
            names.push(`obligations.${i}.${part}`);
    }
    return names;
}

export function emptyValues(option: CommandOption, context: CommandContext): Values {
    const values: Values = {};
    for (const f of option.fields) {
        for (const name of valueNames(f, context))
            values[name] = '';
    }
    return values;
}

function said(values: Values, name: string): string {
    const v = values[name];
    return typeof v === 'string' ? v.trim() : '';
}

function attendance(values: Values, context: CommandContext): unknown[] | undefined {
    const all = context.seats.filter((s) => said(values, `attendance.${s.seat}`) !== '')
        .map((s) => ({ seat: s.seat, status: said(values, `attendance.${s.seat}`) }));
    return all.length > 0 ? all : undefined;
}

function obligations(values: Values): unknown[] | undefined {
    const all: unknown[] = [];
    for (let i = 0; i < OBLIGATIONS_SHOWN; i++) {
        const of = (part: string): string => said(values, `obligations.${i}.${part}`);
        if (of('payer') === '' && of('payee') === '' && of('due') === '' && of('act') === '' &&
            of('amount') === '')
            continue;
        const amount = fen(of('amount'));
        all.push({
            payer: Number(of('payer')), payee: Number(of('payee')), due: of('due'),
            ...(amount === undefined ? {} : { amount_fen: amount }),
            ...(of('act') === '' ? {} : { act: of('act') }),
            ...(of('manner') === '' ? {} : { manner: of('manner') }),
        });
    }
    return all.length > 0 ? all : undefined;
}

/** What is sent: the fields that were filled in, each in its form. */
export function commandBody(option: CommandOption, values: Values,
                            context: CommandContext): Record<string, unknown> {
    const body: Record<string, unknown> = { command: option.command };
    for (const f of option.fields) {
        if (f.kind === 'list') {
            const list = f.name === 'attendance' ? attendance(values, context) : obligations(values);
            if (list !== undefined)
                body[f.name] = list;
            continue;
        }
        const text = said(values, f.name);
        if (text !== '')
            body[f.name] = f.kind === 'integer' ? Number(text)
                : f.kind === 'money' ? fen(text) ?? text : text;
    }
    return body;
}

/** "330108001" as the city in which one looks for bodies: "3301". */
export function cityOf(region: string | null | undefined): string | undefined {
    return region === null || region === undefined || region.length < 4 ? undefined
        : region.slice(0, 4);
}
