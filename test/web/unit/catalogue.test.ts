// SPDX-License-Identifier: Apache-2.0
// The checks of the catalogues: each fails on what it is there for.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { compare, judgeUse, readCatalogues, slots } from '../../../adapters/web/tools/catalogue.mjs';

function both(zh: Record<string, string>, en: Record<string, string>): string[] {
    return compare({ 'zh-CN': zh, en });
}

test('slots, each once', () => {
    assert.deepEqual(slots('{b} {a} {b}'), ['a', 'b']);
    assert.deepEqual(slots('none'), []);
});

test('languages must have the same keys and slots', () => {
    assert.deepEqual(both({ 'a.b': '{n}' }, { 'a.b': '{n}' }), []);
    assert.deepEqual(both({ 'a.b': 'x' }, {}), ['"a.b" is missing in en']);
    assert.deepEqual(both({}, { 'a.b': 'x' }), ['"a.b" is missing in zh-CN']);
    assert.deepEqual(both({ 'a.b': '{n}' }, { 'a.b': '{m}' }),
                     ['"a.b" has the slots {n} in zh-CN, {m} in en']);
    assert.deepEqual(both({ 'a.b_other': '{n}' }, { 'a.b_one': '{n}', 'a.b_other': '{n}' }), []);
});

test('keys must be there and be asked for', () => {
    const use = (words: Record<string, string>, text: string): string[] =>
        judgeUse(words, { 'x.tsx': text }, new Set(['x.tsx']));
    assert.deepEqual(use({ 'a.b': '' }, "t('a.b')"), []);
    assert.deepEqual(use({ 'a.b': '' }, "t('a.c'); t('a.b')"), ["x.tsx: t('a.c') is in no catalogue"]);
    assert.deepEqual(use({ 'a.b': '' }, ''), ['"a.b" is asked for nowhere']);
    assert.deepEqual(use({ 'a.b_one': '', 'a.b_other': '' }, "t('a.b', { n })"), []);
    assert.deepEqual(use({ 'a.kind_x': '', 'a.other': '' }, 't(`a.kind_${k}`)'), ['"a.other" is asked for nowhere']);
    assert.deepEqual(judgeUse({}, { 'y.tsx': "t('a.c')" }, new Set()), []);
});

test('parts have their names, keys their form, texts something to say', () => {
    const folder = mkdtempSync(join(tmpdir(), 'yima-words-'));
    try {
        writeFileSync(join(folder, 'a.en.json'), '{"a.b":"x","b.c":"y","a.D":"z","a.e":" "}');
        writeFileSync(join(folder, 'a.fr.json'), '{}');
        const { words, faults } = readCatalogues(folder);
        assert.equal(words['en']?.['a.b'], 'x');
        assert.equal(faults.length, 4);
    } finally {
        rmSync(folder, { recursive: true });
    }
});
