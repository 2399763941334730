// SPDX-License-Identifier: Apache-2.0
// The times that a party is told on the way to court are those of the procedure of its dispute.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadRest, switchLanguage, t } from '../../../adapters/web/src/kit/i18n';
import { termText } from '../../../adapters/web/src/kit/time';
import { type Procedure, reviewTerm } from '../../../adapters/web/src/pages/filing/state';

Object.assign(globalThis, { document: { documentElement: { lang: '' } } });

test('the court decides within the term of the procedure', () => {
    const of = (name: string, n: number): Procedure => ({ deadlines: [
        { name: 'fee_limit', term: { n: 1, unit: 'day' } }, { name, term: { n, unit: 'day' } }] });

    assert.deepEqual(reviewTerm(of('complaint_decision', 7)), { n: 7, unit: 'day' });
    assert.deepEqual(reviewTerm(of('filing_decision', 10)), { n: 10, unit: 'day' });
    assert.equal(reviewTerm(of('trial_limit', 10)), undefined);
    assert.equal(reviewTerm(undefined), undefined);
});

test('no text of a time that a procedure sets names the number itself', async () => {
    const keys = ['filing.now_review', 'filing.now_supplement', 'filing.paper_review', 'agreement.both_apply',
        'agreement.window_over'];

    for (const lang of ['zh-CN', 'en'] as const) {
        await switchLanguage(lang);
        await loadRest();
        const term = termText({ n: 19, unit: 'day' });
        for (const key of keys) {
            const text = t(key, { term, court: '' });
            assert.ok(text.includes(term), `${key}: ${text}`);
            assert.doesNotMatch(text, /[一二三四五六七八九十]日|seven|ten days|thirty/, key);
        }
    }
});
