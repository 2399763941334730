// SPDX-License-Identifier: Apache-2.0
// What has been done in a case, what comes first, and how a form becomes a command.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
    arranged, grouped, groupOf, GRAVE, isDone, placeOf,
} from '../../../adapters/web/src/pages/mediator/order';
import { doneSeats, progressOf } from '../../../adapters/web/src/kit/progress';
import type {
    Field, Happened, Option, Party, Row,
} from '../../../adapters/web/src/pages/mediator/types';
import {
    attendanceOf, bodyOf, firstRow, ordered, rowsOf, ticked, withRows,
} from '../../../adapters/web/src/pages/mediator/values';

const NOW = Date.parse('2026-11-22T12:00:00+08:00');

function happened(...list: [string, Record<string, unknown>?][]): Happened[] {
    return list.map(([command, detail], i) => ({
        seq: i + 1, at: '2026-11-22T12:00:00+08:00', command, command_zh: command,
        command_en: command, role: 'mediator', role_zh: '', staff: null, rule: 1, source: '',
        colour: 'yellow', stage: 'first', stage_zh: '', stage_en: '', moved: false,
        payload: { detail: detail ?? {} },
    }));
}

function row(id: string, more: Partial<Row> = {}): Row {
    return {
        id, number: id, version: 1, colour: 'yellow', stage: 'first', stage_zh: '', stage_en: '',
        open: true, type: 'neighbour', title: id, region: '', body: null, mediator: null, court: null,
        due: null, overdue: false, received_at: '', updated_at: '', ...more,
    };
}

function option(command: string): Option {
    return { command, zh: command, en: command, moves: false, rule: 1, source: '', fields: [] };
}

function field(name: string, kind: Field['kind'], required = false): Field {
    return { name, kind, required, zh: name, en: name };
}

const PARTIES: Party[] = (['claimant', 'respondent', 'third'] as const).map((side, seat) => ({
    seat, side, side_zh: side, kind: 'natural', name: side, phone: null, agent: null,
    agent_phone: null,
}));

// ---- Progress ----

test('who was told, who consents, who refused after all', () => {
    const p = progressOf(happened(['notify', { seat: 0 }], ['notify', { seat: 1 }],
        ['consent', { seat: 0 }], ['consent', { seat: 1 }], ['refuse_mediation', { seat: 1 }]), [0, 1]);

    assert.deepEqual([...p.notified], [0, 1]);
    assert.deepEqual([...p.consented], [0]);
    assert.deepEqual([...p.refused], [1]);
    assert.deepEqual([...doneSeats(p, 'notify')], [0, 1]);
    assert.deepEqual([...doneSeats(p, 'hold_session')], []);
});

test('a party that consents by itself has consented', () => {
    const own = happened(['consent']).map((e): Happened => ({
        ...e, role: 'party', payload: { by: { seat: 1 }, detail: {} } }));

    assert.deepEqual([...progressOf(own, [0, 1]).consented], [1]);
});

test('another mediator has to accept anew', () => {
    for (const change of ['assign', 'appoint', 'decline_case', 'transfer']) {
        assert.equal(progressOf(happened(['accept_case']), [0, 1]).accepted, true);
        assert.equal(progressOf(happened(['accept_case'], [change]), [0, 1]).accepted, false, change);
    }
});

test('an extension is pending until both sides consent, or one refuses', () => {
    const asked: [string, Record<string, unknown>] = ['ask_extension', { days: 10, seat: 0 }];

    const p = progressOf(happened(asked), [0, 1]);
    assert.deepEqual(p.extension, { days: 10, consented: new Set([0]) });
    assert.equal(progressOf(happened(asked, ['consent_extension', { seat: 1 }]), [0, 1]).extension, null);
    assert.equal(progressOf(happened(asked, ['refuse_extension', { seat: 1 }]), [0, 1]).extension, null);
});

test('an event without words, or of a command that is not shown, changes nothing', () => {
    const [e] = happened(['notify', { seat: 0 }]);
    assert.ok(e !== undefined);

    assert.deepEqual([...progressOf([{ ...e, payload: null }], [0, 1]).notified], []);
    assert.deepEqual(progressOf(happened(['correct'], ['no_such_command']), [0, 1]),
        progressOf([], [0, 1]));
});

// ---- What comes first ----

