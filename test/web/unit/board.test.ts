// SPDX-License-Identifier: Apache-2.0
// Charts: axes and shares; the board: when it must ask again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pointsOf, shares, ticksTo } from '../../../adapters/web/src/kit/chart/model';
import { askAgainIn } from '../../../adapters/web/src/pages/board/follow';
import { boardOf, casesOf } from '../../../adapters/web/src/pages/board/places';

test('an axis ends at or above the largest value, in few round steps', () => {
    assert.deepEqual(ticksTo(0), [0, 1]);
    assert.deepEqual(ticksTo(5), [0, 1, 2, 3, 4, 5]);
    assert.deepEqual(ticksTo(6), [0, 2, 4, 6]);
    assert.deepEqual(ticksTo(871), [0, 200, 400, 600, 800, 1000]);
    for (let max = 1; max < 3000; max += 7) {
        const ticks = ticksTo(max);
        assert.ok(ticks.length <= 6 && ticks[ticks.length - 1]! >= max);
    }
});

test('shares add up, and nothing that is there is lost', () => {
    assert.deepEqual(shares([1, 1, 1], 100).reduce((a, b) => a + b), 100);
    assert.deepEqual(shares([0, 0], 100), [0, 0]);
    assert.deepEqual(shares([5, 0, 5], 10), [5, 0, 5]);
    const some = shares([1, 100000, 1], 600);
    assert.equal(some.reduce((a, b) => a + b), 600);
    assert.ok(some[0] === 1 && some[2] === 1);
});

test('points lie between the edges', () => {
    assert.deepEqual(pointsOf([0, 5, 10], 10, 100, 50), [[0, 50], [50, 25], [100, 0]]);
    assert.deepEqual(pointsOf([3], 3, 100, 50), [[0, 0]]);
});

test('figures that may be older than the change are asked for again', () => {
    // Nothing changed; counted after the change; counted before it.
    assert.equal(askAgainIn({ age_ms: 4000, fresh_in_ms: 100 }, undefined, 1000), undefined);
    assert.equal(askAgainIn({ age_ms: 10, fresh_in_ms: 240 }, 700, 1000), undefined);
    assert.equal(askAgainIn({ age_ms: 500, fresh_in_ms: 4000 }, 700, 1000), 4000);
    assert.equal(askAgainIn({ age_ms: 500, fresh_in_ms: 0 }, 700, 1000), 300);
});

test('numbers lead to their cases', () => {
    const cut = { region: '330108', body: undefined };
    assert.equal(casesOf(cut, { colour: 'red' }), '/app/disputes?open=true&region=330108&colour=red');
    assert.equal(boardOf({ region: undefined, body: undefined }), '/app/board');
    assert.equal(boardOf({ region: '330108', body: '7' }), '/app/board?region=330108&body=7');
});
