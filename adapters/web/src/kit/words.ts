// SPDX-License-Identifier: Apache-2.0
// The vocabularies of the engine, as the server tells them (GET /api/v1/words).
import { get } from './api';
import { cell } from './cell';
import { language } from './i18n';

export interface Word {
    code: string;
    zh: string;
    en: string;
}

export interface FieldWord extends Word {
    kind: string;
    vocabulary: string | null;
}

export interface CommandWord extends Word {
    fields: string[];
}

export interface Words {
    vocabularies: Record<string, Word[]>;
    commands: CommandWord[];
    fields: FieldWord[];
    laws: { zh: string; en: string }[];
}

const known = cell<Words | undefined>(undefined);
let asked: Promise<Words> | undefined;

/** Load them, once for the life of the page. */
export function loadWords(): Promise<Words> {
    asked ??= get<Words>('/api/v1/words', { anonymous: true, kept: true }).then((w) => {
        known.set(w);
        return w;
    }, (error: unknown) => {
        asked = undefined; // the next page that needs them asks again
        throw error;
    });
    return asked;
}

export const wordsCell = known;

export function vocabulary(name: string): Word[] {
    return known.get()?.vocabularies[name] ?? [];
}

function listed(name: string): Word[] {
    if (name === 'command')
        return known.get()?.commands ?? [];
    return name === 'field' ? known.get()?.fields ?? [] : vocabulary(name);
}

/** A word in the language of the page; its code until the words are there. */
export function wordOf(name: string, code: string | null | undefined): string {
    if (code === null || code === undefined)
        return '';
    const word = listed(name).find((w) => w.code === code);
    if (word === undefined)
        return code;
    return language.get() === 'en' ? word.en : word.zh;
}
