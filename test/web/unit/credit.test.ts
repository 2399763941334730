// SPDX-License-Identifier: Apache-2.0
// The pages of credit: what a run counts, in groups; months in words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { monthText } from '../../../adapters/web/src/kit/time';
import { countsOf } from '../../../adapters/web/src/pages/credit/counts';

function count(code: string, n: number): { code: string; zh: string; en: string; n: number } {
    return { code, zh: code, en: code, n };
}

test('all that a run counts stands in one group, and in one alone', () => {
    const counts = [count('parties', 9), count('natural', 5), count('legal', 2), count('new', 1), count('same', 4),
                    count('changed', 2), count('gone', 0), count('participation_up', 1), count('performance_lost', 0)];
    const groups = countsOf({ counts });
    assert.equal(groups.profiles, 7);
    assert.deepEqual(groups.difference.map((c) => c.code), ['new', 'changed', 'gone', 'same']);
    assert.deepEqual(groups.steps.map((c) => c.code), ['participation_up']);
    assert.deepEqual(groups.facts.map((c) => c.code), ['parties', 'natural', 'legal']);
});

test('a run that is being drawn counts nothing yet', () => {
    assert.deepEqual(countsOf({ counts: [] }), { profiles: 0, difference: [], steps: [], facts: [] });
});

test('months are told in words', () => {
    assert.equal(monthText('2026-10'), '2026年10月');
    assert.equal(monthText('2016-08'), '2016年8月');
    assert.equal(monthText('soon'), 'soon');
});
