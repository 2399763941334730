// SPDX-License-Identifier: Apache-2.0
// The agreement as pages show it: groups of instalments, what a change changes, and what the form
// makes of what was agreed.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { progressOf } from '../../../adapters/web/src/kit/progress';
import { emptyRow, expand, rowsAgreed, type Row } from '../../../adapters/web/src/offline/obligations';
import { ranges } from '../../../adapters/web/src/pages/agreement/check';
import { difference } from '../../../adapters/web/src/pages/agreement/compare';
import { grouped, isSettled } from '../../../adapters/web/src/pages/agreement/ledger';
import {
    inForce, promised, waiting, withAgreement, type AgreementOf, type Owed, type Signature,
    type Version, type VersionState,
} from '../../../adapters/web/src/pages/agreement/types';

function owed(n: number, more: Partial<Owed> = {}): Owed {
    return {
        n, plan: null, payer: 1, payee: 0, amount_fen: '100', act: null, due: '2026-12-01', account: null,
        manner: null, consequence: null, result: null, recorded_at: null, performed_on: null, paid_fen: '0',
        days_left: 9, overdue: false, claims: [], records: [], earlier: 0, reminders: 0, reminded_at: null,
        ...more,
    };
}

function version(code: VersionState, obligations: Owed[], more: Partial<Version> = {}): Version {
    return {
        version: 1, seq: 9, state: { code, zh: code, en: code }, form: 'written', terms: code, facts: null,
        place: null, reason: null, stated_at: '', effective_on: null, ended_at: null, end_reason: null,
        obligations, signatures: [], needed: null, ...more,
    };
}

function agreement(versions: Version[]): AgreementOf {
    return {
        seq: 20, versions, forgotten: 0, sums: [], ways: [], performed: false,
        esign: { allowed: true, zh: '', en: '', source: '' },
        confirmation: { state: null, window_until: null, days_left: null, term: null, ending_days: 7, applied: [1], appeared: [],
            court: null, case_number: null, ruling: null, bars: [] },
    };
}

function signature(who: Signature['who'], seat: number | null): Signature {
    return { who, seat, signing: null, manner: null, document_code: null, sha256: null, attachment: null,
        date: null, at: '' };
}

const LATE = { code: 'late', zh: '', en: '' };

test('the version that waits and the one in force', () => {
    const a = agreement([version('replaced', []), version('in_force', []), version('pending', [])]);

    assert.equal(inForce(a)?.state.code, 'in_force');
    assert.equal(waiting(a)?.state.code, 'pending');
    assert.equal(waiting(agreement([version('lapsed', [])])), undefined);
});

test('progress knows who signed the version that waits, and what became of the one in force', () => {
    const a = agreement([version('in_force', [owed(0, { result: LATE })]),
        version('pending', [owed(0)], { signatures: [signature('party', 1), signature('body', null)] })]);
    const p = withAgreement(progressOf([], [0, 1]), a);

    assert.deepEqual([[...p.signed], p.mediatorSigned, p.sealed, [...p.applied], p.terms],
        [[1], false, true, [1], 'pending']);
    assert.deepEqual(p.owed.map((o) => o.result), ['late']);
    const bare = progressOf([], [0, 1]);
    assert.equal(withAgreement(bare, undefined), bare);
    assert.equal(withAgreement(bare, agreement([])), bare);
});

test('instalments of one promise stand together, neighbours of other promises apart', () => {
    const list = [owed(0, { plan: 1 }), owed(1, { plan: 1 }), owed(2), owed(3), owed(4, { plan: 2 }),
        owed(5, { plan: 2 })];

    assert.deepEqual(grouped(list).map((g) => g.map((o) => o.n)), [[0, 1], [2], [3], [4, 5]]);
    assert.deepEqual(grouped([]), []);
    assert.ok(isSettled(owed(0, { result: LATE })));
    assert.ok(!isSettled(owed(0, { result: { code: 'partial', zh: '', en: '' } })));
});

test('what a change takes away, brings and leaves, twins counted one by one', () => {
    const old = version('in_force', [owed(0), owed(1), owed(2, { due: '2027-01-01' })]);
    const next = version('pending', [owed(0), owed(1, { due: '2027-02-01' })]);
    const d = difference(old, next);

    assert.deepEqual([d.gone.map((o) => o.n), d.added.map((o) => o.n), d.kept], [[1, 2], [1], 1]);
    assert.deepEqual(difference(old, old), { gone: [], added: [], kept: 3 });
});

function plan(more: Partial<Row> = {}): Row {
    return { ...emptyRow(1, 0), kind: 'plan', yuan: '60000', count: '60', due: '2027-01-31',
        account: '工行 6222', consequence: '一期逾期，其余一并到期', ...more };
}

test('sixty instalments come back as one row', () => {
    const rows = [plan(), plan({ every: 'week', count: '3', yuan: '100' })];
    const list = expand(rows);

    assert.equal(list.length, 63);
    assert.deepEqual([list[0]?.plan, list[59]?.plan, list[60]?.plan], [1, 1, 2]);
    assert.deepEqual(list[59]?.due, '2031-12-31');
    const back = rowsAgreed(list);
    assert.deepEqual(back.map((r) => [r.kind, r.count, r.every]), [['plan', '60', 'month'], ['plan', '3', 'week']]);
    assert.deepEqual(expand(back), list);
});

test('instalments that follow no pattern come back as payments of their own', () => {
    const list = expand([plan({ count: '3' })]);
    const odd = list.map((o, i) => (i === 1 ? { ...o, due: '2027-03-15' } : o));
    const back = rowsAgreed(odd);

    assert.deepEqual(back.map((r) => r.kind), ['money', 'money', 'money']);
    assert.deepEqual(expand(back).map((o) => o.due), odd.map((o) => o.due));
});

test('an agreement that is to be varied comes back as it was', () => {
    const agreed = [
        { payer: 1, payee: 0, amount_fen: '340050', due: '2027-01-31', account: '农行', manner: '转账' },
        { payer: 0, payee: 1, act: '修复天花板', due: '2027-02-28', consequence: '可申请执行' },
    ];

    assert.deepEqual(expand(rowsAgreed(agreed)), agreed);
    assert.deepEqual(promised(version('in_force', [owed(0, { amount_fen: null, act: '搬走', plan: 2 })])),
        [{ payer: 1, payee: 0, due: '2026-12-01', act: '搬走', plan: 2 }]);
});

test('numbers of obligations, neighbours together', () => {
    assert.equal(ranges([0, 1, 2, 4, 6, 7]), '1–3、5、7–8');
    assert.equal(ranges([63]), '64');
    assert.equal(ranges([]), '');
});
