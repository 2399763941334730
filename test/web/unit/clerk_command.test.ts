// SPDX-License-Identifier: Apache-2.0
// From what /commands describes and what was typed to the body of a command.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CommandField, type CommandOption, OBLIGATIONS_SHOWN, cityOf, commandBody, emptyValues,
         valueNames } from '../../../adapters/web/src/kit/command/model';

const context = { seats: [{ seat: 0, side: 'claimant', name: '甲' }, { seat: 1, side: 'respondent', name: '乙' }] };

function field(name: string, kind: CommandField['kind'], required = false): CommandField {
    return { name, kind, required, zh: name, en: name };
}

function option(...fields: CommandField[]): CommandOption {
    return { command: 'act', moves: true, rule: 1, source: 's', group: 'step', zh: '', en: '', fields };
}

test('each field in its form, and nothing that is empty', () => {
    const o = option(field('seat', 'integer', true), field('reason', 'text'), field('date', 'date'), field('mediator', 'reference'));
    assert.deepEqual(emptyValues(o, context), { seat: '', reason: '', date: '', mediator: '' });
    assert.deepEqual(commandBody(o, { seat: '1', reason: '  有理由 ', date: '', mediator: '21' }, context),
                     { command: 'act', seat: 1, reason: '有理由', mediator: '21' });
    assert.deepEqual(commandBody(o, {}, context), { command: 'act' });
    assert.deepEqual(commandBody(option(field('days', 'integer')), { days: '0' }, context), { command: 'act', days: 0 });
});

test('who came', () => {
    const o = option(field('attendance', 'list'));
    assert.deepEqual(valueNames(o.fields[0]!, context), ['attendance.0', 'attendance.1']);
    assert.deepEqual(commandBody(o, { 'attendance.1': 'absent', 'attendance.0': '' }, context),
                     { command: 'act', attendance: [{ seat: 1, status: 'absent' }] });
    assert.deepEqual(commandBody(o, { 'attendance.0': '' }, context), { command: 'act' });
});

test('obligations: rows that were begun, money in fen', () => {
    const o = option(field('obligations', 'list', true));
    assert.equal(valueNames(o.fields[0]!, context).length, OBLIGATIONS_SHOWN * 6);
    assert.deepEqual(commandBody(o, { 'obligations.0.payer': '1', 'obligations.0.payee': '0', 'obligations.0.amount': '12.30',
        'obligations.0.due': '2026-12-01', 'obligations.2.act': '道歉', 'obligations.2.payer': '1', 'obligations.2.payee': '0',
        'obligations.2.due': '2026-12-02', 'obligations.2.manner': '当面' }, context),
        { command: 'act', obligations: [{ payer: 1, payee: 0, due: '2026-12-01', amount_fen: '1230' },
            { payer: 1, payee: 0, due: '2026-12-02', act: '道歉', manner: '当面' }] });
    assert.deepEqual(commandBody(o, {}, context), { command: 'act' });
});

test('the city of a division', () => {
    assert.equal(cityOf('330108001'), '3301');
    assert.equal(cityOf('33'), undefined);
    assert.equal(cityOf(null), undefined);
});
