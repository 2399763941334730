// SPDX-License-Identifier: Apache-2.0
// What may be done to many at once, and numbers that lead straight to a dispute.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bulkOptions } from '../../../adapters/web/src/pages/clerk/bulk';
import { numberIn } from '../../../adapters/web/src/pages/clerk/search';

test('a command whose needs differ from dispute to dispute is not for many', () => {
    const o = (command: string, fields: [string, boolean][]) => ({ command, moves: true, rule: 1, source: '', group: 'step',
        zh: '', en: '', fields: fields.map(([name, required]) => ({ name, required, kind: 'text' as const, zh: '', en: '' })) });
    const got = bulkOptions([o('accept', [['note', false]]), o('sign', [['seat', true]]), o('notify', [['manner', true], ['seat', true]]),
        o('register_court', [['case_number', true]]), o('consent', [['seat', false], ['manner', false]])]);
    assert.deepEqual(got.map((x) => x.command), ['accept', 'consent']);
    assert.deepEqual(got[1]!.fields.map((f) => f.name), ['manner']);
});

test('the number of a dispute, however it is typed', () => {
    assert.equal(numberIn('0SA6B-KHNG3-4EE2'), '0SA6BKHNG34EE2');
    assert.equal(numberIn(' 0sa6b khng3 4ee2 '), '0SA6BKHNG34EE2');
    assert.equal(numberIn('0SA6B-KHNG3-4EE'), undefined);
    assert.equal(numberIn('楼上漏水'), undefined);
    assert.equal(numberIn('0SA6B-KHNG3-4EEU'), undefined);
});
