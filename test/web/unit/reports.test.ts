// SPDX-License-Identifier: Apache-2.0
// The page of a month: what it works out of the frozen numbers, and where it leads.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amendmentOf, balanceOf, busy, changeText, percentText, readerOf, rowsOf, signed, spansOf,
         tenthsText } from '../../../adapters/web/src/pages/reports/model';
import { fileOf, reportOf, scopeOf } from '../../../adapters/web/src/pages/reports/places';
import type { Month } from '../../../adapters/web/src/pages/reports/types';

test('shares are those of the published month, rounded half up', () => {
    assert.equal(percentText(842, 869), '96.9%');
    assert.equal(percentText(1, 2000), '0.1%'); // 0.05 %
    assert.equal(percentText(1, 2001), '0.0%');
    assert.equal(percentText(869, 869), '100.0%');
    assert.equal(percentText(0, 0), '—');
    for (let part = 0; part <= 869; part++) {
        const exact = (part * 1000) / 869;
        assert.equal(percentText(part, 869), tenthsText(Math.floor(exact + 0.5), '%'));
    }
});

test('changes say their sign, and minus is a minus', () => {
    assert.equal(changeText(35), '+3.5%');
    assert.equal(changeText(-155), '−15.5%');
    assert.equal(changeText(-5), '−0.5%');
    assert.equal(changeText(0), '0.0%');
    assert.equal(changeText(775), '+77.5%');
    assert.deepEqual([signed(29), signed(-159), signed(0)], ['+29', '−159', '0']);
});

const cells = ['carried', 'accepted', 'reopened', 'settled', 'failed', 'ended', 'open', 'disputes', 'amount_fen'];

test('cells are read by their code, money too, and what is not counted is nothing', () => {
    const read = readerOf({ cells });
    const n = [1, 2, 0, 1, 1, 0, 1, 3, '287380000000'];
    assert.equal(read(n, 'accepted'), 2);
    assert.equal(read(n, 'amount_fen'), 287380000000);
    assert.equal(read(n, 'no_such_cell'), 0);
    assert.deepEqual(balanceOf(read, n), { inflow: 3, outflow: 3 });
    assert.deepEqual(balanceOf(read, [0, 2, 0, 1, 0, 0, 0, 2, '0']), { inflow: 2, outflow: 1 });
    assert.deepEqual(busy([{ code: 'a', n: [0, 0, 0, 0, 0, 0, 0, 0, '0'] }, { code: 'b', n }], read).map((l) => l.code), ['b']);
});

test('every duration falls into one span', () => {
    assert.deepEqual(spansOf([]), [0, 0, 0, 0, 0, 0]);
    assert.deepEqual(spansOf([[0, 1], [7, 2], [8, 4], [15, 8], [16, 16], [90, 32], [91, 64], [4000, 128]]),
                     [3, 12, 16, 0, 32, 192]);
});

function month(name: string, revision: number): Month {
    return { month: name, revision, state: { code: 'frozen', zh: '', en: '' }, begun_at: null, frozen_at: null,
             known: null, disputes: 0, events: 0, facts: 0, sha256: null, previous_sha256: null, reason: null, by: null };
}

test('one row a month, its amendments below it', () => {
    const rows = rowsOf([month('2016-09', 1), month('2016-08', 3), month('2016-08', 2), month('2016-08', 1)]);
    assert.deepEqual(rows.map((r) => [r.newest.month, r.newest.revision, r.before.length]),
                     [['2016-09', 1, 0], ['2016-08', 3, 2]]);
    assert.deepEqual([1, 2, 3].map(amendmentOf), [0, 1, 2]);
});

test('addresses name a region or a body, never both', () => {
    const scope = scopeOf(new URLSearchParams('region=330108&body=1011'));
    assert.deepEqual(scope, { region: undefined, body: '1011' });
    assert.equal(reportOf('2016-08', scope), '/app/reports/2016-08?body=1011');
    assert.equal(reportOf('2016-08', scopeOf(new URLSearchParams('')), 1), '/app/reports/2016-08?revision=1');
    assert.equal(fileOf('2016-08', scopeOf(new URLSearchParams('region=4202')), 'csv', '2'),
                 '/api/v1/reports/2016-08?region=4202&revision=2&format=csv');
});
