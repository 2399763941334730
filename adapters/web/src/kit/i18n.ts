// SPDX-License-Identifier: Apache-2.0
// Words of the pages. zh-CN unless ?lang, an earlier choice or the browser says English.
import { cell } from './cell';
import { type Slots, fill } from './text';

export type Language = 'zh-CN' | 'en';
type Catalogue = Record<string, string>;

const STORED = 'yima.language';
type Loaders = Record<Language, () => Promise<{ default: Catalogue }>>;
const loaders: Loaders = {
    'zh-CN': () => import('catalogue:zh-CN'),
    en: () => import('catalogue:en'),
};
/** Words that a first visit does not need. */
const restLoaders: Loaders = {
    'zh-CN': () => import('catalogue:zh-CN.rest'),
    en: () => import('catalogue:en.rest'),
};

export const language = cell<Language>('zh-CN');
let words: Catalogue = {};
let isWhole = false; // the rest is wanted, too
let plural = new Intl.PluralRules('zh-CN');

function known(text: string | null | undefined): Language | undefined {
    if (text === null || text === undefined)
        return undefined;
    if (/^zh\b/i.test(text))
        return 'zh-CN';
    return /^en\b/i.test(text) ? 'en' : undefined;
}

/** Which language to begin with: ?lang=, the stored choice, the browser's first that we know. */
export function chooseLanguage(search: string, stored: string | null,
                               browser: readonly string[]): Language {
    const asked = known(new URLSearchParams(search).get('lang')) ?? known(stored);
    if (asked !== undefined)
        return asked;
    for (const text of browser) {
        const found = known(text);
        if (found !== undefined)
            return found;
    }
    return 'zh-CN';
}

function remembered(): string | null {
    try {
        return localStorage.getItem(STORED);
    } catch {
        return null; // a browser that keeps nothing still shows the pages
    }
}

async function load(next: Language): Promise<void> {
    const parts = await Promise.all([loaders[next](), ...(isWhole ? [restLoaders[next]()] : [])]);
    words = Object.assign({}, ...parts.map((part) => part.default));
    plural = new Intl.PluralRules(next);
    document.documentElement.lang = next;
    language.set(next);
}

/** Once, before anything is drawn. ?lang= counts as a choice and is remembered. */
export async function startLanguage(): Promise<void> {
    const next = chooseLanguage(location.search, remembered(), navigator.languages);
    if (known(new URLSearchParams(location.search).get('lang')) !== undefined)
        remember(next);
    await load(next);
}

/** Before a page is drawn whose words do not come with the first ones. */
export async function loadRest(): Promise<void> {
    if (isWhole)
        return;
    const begun = language.get();
    const rest = (await restLoaders[begun]()).default;
    isWhole = true;
    if (language.get() === begun)
        words = { ...words, ...rest };
    else
        await load(language.get()); // it was switched meanwhile
}

function remember(next: Language): void {
    try {
        localStorage.setItem(STORED, next);
    } catch {
        // The choice lasts as long as the page.
    }
}

export async function switchLanguage(next: Language): Promise<void> {
    remember(next);
    await load(next);
}

/** The text of a key with its slots filled. With a slot n, "<key>_one" or "<key>_other" is taken
 * where there is one. A key that is missing is a fault of the build; it shows as itself. */
export function t(key: string, slots?: Slots): string {
    const n = slots?.['n'];
    const numbered = typeof n === 'number'
        ? words[`${key}_${plural.select(n)}`] ?? words[`${key}_other`] : undefined;
    return fill(numbered ?? words[key] ?? key, slots);
}

/** Several things in a row. */
export function listText(items: string[]): string {
    return items.join(language.get() === 'en' ? ', ' : '、');
}

/** What the server says in both languages. */
export interface Bilingual {
    zh: string;
    en: string;
}

export function say(w: Bilingual | null | undefined): string {
    if (w === null || w === undefined)
        return '';
    return language.get() === 'en' ? w.en : w.zh;
}
