// SPDX-License-Identifier: Apache-2.0
// From the manager's desk through the mediator's phone to green, and to red.
import assert from 'node:assert/strict';
import { assigned, intake, tokenOf } from './people.mjs';
import { PHONE } from './window.mjs';

// The day n days from now in Shanghai, as a date field takes it.
export function day(n) {
    return new Date(Date.now() + (8 + 24 * n) * 3600000).toISOString().slice(0, 10);
}

async function register(bed, n) {
    return bed.call(tokenOf('dispatcher'), 'POST', '/disputes', intake(n));
}

async function stands(bed, id) {
    return bed.call(tokenOf('auditor'), 'GET', `/disputes/${id}`);
}

async function keepNote(mediator, id, kind, text) {
    await mediator.go(`/app/my/${id}/notes`);
    await mediator.fill({ kind, text });
    await mediator.submit();
    await mediator.sees(text);
}

async function accepts(manager, id, number) {
    await manager.go('/app/team');
    await manager.follow(number);
    await manager.act(id, 'accept');
    await manager.act(id, 'assign', { mediator: '5028' });
}

// What is said in a caucus is the mediator's alone: nobody else's page is even sent it.
async function staysInCaucus(window, id, secret) {
    for (const name of ['manager', 'clerk', 'colleague', 'dispatcher', 'supervisor', 'auditor', 'dpo',
        'admin']) {
        const other = await window.visitor();
        await other.enter(name);
        await other.go(`/app/my/${id}/notes`);
        const reply = await other.ask(`/api/v1/disputes/${id}/notes`);
        assert.ok(!reply.text.includes(secret), `${name} reads a caucus note`);
        assert.ok(!(await other.everything()).includes(secret), `${name} sees a caucus note`);
    }
}

async function toGreen(window) {
    const { bed } = window;
    const { id, number } = await register(bed, 2);
    const manager = await window.visitor();
    await manager.logIn('manager');
    await manager.shot('team');
    await accepts(manager, id, number);

    const mediator = await window.visitor({ screen: PHONE });
    await mediator.logIn('mediator');
    await mediator.shot('my-cases');
    await mediator.follow(intake(2).title);
    await mediator.shot('case-to-accept');
    await mediator.act(id, 'accept_case');
    const call = mediator.page.locator('a[href="tel:13700001102"]');
    assert.ok(await call.isVisible(), 'the claimant can be called');
    await mediator.act(id, 'notify', { manner: '电话告知' });
    await mediator.act(id, 'consent', { manner: '当面同意' });

    await mediator.go(`/app/my/${id}/appointments`);
    await mediator.fill({ day: day(2), clock: '14:30', minutes: '90', place: '西兴调解室' });
    await mediator.submit();
    const file = mediator.page.locator('a[href$="calendar.ics"]');
    await file.waitFor();
    const calendar = await mediator.ask(await file.getAttribute('href'));
    assert.match(calendar.text, /BEGIN:VCALENDAR[\s\S]*西兴调解室[\s\S]*END:VCALENDAR/);
    await mediator.shot('appointments');
    await mediator.go(`/app/my/${id}`);
    await mediator.sees('已约定的调解');

    await mediator.act(id, 'ask_extension',
        { days: '10', reason: '等待物业查验', agree0: true, agree1: true });
    assert.equal((await stands(bed, id)).deadlines.length > 0, true);
    await mediator.act(id, 'hold_session', { att0: 'attended', att1: 'excused', place: '西兴调解室' });
    await keepNote(mediator, id, 'neutral', '探针笔录：双方到场核对照片。');
    await keepNote(mediator, id, 'undisputed', '探针事实：漏水自三月开始。');
    await keepNote(mediator, id, 'concession', '探针让步：愿意少收一千元。');
    await keepNote(mediator, id, 'caucus', '探针背靠背：底线是三千元。');
    await mediator.shot('notes');

    await mediator.act(id, 'reach_agreement', { terms: '被申请人修复漏水并赔偿，双方再无争议。',
        o0_yuan: '3200.50', o0_due: day(30), o0_manner: '银行转账' });
    await mediator.act(id, 'sign', { manner: '当面签字' });
    await mediator.act(id, 'sign_mediator');
    await manager.act(id, 'seal');
    await mediator.go(`/app/my/${id}`);
    await mediator.shot('case-green');
    const dispute = await stands(bed, id);
    assert.equal(dispute.colour, 'green', JSON.stringify(dispute.states));
    await staysInCaucus(window, id, '底线是三千元');
}

// A body is chosen from those that mediate: police stations do, courts and arbitration commissions do not.
async function choosesBody(window) {
    const { bed } = window;
    const { id } = await register(bed, 3);
    await bed.drive(id, assigned);
    const manager = await window.visitor();
    await manager.enter('manager');
    await manager.go(`/app/my/${id}/do/transfer`);
    await manager.page.locator('select[name="body"] option').nth(1).waitFor({ state: 'attached' });
    const bodies = await manager.page.locator('select[name="body"] option').allTextContents();
    assert.ok(bodies.some((b) => b.includes('派出所')), bodies.join());
    for (const kind of ['人民法院', '仲裁', '司法局'])
        assert.deepEqual(bodies.filter((b) => b.includes(kind)), [], kind);
}

async function toRed(window) {
    const { bed } = window;
    const { id } = await register(bed, 3);
    await bed.drive(id, assigned);
    const mediator = await window.visitor({ screen: PHONE, language: 'en-US' });
    await mediator.logIn('mediator');
    await mediator.act(id, 'accept_case');
    await mediator.act(id, 'terminate', { ground: 'big_gap', reason: 'told them of their remedies' });
    await mediator.sees(/red/i);
    await mediator.shot('case-red');
    const dispute = await stands(bed, id);
    assert.deepEqual([dispute.colour, dispute.ground], ['red', 'big_gap']);
}

export const mediation = [
    ['a mediator on the phone brings a dispute to green', toGreen],
    ['a mediator on the phone ends a mediation: red', toRed],
    ['a manager transfers to a body that mediates', choosesBody],
];
