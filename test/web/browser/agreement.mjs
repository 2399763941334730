// SPDX-License-Identifier: Apache-2.0
// An agreement on the pages: written with many instalments and told what a court would say, read and
// spoken of by both sides, changed, broken, and taken to the court.
import assert from 'node:assert/strict';
import { day } from './mediation.mjs';
import { PEOPLE, inMediation, intake, tokenOf } from './people.mjs';
import { DESK, PHONE } from './window.mjs';

// All sign on paper, as commands for Bed.drive.
export const signed = (bed, id) => [0, 1].map((seat) => [`--role party --dispute ${id} --seat ${seat}`,
    { command: 'sign', signing: 'paper' }]).concat([
    [tokenOf('mediator'), { command: 'sign_mediator', signing: 'paper' }],
    [tokenOf('manager'), { command: 'seal', signing: 'stamp' }],
]);

const owed = (n) => Array.from({ length: n }, (_, i) => ({ payer: 1, payee: 0, amount_fen: '100000',
    plan: 1, due: day(10 + 30 * i), account: '工商银行 6222 0212 0200 1234', manner: '银行转账',
    consequence: '任何一期逾期，其余各期一并到期' }));

async function begun(bed, n, steps = inMediation) {
    const made = await bed.call(tokenOf('dispatcher'), 'POST', '/disputes', intake(n));
    await bed.drive(made.id, steps);
    return made;
}

async function agreed(bed, n, parts) {
    const made = await begun(bed, n);
    await bed.drive(made.id, [[tokenOf('mediator'), { command: 'reach_agreement',
        terms: '被申请人分期赔偿维修损失，付清后双方再无争议。', facts: '楼上卫生间漏水，天花板受损。',
        obligations: owed(parts) }], ...signed(bed, made.id)]);
    return made;
}

/** No violation and no sideways scrolling, on a phone and on a desk, in both languages. */
async function looks(visitor, name) {
    for (const screen of [PHONE, DESK]) {
        await visitor.page.setViewportSize(screen);
        await visitor.shot(`agreement-${name}`);
        assert.deepEqual(await visitor.axe(), [], name);
        assert.equal(await visitor.overflow(), 0, `${name} is too wide at ${screen.width}`);
    }
}

async function writes(window) {
    const { bed } = window;
    const dispute = await begun(bed, 19);
    const mediator = await window.visitor({ screen: PHONE });
    await mediator.enter('mediator');
    await mediator.go(`/app/my/${dispute.id}/do/reach_agreement`);
    await mediator.page.locator('main form').waitFor();
    await mediator.fill({ terms: '被申请人分六十期赔偿；房屋归甲方所有。', facts: '楼上漏水。' });
    await mediator.fill({ o0_kind: 'plan' });
    await mediator.fill({ o0_yuan: '60000', o0_count: '60', o0_due: day(30), o0_account: '工行 6222' });
    await mediator.sees('60,000.00');
    await mediator.page.locator('.agreement-finding', { hasText: '房屋归' }).waitFor();
    await looks(mediator, 'editor');
    await mediator.fill({ terms: '被申请人分六十期赔偿。', o0_consequence: '一并到期' });
    await mediator.sees('没有发现妨碍司法确认的情形');
    await mediator.submit();
    await mediator.page.waitForURL((url) => url.pathname === `/app/my/${dispute.id}`);
    await mediator.settled();
    const { versions } = await bed.call(tokenOf('mediator'), 'GET', `/disputes/${dispute.id}/agreement`);
    assert.equal(versions[0].obligations.length, 60);
    assert.equal(versions[0].obligations[59].plan, 1);
    await mediator.sees('分60期');
    await looks(mediator, 'draft');
}

