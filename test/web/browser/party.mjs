// SPDX-License-Identifier: Apache-2.0
// A party with a phone and a paper: in by the code, consent, and the way to court. And the court.
import assert from 'node:assert/strict';
import { day } from './mediation.mjs';
import { assigned, failed, inMediation, intake, tokenOf } from './people.mjs';
import { DESK, PHONE } from './window.mjs';

async function begun(bed, n, steps) {
    const made = await bed.call(tokenOf('dispatcher'), 'POST', '/disputes', intake(n));
    await bed.drive(made.id, steps);
    return made;
}

async function stands(bed, id) {
    return bed.call(tokenOf('auditor'), 'GET', `/disputes/${id}`);
}

// Scan the code, type what the paper says.
async function enters(window, dispute, code, how = {}) {
    const party = await window.visitor({ screen: PHONE, ...how });
    await party.go(`/m/${dispute.token}`);
    await party.page.locator('[name="code"]').fill(code);
    await party.page.locator('#party-entry button[type=submit]').click();
    await party.page.waitForURL('**/app/party');
    await party.settled();
    return party;
}

async function does(party, command, values = {}) {
    await party.go(`/app/party/do/${command}`);
    await party.page.locator('main form').waitFor();
    await party.fill(values);
    await party.submit();
    await party.page.waitForURL('**/app/party');
    await party.settled();
}

// Work of the court and of the window, on their case page.
async function decides(visitor, id, command, values = {}) {
    await visitor.go(`/app/disputes/${id}`);
    const to = `a[href="/app/disputes/${id}/do/${command}"]`;
    await visitor.page.locator(to).first().waitFor({ state: 'attached' });
    await visitor.page.locator('details', { has: visitor.page.locator(to) })
        .evaluateAll((folded) => folded.forEach((d) => { d.open = true; }));
    await visitor.page.locator(to).first().click();
    await visitor.page.locator('main form').waitFor();
    await visitor.fill(values);
    await visitor.submit();
    await visitor.page.locator('.notice-good').waitFor();
    await visitor.settled();
}

async function consents(window) {
    const { bed } = window;
    const dispute = await begun(bed, 9, assigned);
    const mediator = await window.visitor({ screen: PHONE });
    await mediator.enter('mediator');
    await mediator.go(`/app/my/${dispute.id}/codes`);
    await mediator.page.locator('main button').first().click();
    const code = await mediator.page.locator('main p')
        .filter({ hasText: /^[0-9A-Z]{4}-[0-9A-Z]{4}$/ }).first().innerText();
    await mediator.sees('此码由调解员发放');
    await mediator.shot('code-issued');
    await mediator.press('打印');
    await mediator.sees('须到窗口另领通行码');
    await mediator.shot('code-sheet');
    assert.deepEqual(await mediator.axe(), []);
    await mediator.press('关闭');

    const guess = await window.visitor({ screen: PHONE });
    await guess.go(`/m/${dispute.token}`);
    await guess.page.locator('[name="code"]').fill('0000-0000');
    await guess.page.locator('#party-entry button[type=submit]').click();
    await guess.page.locator('.mistake, .summary').first().waitFor();
    await guess.shot('code-wrong');

    const party = await enters(window, dispute, code.toLowerCase());
    await party.sees('您的通行码由调解员签发');
    await party.shot('party');
    assert.ok(!(await party.everything()).includes('13700002209'), 'the other side\'s telephone');
    assert.deepEqual(await party.axe(), []);
    await does(party, 'consent');
    const { items } = await bed.call(tokenOf('auditor'), 'GET', `/disputes/${dispute.id}/events`);
    assert.deepEqual(items.filter((e) => e.command === 'consent').map((e) => e.payload.by.seat), [0]);
    await mediator.go(`/app/my/${dispute.id}`);
    await mediator.sees('✓ 已同意调解');
}

async function toCourt(window) {
    const { bed } = window;
    const dispute = await begun(bed, 10, failed);
    const code = await bed.paper(tokenOf('manager'), dispute, 0);
    const party = await enters(window, dispute, code);
    assert.ok(!(await party.everything()).includes('换领通行码'), 'a code that does everything');
    await party.shot('party-red');
    await does(party, 'submit_filing', { court: '1009', claims: '请求判令被申请人修复并赔偿。',
        facts: '楼上漏水，天花板受损。' });

    const filing = await window.visitor({ screen: DESK });
    await filing.logIn('filing');
    await filing.go('/app/work?list=to_file');
    await filing.sees(dispute.number);
    await filing.shot('to-file');
    await decides(filing, dispute.id, 'ask_supplement', { reason: '请补充房屋权属证明' });
    await party.go('/app/party');
    await does(party, 'supplement', { note: '已补充房产证复印件' });
    const year = new Date().getFullYear();
    await decides(filing, dispute.id, 'register_court',
        { case_number: `(${year})浙0108民初4010号`, court_procedure: 'ordinary' });
    await filing.shot('case-registered');
    const after = await stands(bed, dispute.id);
    assert.ok(['blue', 'red'].includes(after.colour), after.colour);
    assert.equal(after.court.name, '杭州市滨江区人民法院');
}

