// SPDX-License-Identifier: Apache-2.0
// Terms of an agreement as obligations: what people type, what the server takes.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AMOUNT_FEN_MAX, fenOf, parts, yuanOf } from '../../../adapters/web/src/offline/money';
import {
    emptyRow, expand, isDay, mistakesOf, nthDue, OBLIGATIONS_MAX, rowOf, sums, TEXT_CHARS_MAX, total,
    type Row,
} from '../../../adapters/web/src/offline/obligations';

const TODAY = '2026-11-22';

function row(more: Partial<Row> = {}): Row {
    return { ...emptyRow(1, 0), yuan: '3400', due: '2026-12-01', ...more };
}

function errors(r: Row | Row[]): string[] {
    return mistakesOf(Array.isArray(r) ? r : [r], 2, TODAY).map((m) => `${m.field}:${m.error}`);
}

test('amounts as people write them', () => {
    for (const [typed, fen] of [['3400', '340000'], ['3,400.5', '340050'], ['３４００．５０元', '340050'],
        ['¥ 0.01', '1'], ['1.', '100'], ['1.500', '150'], ['￥12', '1200']])
        assert.deepEqual(fenOf(typed ?? ''), { fen }, typed);
    for (const [typed, error] of [['', 'empty'], ['  ', 'empty'], ['3,4', 'not_money'],
        ['12,34,567', 'not_money'], ['-1', 'not_money'], ['1e3', 'not_money'], ['.5', 'not_money'],
        ['0', 'zero'], ['0.00', 'zero'], ['1.001', 'too_fine']])
        assert.deepEqual(fenOf(typed ?? ''), { error }, typed);
});

test('the largest amount, and one fen more', () => {
    assert.deepEqual(fenOf('1,000,000,000,000'), { fen: String(AMOUNT_FEN_MAX) });
    assert.deepEqual(fenOf('1000000000000.01'), { error: 'too_much' });
});

test('amounts as people read them', () => {
    assert.equal(yuanOf('340050'), '3,400.50');
    assert.equal(yuanOf('7'), '0.07');
    assert.equal(yuanOf(AMOUNT_FEN_MAX), '1,000,000,000,000.00');
});

test('parts are equal, and the odd fen comes last; nothing is lost', () => {
    assert.deepEqual(parts('100', 3), ['33', '33', '34']);
    assert.deepEqual(parts('3', 3), ['1', '1', '1']);
    for (let n = 2; n <= OBLIGATIONS_MAX; n++) {
        const all = parts('9999999999999', n).reduce((s, p) => s + BigInt(p), 0n);
        assert.equal(all, 9999999999999n);
    }
});

test('days exist', () => {
    assert.ok(isDay('2028-02-29'));
    for (const no of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '', '2026-12-01T00'])
        assert.ok(!isDay(no), no);
});

test('an instalment of a month without that day falls on its last day', () => {
    assert.deepEqual([0, 1, 2, 3].map((n) => nthDue('2027-12-31', 'month', n)),
        ['2027-12-31', '2028-01-31', '2028-02-29', '2028-03-31']);
    assert.deepEqual([0, 1].map((n) => nthDue('2026-12-28', 'week', n)),
        ['2026-12-28', '2027-01-04']);
});

test('a sound row has no mistake, on its last day neither', () => {
    assert.deepEqual(errors(row()), []);
    assert.deepEqual(errors(row({ due: TODAY })), []);
    assert.deepEqual(errors(row({ kind: 'act', yuan: '', act: '修复天花板' })), []);
});

test('each mistake is at its field', () => {
    assert.deepEqual(errors(row({ payer: null })), ['payer:missing']);
    assert.deepEqual(errors(row({ payer: 2 })), ['payer:no_seat']);
    assert.deepEqual(errors(row({ payee: 1 })), ['payee:same_seat']);
    assert.deepEqual(errors(row({ due: '2026-11-21' })), ['due:in_the_past']);
    assert.deepEqual(errors(row({ due: '2026-02-30' })), ['due:not_a_date']);
    assert.deepEqual(errors(row({ due: '' })), ['due:missing']);
    assert.deepEqual(errors(row({ yuan: '' })), ['yuan:missing']);
    assert.deepEqual(errors(row({ yuan: 'x' })), ['yuan:not_money']);
    assert.deepEqual(errors(row({ kind: 'act', act: ' ' })), ['act:missing']);
    assert.deepEqual(errors(row({ kind: 'plan', count: '1' })), ['count:not_a_count']);
    assert.deepEqual(errors(row({ kind: 'plan', count: '65' })), ['count:not_a_count']);
    assert.deepEqual(errors(row({ kind: 'plan', yuan: '0.01' })), ['yuan:too_small']);
});

test('texts are measured in characters, as the server does', () => {
    const most = '𠮷'.repeat(TEXT_CHARS_MAX);

    assert.deepEqual(errors(row({ manner: most, consequence: most })), []);
    assert.deepEqual(errors(row({ manner: `${most}a`, consequence: `${most}a` })),
        ['manner:too_long', 'consequence:too_long']);
    assert.deepEqual(errors(row({ kind: 'act', act: `${most}a` })), ['act:too_long']);
});

test('instalments count one by one towards the limit', () => {
    assert.deepEqual(errors([row({ kind: 'plan', count: '63' }), row()]), []);
    assert.deepEqual(errors([row({ kind: 'plan', count: '63' }), row(), row()]), ['count:too_many']);
});

test('what the server takes', () => {
    const rows = [
        row({ manner: ' 银行转账 ' }),
        row({ kind: 'plan', yuan: '100.01', count: '3', due: '2027-01-31' }),
        row({ kind: 'act', payer: 0, payee: 1, act: '修复天花板', consequence: '可申请执行' }),
    ];
    const list = expand(rows);

    assert.deepEqual(list, [
        { payer: 1, payee: 0, amount_fen: '340000', due: '2026-12-01', manner: '银行转账' },
        { payer: 1, payee: 0, amount_fen: '3333', due: '2027-01-31', plan: 1 },
        { payer: 1, payee: 0, amount_fen: '3333', due: '2027-02-28', plan: 1 },
        { payer: 1, payee: 0, amount_fen: '3335', due: '2027-03-31', plan: 1 },
        { payer: 0, payee: 1, act: '修复天花板', due: '2026-12-01', consequence: '可申请执行' },
    ]);
    assert.deepEqual([0, 1, 2, 3, 4, 5].map((i) => rowOf(rows, i)), [0, 1, 1, 1, 2, -1]);
    assert.deepEqual(sums(list), [{ payer: 1, payee: 0, fen: '350001' }]);
    assert.equal(total(list), '350001');
    assert.equal(total([]), '0');
});

test('who owes whom is summed apart', () => {
    const list = expand([row(), row({ payer: 0, payee: 1, yuan: '1' }), row({ yuan: '1' })]);

    assert.deepEqual(sums(list),
        [{ payer: 0, payee: 1, fen: '100' }, { payer: 1, payee: 0, fen: '340100' }]);
});