async function speaks(window) {
    const { bed } = window;
    const dispute = await agreed(bed, 18, 3);
    const path = `/disputes/${dispute.id}/agreement`;
    const payer = await window.visitor({ screen: PHONE });
    await payer.carry(await bed.party(tokenOf('manager'), dispute, 1));
    await payer.go('/app/party');
    await payer.page.locator('.agreement-own summary').first().click();
    await payer.page.locator('.agreement-own input[value="fulfilled"]').first().check();
    await payer.fill({ amount: '1000', note: '昨天已经转账' });
    await looks(payer, 'own-word');
    await payer.page.locator('.agreement-own button[type=submit]').first().click();
    await payer.sees('昨天已经转账');

    const payee = await window.visitor({ screen: PHONE, language: 'en-US' });
    await payee.carry(await bed.party(tokenOf('manager'), dispute, 0));
    await payee.go('/app/party');
    await payee.sees('昨天已经转账');
    await payee.page.locator('.agreement-own summary').first().click();
    await payee.page.locator('.agreement-own input[value="breached"]').first().check();
    await payee.page.locator('.agreement-own button[type=submit]').first().click();
    await payee.page.locator('.agreement-said li').nth(1).waitFor();
    const { versions } = await bed.call(tokenOf('mediator'), 'GET', path);
    const [first] = versions[0].obligations;
    assert.equal(first.result, null, 'a word settles nothing');
    assert.deepEqual(first.claims.map((c) => [c.seat, c.result.code]), [[1, 'fulfilled'], [0, 'breached']]);
    await looks(payee, 'both-words');

    const mediator = await window.visitor({ screen: PHONE });
    await mediator.enter('mediator');
    await mediator.go(`/app/my/${dispute.id}`);
    await mediator.sees('昨天已经转账');
    await mediator.page.locator(`a[href="/app/my/${dispute.id}/do/record_performance?obligation=0"]`).first().click();
    await mediator.page.locator('main form').waitFor();
    await mediator.fill({ result: 'fulfilled' });
    await mediator.submit();
    await mediator.page.waitForURL((url) => url.pathname === `/app/my/${dispute.id}`);
    await mediator.sees('已完成1/3期');
    await looks(mediator, 'ledger');
}

async function changes(window) {
    const { bed } = window;
    const dispute = await agreed(bed, 18, 2);
    await bed.drive(dispute.id, [[tokenOf('mediator'), { command: 'vary', terms: '改为一次付清，减免一百元。',
        reason: '被申请人资金到位', obligations: [{ ...owed(1)[0], amount_fen: '190000' }] }]]);
    const party = await window.visitor({ screen: PHONE });
    await party.carry(await bed.party(tokenOf('manager'), dispute, 0));
    await party.go('/app/party');
    await party.sees('现行协议');
    await party.sees('新的约定');
    await looks(party, 'change');
    await party.follow('不同意变更');
    await party.page.locator('main form').waitFor();
    await party.fill({ reason: '不减免' });
    await party.submit();
    await party.page.waitForURL('**/app/party');
    await party.settled();
    const { versions } = await bed.call(tokenOf('mediator'), 'GET', `/disputes/${dispute.id}/agreement`);
    assert.deepEqual(versions.map((v) => v.state.code), ['in_force', 'refused']);
}

async function confirms(window) {
    const { bed } = window;
    const dispute = await agreed(bed, 19, 2);
    const court = String(PEOPLE.courtclerk.body);
    const party = await window.visitor({ screen: PHONE, language: 'en-US' });
    await party.carry(await bed.party(tokenOf('manager'), dispute, 0));
    await party.go('/app/party/do/apply_confirmation');
    await party.page.locator('.agreement-check').first().waitFor();
    await party.settled();
    await party.fill({ court });
    await party.settled();
    await looks(party, 'apply');
    await party.submit();
    await party.page.waitForURL('**/app/party');
    await bed.drive(dispute.id, [[`--role party --dispute ${dispute.id} --seat 1`,
        { command: 'apply_confirmation', court }]]);

    const clerk = await window.visitor({ screen: DESK });
    await clerk.enter('courtclerk');
    await clerk.go(`/app/disputes/${dispute.id}`);
    await clerk.page.locator(`.agreement a[href="/app/disputes/${dispute.id}/do/accept_confirmation"]`).click();
    await clerk.page.locator('main form').waitFor();
    await clerk.fill({ case_number: '（2026）浙0108诉前调确54号' });
    await clerk.submit();
    await clerk.page.locator('.notice-good').waitFor();
    await clerk.go(`/app/disputes/${dispute.id}`);
    await clerk.sees('还有当事人没有到场核实');
    await looks(clerk, 'court');
    await bed.drive(dispute.id, [[tokenOf('confirming'), { command: 'dismiss_confirmation',
        bar: 'unclear', reason: '第二期金额不明确' }]]);
    await clerk.go(`/app/disputes/${dispute.id}`);
    await clerk.sees('第二期金额不明确');
}

export const agreements = [
    ['agreement: written with sixty instalments and looked at before', writes],
    ['agreement: both sides say how it stands', speaks],
    ['agreement: a change side by side, and refused', changes],
    ['agreement: checked, applied for, taken by the court', confirms],
];