const effective = [
    ...inMediation,
    [tokenOf('mediator'), { command: 'reach_agreement', terms: '被申请人十日内修复。',
        obligations: [{ payer: 1, payee: 0, act: '修复漏水', due: day(10), manner: '上门' }] }],
    [tokenOf('mediator'), { command: 'sign', seat: 0, manner: '当面签字' }],
    [tokenOf('mediator'), { command: 'sign', seat: 1, manner: '当面签字' }],
    [tokenOf('mediator'), { command: 'sign_mediator' }],
    [tokenOf('manager'), { command: 'seal' }],
];

async function confirmed(window) {
    const { bed } = window;
    const { id, number } = await begun(bed, 11, effective);
    const mediator = await window.visitor({ screen: PHONE });
    await mediator.enter('mediator');
    await mediator.act(id, 'apply_confirmation', { court: '1009', seat0: true, seat1: true });

    const clerk = await window.visitor({ screen: DESK });
    await clerk.logIn('courtclerk');
    await clerk.go('/app/work?list=to_confirm');
    await clerk.sees(number);
    const year = new Date().getFullYear();
    await decides(clerk, id, 'accept_confirmation', { case_number: `(${year})浙0108诉前调确4011号` });
    const judge = await window.visitor({ screen: DESK, language: 'en-US' });
    await judge.logIn('confirming');
    await judge.go('/app/work?list=to_confirm');
    await judge.sees(number);
    await bed.drive(id, [[tokenOf('courtclerk'), { command: 'appear', date: day(0),
        attendance: [{ seat: 0, status: 'attended' }, { seat: 1, status: 'attended' }] }]]);
    await decides(judge, id, 'confirm', { note: '裁定确认有效' });
    await judge.shot('confirmed');
    const after = await stands(bed, id);
    assert.equal(after.colour, 'green');
    assert.equal(after.states.confirm.name, 'CONFIRMED');
}

// Whoever keeps the deadlines chooses by name; staff and party read what came of it.
async function moved(window) {
    const { bed } = window;
    const dispute = await begun(bed, 6, inMediation);
    const { items } = await bed.call(tokenOf('supervisor'), 'GET', `/disputes/${dispute.id}/commands`);
    const [limit] = items.find((o) => o.command === 'reschedule').fields
        .find((f) => f.name === 'deadline').deadlines;
    assert.ok(limit.latest_day > limit.last_day, JSON.stringify(limit));
    const supervisor = await window.visitor();
    await supervisor.enter('supervisor');
    await supervisor.go(`/app/disputes/${dispute.id}/do/reschedule`);
    await supervisor.sees(limit.zh);
    await supervisor.shot('reschedule');
    await supervisor.page.setViewportSize(PHONE);
    await supervisor.shot('reschedule-phone');
    await supervisor.fill({ deadline: limit.name, last_day: limit.latest_day,
        shift_ground: 'force_majeure', reason: '台风停工' });
    await supervisor.submit();
    await supervisor.page.locator('.notice-good').waitFor();
    await supervisor.sees('新的届满日');
    await supervisor.shot('rescheduled');
    await supervisor.go(`/app/disputes/${dispute.id}`);
    await supervisor.sees(new RegExp(`${limit.zh}：届满日由.*调整为.*（不可抗力）`));

    const { code } = await bed.call(tokenOf('mediator'), 'POST', `/disputes/${dispute.id}/access-codes`, { seat: 0 });
    const party = await enters(window, dispute, code);
    await party.sees(new RegExp(`${limit.zh}：届满日由.*调整为.*（不可抗力）`));
    await party.page.locator('.moved-deadline').scrollIntoViewIfNeeded();
    await party.shot('party-rescheduled');
}

export const parties = [
    ['a deadline is chosen by its name and moved; its party reads from when to when', moved],
    ['a party enters with the code on the paper, and consents', consents],
    ['a party goes to court online; the court asks, takes and numbers the case', toCourt],
    ['an agreement is brought to the court, accepted by its clerk and confirmed by its judge', confirmed],
];
