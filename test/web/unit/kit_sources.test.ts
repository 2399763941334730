// SPDX-License-Identifier: Apache-2.0
// The source of a rule: laws by name, rules of this place called so, in both languages.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { switchLanguage } from '../../../adapters/web/src/kit/i18n';
import { sourceText } from '../../../adapters/web/src/kit/sources';
import { type Words, wordsCell } from '../../../adapters/web/src/kit/words';

Object.assign(globalThis, { document: { documentElement: { lang: '' } } });

const MIXED = '人民调解工作若干规定 33；local: 延期合计不超过三十日';
const WORDS: Words = { vocabularies: {}, commands: [], fields: [],
    laws: [{ zh: '人民调解工作若干规定', en: 'Rules on People\'s Mediation Work' }] };

test('a rule of this place never shows its mark', async () => {
    for (const lang of ['zh-CN', 'en'] as const) {
        await switchLanguage(lang);
        for (const words of [undefined, WORDS]) {
            wordsCell.set(words);
            for (const source of [MIXED, 'local: 十五日', 'local:十五日；local: 七日'])
                assert.ok(!sourceText(source).includes('local:'), `${lang} ${sourceText(source)}`);
        }
    }
});

test('the language decides how it reads', async () => {
    wordsCell.set(WORDS);
    await switchLanguage('zh-CN');
    assert.equal(sourceText(MIXED), '人民调解工作若干规定 33；本地规则：延期合计不超过三十日');
    await switchLanguage('en');
    assert.equal(sourceText(MIXED), 'Rules on People\'s Mediation Work art. 33 ' +
        '(人民调解工作若干规定 33；local rule: 延期合计不超过三十日)');
    assert.equal(sourceText('民法典 203'), '民法典 203');
    assert.equal(sourceText(''), '');
});
