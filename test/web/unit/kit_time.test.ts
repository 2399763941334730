// SPDX-License-Identifier: Apache-2.0
// Days, deadlines and instants, in both languages, whatever the zone of the device.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayOf, dayText, daysBetween, deadlineText, deadlineUrgency, guessText, instantText, termText } from
    '../../../adapters/web/src/kit/time';
import { chooseLanguage, say, switchLanguage, t } from '../../../adapters/web/src/kit/i18n';

const NOW = new Date('2026-11-22T04:00:00Z'); // noon in Shanghai

// What the language switch touches of a browser.
Object.assign(globalThis, { document: { documentElement: { lang: '' } } });

test('a day begins at midnight in Shanghai', () => {
    assert.equal(dayOf(new Date('2026-11-21T15:59:59Z')), '2026-11-21');
    assert.equal(dayOf(new Date('2026-11-21T16:00:00Z')), '2026-11-22');
    assert.equal(daysBetween('2026-02-27', '2026-03-01'), 2);
    assert.equal(daysBetween('2026-11-22', '2026-11-20'), -2);
});

test('a deadline in Chinese', async () => {
    await switchLanguage('zh-CN');
    assert.equal(document.documentElement.lang, 'zh-CN');
    const of = (d: object): string => deadlineText(d, NOW);
    assert.equal(of({ last_day: '2026-11-25', working_days_left: 3, days_left: 3 }),
                 '还剩3个工作日，至2026年11月25日');
    assert.equal(of({ last_day: '2026-11-25' }), '还剩3天，至2026年11月25日');
    assert.equal(of({ last_day: '2026-11-22' }), '今天（2026年11月22日）截止');
    assert.equal(of({ last_day: '2026-11-21' }), '已于2026年11月21日届满');
    assert.equal(of({ last_day: '2026-11-22', overdue: true }), '已于2026年11月22日届满');
    assert.equal(of({ due: '2026-11-26T00:00:00+08:00' }), '还剩3天，至2026年11月25日');
    assert.equal(of({ last_day: null, due: null, state: 'stopped' }), '计时中止');
    assert.equal(of({ last_day: null, due: null, state: 'ended' }), '');
    assert.equal(deadlineText(null), '');
    assert.equal(instantText('2026-11-22T23:30:00Z'), '2026年11月23日 07:30');
});

test('a deadline in English', async () => {
    await switchLanguage('en');
    const of = (d: object): string => deadlineText(d, NOW);
    assert.equal(of({ last_day: '2026-11-23', working_days_left: 1 }), '1 working day left, until 23 Nov 2026');
    assert.equal(of({ last_day: '2026-11-24', working_days_left: 2 }), '2 working days left, until 24 Nov 2026');
    assert.equal(of({ last_day: '2026-11-23' }), '1 day left, until 23 Nov 2026');
    assert.equal(dayText('2026-01-05'), '5 Jan 2026');
    assert.equal(instantText('2026-11-22T12:48:23.120086+08:00'), '22 Nov 2026 12:48');
    assert.equal(instantText('no time'), 'no time');
    assert.equal(say({ zh: '黄', en: 'yellow' }), 'yellow');
    assert.equal(say(undefined), '');
});

test('a day whose holidays are not published says so', async () => {
    const of = (d: object): string => deadlineText(d, NOW);
    await switchLanguage('zh-CN');
    assert.equal(of({ last_day: '2027-02-08', working_days_left: 30, provisional: true }),
                 '还剩30个工作日，至2027年2月8日（暂计，节假日未公布）');
    assert.equal(of({ due: '2026-11-26T00:00:00+08:00', provisional: true }),
                 '还剩3天，至2026年11月25日（暂计，节假日未公布）');
    assert.equal(of({ last_day: '2026-11-25', provisional: false }), '还剩3天，至2026年11月25日');
    assert.equal(of({ last_day: null, due: null, state: 'stopped', provisional: true }), '计时中止');
    assert.equal(of({ provisional: true }), '');
    assert.deepEqual([guessText(true), guessText(false), guessText(undefined)],
                     ['（暂计，节假日未公布）', '', '']);
    await switchLanguage('en');
    assert.equal(of({ last_day: '2026-11-22', provisional: true }),
                 'Ends today (22 Nov 2026) (provisional: holidays not published)');
});

test('how near a deadline is', () => {
    const of = (d: object): string => deadlineUrgency(d, NOW);
    assert.equal(of({ last_day: '2026-11-21' }), 'over');
    assert.equal(of({ last_day: '2026-11-22' }), 'near');
    assert.equal(of({ last_day: '2026-11-25' }), 'near');
    assert.equal(of({ last_day: '2026-11-26' }), 'far');
    assert.equal(of({ last_day: '2026-11-30', working_days_left: 3 }), 'near');
    assert.equal(of({ last_day: '2026-11-21', state: 'ended' }), 'none');
    assert.equal(of({}), 'none');
});

test('a key that is missing shows as itself', () => {
    assert.equal(t('kit.no_such_key'), 'kit.no_such_key');
});

test('the language that one begins with', () => {
    assert.equal(chooseLanguage('?lang=en', 'zh-CN', ['zh-CN']), 'en');
    assert.equal(chooseLanguage('?lang=fr', 'en', ['zh-CN']), 'en');
    assert.equal(chooseLanguage('', null, ['fr', 'en-GB', 'zh-CN']), 'en');
    assert.equal(chooseLanguage('', null, ['zh-TW']), 'zh-CN');
    assert.equal(chooseLanguage('', 'zh-CN', ['en']), 'zh-CN');
    assert.equal(chooseLanguage('', null, ['fr']), 'zh-CN');
    assert.equal(chooseLanguage('', null, []), 'zh-CN');
});

test('a term is that of the procedure, in days, working days, months or years', async () => {
    await switchLanguage('zh-CN');
    assert.equal(termText({ n: 20, unit: 'day' }), '20日');
    assert.equal(termText({ n: 3, unit: 'workday' }), '3个工作日');
    assert.equal(termText({ n: 6, unit: 'month' }), '6个月');
    assert.equal(termText({ n: 2, unit: 'year' }), '2年');
    assert.equal(termText(undefined), '法定期限');
    await switchLanguage('en');
    assert.equal(termText({ n: 20, unit: 'day' }), '20 days');
    assert.equal(termText({ n: 1, unit: 'month' }), '1 month');
    assert.equal(termText(null), 'the time that the law sets');
});