test('cases by urgency', () => {
    const due = (ms: number): string => new Date(NOW + ms).toISOString();
    const none = new Set<string>();
    const soon = 3 * 86_400_000;
    const clock = { now: NOW, soon: NOW + soon };

    assert.equal(groupOf(row('a', { due: due(1), overdue: true }), new Set(['a']), clock), 'accept');
    assert.equal(groupOf(row('a', { overdue: true }), none, clock), 'overdue');
    assert.equal(groupOf(row('a', { due: due(0) }), none, clock), 'overdue');
    assert.equal(groupOf(row('a', { due: due(soon) }), none, clock), 'soon');
    assert.equal(groupOf(row('a', { due: due(soon + 1) }), none, clock), 'running');
    assert.equal(groupOf(row('a', { stage: 'agreed' }), none, clock), 'agreed');
    assert.equal(groupOf(row('a', { open: false, overdue: true }), new Set(['a']), clock), 'ended');
    assert.deepEqual(grouped([row('late'), row('b', { due: due(9 * soon) }),
        row('a', { due: due(8 * soon) }), row('new')], new Set(['new']), clock)
        .map(([g, rows]) => [g, rows.map((r) => r.id)]),
    [['accept', ['new']], ['running', ['a', 'b', 'late']]]);
});

test('the next step stands first, what is done does not, and nothing that is offered is lost', () => {
    const items = ['terminate', 'correct', 'hold_session', 'accept_case', 'notify', 'go_to_court',
        'a_command_of_tomorrow'].map(option);
    const p = progressOf(happened(['accept_case'], ['notify', { seat: 0 }]), [0, 1]);
    const a = arranged(items, p, [0, 1]);

    assert.deepEqual(a.next.map((o) => o.command), ['notify', 'hold_session']);
    assert.deepEqual(a.ways.map((o) => o.command), ['terminate', 'go_to_court']);
    assert.deepEqual(a.rest.map((o) => o.command), ['accept_case', 'correct', 'a_command_of_tomorrow']);
    assert.equal(a.next.length + a.ways.length + a.rest.length, items.length);
});

test('nothing grave is ever the first step', () => {
    for (const command of GRAVE)
        assert.notEqual(placeOf(command), 'next', command);
});

test('a party that has not signed keeps the step open', () => {
    const one = { ...progressOf([], [0, 1]), terms: '甲', signed: new Set([0]) };

    assert.equal(isDone('sign', one, [0, 1]), false);
    assert.equal(isDone('sign', one, [0]), true);
    assert.equal(isDone('hold_session', one, [0, 1]), false);
});

// ---- From a form to a command ----

test('fields stand in the order in which people think of them', () => {
    assert.deepEqual(ordered([field('date', 'date'), field('zzz', 'text'), field('attendance', 'list'),
        field('seat', 'integer')]).map((f) => f.name), ['seat', 'attendance', 'date', 'zzz']);
});

test('only what was filled in is sent, numbers as numbers', () => {
    const fields = [field('seat', 'integer', true), field('manner', 'text'), field('date', 'date'),
        field('days', 'integer')];

    assert.deepEqual(bodyOf('notify', fields, { seat: '1', manner: '  电话 ', date: '', days: '10' },
        PARTIES), { command: 'notify', seat: 1, manner: '电话', days: 10 });
    assert.deepEqual(bodyOf('notify', fields, { seat: '', manner: 'x', date: '', days: 'many' },
        PARTIES, { seat: 2 }), { command: 'notify', seat: 2, manner: 'x', days: 'many' });
});

test('attendance holds those of whom it was said', () => {
    assert.deepEqual(attendanceOf({ att0: 'attended', att1: '', att2: 'absent' }, PARTIES),
        [{ seat: 0, status: 'attended' }, { seat: 2, status: 'absent' }]);
});

test('those who are ticked, list by list', () => {
    const values = { seat0: true, seat1: false, agree1: true };

    assert.deepEqual(ticked(values, PARTIES), [0]);
    assert.deepEqual(ticked(values, PARTIES, 'agree'), [1]);
});

test('rows of obligations survive being put into values, and a row that goes leaves no trace', () => {
    const rows = [{ ...firstRow(PARTIES), yuan: '1', due: '2026-12-01' },
        { ...firstRow(PARTIES), kind: 'plan' as const, count: '3', account: '工行 6222', manner: '转账' }];
    const values = withRows({ terms: '甲' }, rows);

    assert.deepEqual(rowsOf(values), rows);
    assert.deepEqual(rowsOf(withRows(values, rows.slice(1))), rows.slice(1));
    assert.deepEqual(Object.keys(withRows(values, [])).sort(), ['o_n', 'terms']);
    assert.deepEqual([rows[0]?.payer, rows[0]?.payee], [1, 0]);
});
