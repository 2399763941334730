// SPDX-License-Identifier: Apache-2.0
// The words of the pages: i18n/<area>.<language>.json, flat keys "area.word", merged into one
// catalogue for each language and checked against each other and against the sources.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const LANGUAGES = ['zh-CN', 'en'];
/** Areas whose words a first visit loads: what stands around every page, the login, and the pages behind
 * a code. Those of the others come when somebody goes there. */
const FIRST = new Set(['account', 'chart', 'command', 'kit', 'party', 'scan', 'shell']);
const NAME = /^([a-z]+)\.(zh-CN|en)\.json$/;
const KEY = /^[a-z]+(\.[a-z0-9_]+)+$/;
const PLURAL = /_(one|other)$/;

/** The slots {name} of a text, sorted, each once. */
export function slots(text) {
    return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]))].sort();
}

/** Read all parts. Returns { words: {language: {key: text}}, faults: [sentence] }. */
export function readCatalogues(folder) {
    const words = Object.fromEntries(LANGUAGES.map((l) => [l, {}]));
    const faults = [];
    for (const file of readdirSync(folder).sort()) {
        const name = NAME.exec(file);
        if (name === null) {
            faults.push(`i18n/${file}: a part is called <area>.<language>.json`);
            continue;
        }
        const part = JSON.parse(readFileSync(join(folder, file), 'utf8'));
        for (const [key, text] of Object.entries(part)) {
            if (!KEY.test(key) || !key.startsWith(`${name[1]}.`))
                faults.push(`i18n/${file}: "${key}" must be "${name[1]}.word" in small letters`);
            if (typeof text !== 'string' || text.trim() === '')
                faults.push(`i18n/${file}: "${key}" holds no text`);
            words[name[2]][key] = text;
        }
    }
    return { words, faults };
}

/** What differs between the languages: keys, or the slots of a key. */
export function compare(words) {
    const faults = [];
    const [zh, en] = [words['zh-CN'], words['en']];
    const lacks = (a, b, language) => {
        for (const key of Object.keys(a)) {
            // Chinese has no singular: a text for one thing may be in English alone.
            if (!(key in b) && !(language === 'zh-CN' && key.endsWith('_one')))
                faults.push(`"${key}" is missing in ${language}`);
        }
    };
    lacks(zh, en, 'en');
    lacks(en, zh, 'zh-CN');
    for (const key of Object.keys(zh)) {
        if (key in en && slots(zh[key]).join() !== slots(en[key]).join())
            faults.push(`"${key}" has the slots {${slots(zh[key])}} in zh-CN, {${slots(en[key])}} in en`);
    }
    return faults;
}

/** Keys that sources name, in t('…'), and beginnings of keys, in t(`….${…}`). */
function namedIn(source) {
    const asked = [...source.matchAll(/\bt\(\s*'([^']+)'/g)].map((m) => m[1]);
    const begun = [...source.matchAll(/`([a-z]+(?:\.[a-z0-9_]+)*[._])\$\{/g)].map((m) => m[1]);
    const quoted = [...source.matchAll(/'([a-z]+(?:\.[a-z0-9_]+)+)'/g)].map((m) => m[1]);
    return { asked, begun, quoted };
}

/** Keys that are asked for and not there, and keys that nothing asks for. sources: {path: text};
 * bundled: the paths of those that are built in. A page that nothing leads to yet may still lack words. */
export function judgeUse(words, sources, bundled) {
    const faults = [];
    const keys = new Set(Object.keys(words).map((k) => k.replace(PLURAL, '')));
    const used = new Set();
    const beginnings = new Set();
    for (const [path, text] of Object.entries(sources)) {
        const { asked, begun, quoted } = namedIn(text);
        for (const key of asked) {
            if (bundled.has(path) && !keys.has(key))
                faults.push(`${path}: t('${key}') is in no catalogue`);
        }
        for (const key of quoted)
            used.add(key);
        for (const beginning of begun)
            beginnings.add(beginning);
    }
    for (const key of keys) {
        if (!used.has(key) && ![...beginnings].some((b) => key.startsWith(b)))
            faults.push(`"${key}" is asked for nowhere`);
    }
    return faults;
}

/** Does a first visit load this key? */
export function comesFirst(key) {
    return FIRST.has(key.slice(0, key.indexOf('.')));
}

/** "catalogue:zh-CN" is a module whose default export is the part of the merged catalogue for which
 * isFirst(key) is true; "catalogue:zh-CN.rest" holds the others. */
export function cataloguePlugin(words, isFirst) {
    // What stands before the dot becomes the name of the file.
    const path = (name) => {
        const [language, rest] = name.split('.');
        return `${rest === undefined ? 'words' : 'words_rest'}.${language}`;
    };
    const part = (at) => {
        const [file, language] = at.split('.');
        return Object.fromEntries(Object.entries(words[language])
            .filter(([key]) => isFirst(key) === (file === 'words')));
    };
    return {
        name: 'catalogue',
        setup(build) {
            build.onResolve({ filter: /^catalogue:/ }, (a) => ({
                path: path(a.path.slice('catalogue:'.length)),
                namespace: 'catalogue',
            }));
            build.onLoad({ filter: /.*/, namespace: 'catalogue' }, (a) => ({
                contents: JSON.stringify(part(a.path)),
                loader: 'json',
            }));
        },
    };
}
