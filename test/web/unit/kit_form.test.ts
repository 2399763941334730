// SPDX-License-Identifier: Apache-2.0
// What a form asks for, and which of its mistakes remain when something is corrected.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FieldInfo, leave, missing, stillWrong } from '../../../adapters/web/src/kit/form';

function info(required: boolean): FieldInfo {
    return { label: 'l', pointer: '/p', required };
}

test('a field that has gone is not asked for', () => {
    const amount = info(true);
    const fields = new Map([['amount', amount], ['act', info(true)], ['manner', info(false)]]);

    assert.deepEqual(missing(fields, { amount: '', act: ' ', manner: '' }), ['amount', 'act']);
    leave(fields, 'amount', amount);
    assert.deepEqual(missing(fields, { amount: '', act: '道歉', manner: '' }), []);
});

test('a field that took the name of one that goes stays', () => {
    const [old, young] = [info(false), info(true)];
    const fields = new Map([['totp', old]]);

    fields.set('totp', young);
    leave(fields, 'totp', old);
    assert.deepEqual(missing(fields, { totp: '' }), ['totp']);
});

test('what our checks found goes when they find it no longer', () => {
    const shown = { seat0: 'nobody', days: 'range' };
    const failed = { values: { seat0: false, days: 'x' }, isOurs: true };

    assert.deepEqual(stillWrong(shown, failed, { seat0: false, seat1: true, days: 'y' }, { days: 'other' }),
                     { days: 'other' });
    assert.equal(stillWrong(shown, failed, { seat0: false, days: 'x' }, shown), shown);
});

test('what the server found goes when its field changes, and no sooner', () => {
    const shown = { phone: 'refused', name: 'refused' };
    const failed = { values: { phone: '1', name: 'a' }, isOurs: false };

    assert.equal(stillWrong(shown, failed, { phone: '1', name: 'a', title: 'new' }, {}), shown);
    assert.deepEqual(stillWrong(shown, failed, { phone: '2', name: 'a' }, {}), { name: 'refused' });
});
