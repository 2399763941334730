// SPDX-License-Identifier: Apache-2.0
// What is sent of an intake form, and when a duplicate is looked for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { duplicateWish, intakeBody, intakeValues, partyValues, seatsOf } from '../../../adapters/web/src/pages/clerk/intake_model';

const CITIZEN = '11010519491231002X';

function filled(more: Record<string, string | boolean> = {}): Record<string, string | boolean> {
    return { ...intakeValues(), title: ' 漏水 ', type: 'neighbour', region: '330108001', 'p0.name': '甲一', 'p1.name': '乙二',
             ...more };
}

test('the least that can be registered', () => {
    assert.deepEqual(intakeBody(filled()), {
        title: '漏水', description: '', type: 'neighbour', channel: 'window', source: 'applied', region: '330108001',
        joint: false, harm: 0, urgency: 0, scope: 0,
        parties: [{ side: 'claimant', kind: 'natural', name: '甲一' }, { side: 'respondent', kind: 'natural', name: '乙二' }],
    });
});

test('all there is', () => {
    const body = intakeBody(filled({ body: '1011', external_ref: 'X-1', amount: '1,234.5', joint: true, harm: '3',
        'p0.identity': CITIZEN.toLowerCase(), 'p0.phone': '13900000001', 'p0.address': '一号', 'p0.agent': '丙',
        'p0.agent_phone': '13900000002' }));
    assert.equal(body['body'], '1011');
    assert.equal(body['amount_fen'], '123450');
    assert.equal(body['joint'], true);
    assert.equal(body['harm'], 3);
    assert.deepEqual((body['parties'] as unknown[])[0], { side: 'claimant', kind: 'natural', name: '甲一', identity: CITIZEN,
        phone: '13900000001', address: '一号', agent: { name: '丙', phone: '13900000002' } });
});

test('a party that was taken away leaves nothing, and its seat to the next', () => {
    const values = { ...filled(), ...partyValues(2, 'third'), 'p2.name': '丁', 'p1.name': '-', seats: '0 2' };
    assert.deepEqual(seatsOf(values), [0, 2]);
    assert.deepEqual((intakeBody(values)['parties'] as { name: string }[]).map((p) => p.name), ['甲一', '丁']);
    assert.deepEqual(seatsOf({ ...values, seats: '' }), []);
});

test('duplicates are looked for once enough is known', () => {
    const bare = { ...intakeValues() };
    assert.equal(duplicateWish(bare), undefined);
    assert.equal(duplicateWish({ ...bare, type: 'labour', 'p0.name': '甲一' }), undefined);
    assert.deepEqual(duplicateWish({ ...bare, type: 'labour', title: '拖欠工资' }), { type: 'labour', title: '拖欠工资' });
    assert.deepEqual(duplicateWish(filled()), { type: 'neighbour', names: ['甲一', '乙二'] });
    assert.deepEqual(duplicateWish(filled({ 'p1.identity': CITIZEN.toLowerCase() })),
                     { type: 'neighbour', identities: [CITIZEN], names: ['甲一', '乙二'] });
    assert.equal(duplicateWish(filled({ type: '' })), undefined);
});

test('a number that is not whole or does not fit is never sent', () => {
    for (const text of ['1', CITIZEN.slice(0, 17), '110105194912310021'])
        assert.deepEqual(duplicateWish(filled({ 'p0.identity': text })), { type: 'neighbour', names: ['甲一', '乙二'] });
});
