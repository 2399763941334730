// SPDX-License-Identifier: Apache-2.0
// Numbers and codes checked while they are typed, and what a party is asked for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PartyOption, asked, forOwnSeat } from '../../../adapters/web/src/pages/party/asked';
import { digit, readAccessCode, readNumber, tokenOf } from '../../../adapters/web/src/pages/scan/check';
import { caseOf } from '../../../adapters/web/src/pages/scan/place';
import { greys } from '../../../adapters/web/src/pages/scan/grey';

const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

test('the vectors of the engine hold', () => {
    assert.deepEqual(readNumber('00000-00100-000A'), { state: 'ok', text: '0000000100000A' });
    assert.deepEqual(readNumber('00000001000018'), { state: 'ok', text: '00000001000018' });
    assert.deepEqual(readAccessCode('0000-0012'), { state: 'ok', text: '00000012' });
});

test('what people confuse is read as what it looks like', () => {
    assert.equal(digit('l'), 1);
    assert.equal(digit('I'), 1);
    assert.equal(digit('o'), 0);
    assert.equal(digit('U'), -1);
    assert.equal(digit('*'), -1);
    assert.deepEqual(readAccessCode(' oooo - oO i 2 '), { state: 'ok', text: '00000012' });
});

test('it says what is still to come, and what is wrong', () => {
    assert.deepEqual(readAccessCode(''), { state: 'empty' });
    assert.deepEqual(readAccessCode('0000-0'), { state: 'unfinished', left: 3 });
    assert.deepEqual(readAccessCode('000000122'), { state: 'long' });
    assert.deepEqual(readAccessCode('00U'), { state: 'character', at: 'U' });
    assert.deepEqual(readAccessCode('00000013'), { state: 'check' });
});

test('every wrong character and every two neighbours swapped are told', () => {
    const code = 'K7QM2D4';
    const whole = [...SIGNS].map((s) => code + s).filter((c) => readAccessCode(c).state === 'ok');
    assert.equal(whole.length, 1);
    const right = whole[0]!;
    for (let i = 0; i < right.length; i++) {
        for (const s of SIGNS) {
            const typed = right.slice(0, i) + s + right.slice(i + 1);
            assert.equal(readAccessCode(typed).state, typed === right ? 'ok' : 'check');
        }
        const swapped = right.slice(0, i) + (right[i + 1] ?? '') + right[i] + right.slice(i + 2);
        if (i + 1 < right.length && right[i] !== right[i + 1])
            assert.equal(readAccessCode(swapped).state, 'check');
    }
});

test('a code of ours is told from others', () => {
    const token = '8SPT05K6F7NTMSDMR9JAMKWNSWXA';
    assert.equal(tokenOf(`HTTPS://YIMA.EXAMPLE.GOV.CN/M/${token}`), token);
    assert.equal(tokenOf(`http://127.0.0.1:8080/m/${token.toLowerCase()}`), token);
    for (const other of [`HTTPS://X/M/${token}0`, `HTTPS://X/M/${token.slice(1)}`, 'HTTPS://X/M/', token,
                         `javascript:/M/${token}`, `HTTPS://X/M/${token.slice(1)}U`, ''])
        assert.equal(tokenOf(other), undefined, other);
});

function option(command: string, group: PartyOption['group']): PartyOption {
    return { command, group, zh: command, en: command, moves: false, rule: 1, source: '',
             fields: [{ name: 'seat', zh: '', en: '', kind: 'integer', required: false },
                      { name: 'reason', zh: '', en: '', kind: 'text', required: true }] };
}

test('what is asked of a party stands apart from its ways out, and court apart from all', () => {
    const items = [option('consent', 'step'), option('ask_recusal', 'help'),
                   option('refuse_mediation', 'exit'), option('go_to_court', 'exit')];
    const a = asked(items);
    assert.deepEqual(a.steps.map((o) => o.command), ['consent']);
    assert.deepEqual(a.more.map((o) => o.command), ['ask_recusal']);
    assert.deepEqual(a.exits.map((o) => o.command), ['refuse_mediation']);
    assert.equal(a.court?.command, 'go_to_court');
    assert.equal(asked([option('go_to_court', 'exit'), option('submit_filing', 'step')]).court?.command,
                 'submit_filing');
    assert.equal(asked([]).court, undefined);
    const said = [option('claim_performance', 'step'), option('sign', 'step')];
    assert.deepEqual(asked(said).steps, said);
    assert.deepEqual([asked(said, true).steps, asked(said, true).more], [[said[1]], [said[0]]]);
});

test('a party is never asked for a seat', () => {
    assert.deepEqual(forOwnSeat(option('sign', 'step')).fields.map((f) => f.name), ['reason']);
});

test('each role goes to its own page of a case', () => {
    const who = (kind: 'account' | 'party', code: string) => ({ kind, role: { code, zh: '', en: '' } });
    assert.equal(caseOf('06XK', who('account', 'mediator')), '/app/my/06XK');
    assert.equal(caseOf('06XK', who('account', 'window_clerk')), '/app/disputes/06XK');
    assert.equal(caseOf('06XK', who('party', 'party')), '/app/party');
});

test('grey is what the eye weighs', () => {
    const rgba = new Uint8ClampedArray([0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 255]);
    const grey = greys(rgba);
    assert.deepEqual([...grey], [0, 255, 76]);
});
