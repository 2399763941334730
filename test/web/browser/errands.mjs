// SPDX-License-Identifier: Apache-2.0
// What people do on the way to the court, each on its own pages; the stories are in court.mjs.
import assert from 'node:assert/strict';
import { signed } from './agreement.mjs';
import { until } from './bed.mjs';
import { day } from './mediation.mjs';
import { PASSWORD, inMediation, intake, tokenOf } from './people.mjs';
import { COURT, Sandbox } from './sandbox.mjs';
import { PHONE } from './window.mjs';

export const TERMS = '被申请人一次性赔偿维修损失，付清后双方再无争议。';
export const DEBT = { yuan: '3000', account: '工商银行 6222 0212 0200 1234', manner: '银行转账',
    consequence: '逾期按日支付违约金' };
export const CLAIMS = { claims: '请求判令被申请人赔偿维修损失三千元。', facts: '楼上漏水，天花板受损。', court: COURT };

// ---- Who comes ----

// Others of the sample data than PEOPLE: of the body to which a dispute is transferred, and of the
// one that the court entrusts.
const MORE = {
    farmediator: ['mediator', '5033'], invitedmanager: ['body_manager', '5121'], invited: ['mediator', '5122'],
};

export async function beside(bed) {
    if (bed.court === undefined) {
        for (const [login, [role, staff]] of Object.entries(MORE)) {
            await bed.yima('account', ['add', '--password-stdin', '--login', login, '--name', `测试${login}`,
                '--role', role, '--staff', staff], `${PASSWORD}\n`);
        }
    }
    return Sandbox.of(bed);
}

// Somebody with a clock like the server's.
async function guest(window, screen) {
    const visitor = await window.visitor({ screen });
    if (window.bed.today !== undefined) await visitor.page.clock.setFixedTime(window.bed.today);
    return visitor;
}

export async function comes(window, name, screen = PHONE) {
    const visitor = await guest(window, screen);
    await visitor.enter(name);
    return visitor;
}

export async function party(window, dispute, seat) {
    const visitor = await guest(window, PHONE);
    await visitor.carry(await window.bed.party(tokenOf('clerk'), dispute, seat));
    return visitor;
}

export async function both(window, dispute) {
    return [await party(window, dispute, 0), await party(window, dispute, 1)];
}

// ---- What they do ----

export async function begun(bed, n, steps) {
    const made = await bed.call(tokenOf('dispatcher'), 'POST', '/disputes', intake(n));
    await bed.drive(made.id, steps);
    return { ...made, n };
}

export async function reaches(bed, { id }, state) {
    return until(`${id} in ${state}`, async () => {
        const d = await bed.call(tokenOf('auditor'), 'GET', `/disputes/${id}`);
        return Object.values(d.states).some((s) => s.name === state) ? d : undefined;
    });
}

export async function looks(visitor, name) {
    assert.equal(await visitor.overflow(), 0, name);
    assert.deepEqual(await visitor.axe(), [], name);
    await visitor.shot(`court-${name}`);
}

export async function does(visitor, command, values = {}) {
    await visitor.go(`/app/party/do/${command}`);
    await visitor.page.locator('main form').waitFor();
    await visitor.fill(values);
    await visitor.submit();
    await visitor.page.waitForURL('**/app/party');
    await visitor.settled();
}

// The complaint, on the page of the way to court. What the court asks may stand there at once.
export async function files(visitor, { id }, values) {
    await visitor.go(`/app/filing/${id}`);
    await visitor.fill(values);
    await visitor.submit();
    await visitor.page.locator('main [name="claims"]').waitFor({ state: 'detached' });
    await visitor.settled();
}

// Whoever works at a desk, on the page of the case.
export async function decides(visitor, { id }, command, values = {}) {
    await visitor.go(`/app/disputes/${id}/do/${command}`);
    await visitor.page.locator('main form').waitFor();
    await visitor.fill(values);
    await visitor.submit();
    await visitor.page.locator('.notice-good').waitFor();
    await visitor.settled();
}

async function puts(visitor, digits) {
    await visitor.fill({ ...digits === undefined ? {} : { digits }, read: true });
    await visitor.page.locator('main form button[type=submit]').last().click();
}

// Everybody who must, on the page: parties with the last digits of their number, mediator, manager.
export async function allSign(window, dispute, parties, officials) {
    for (const [seat, visitor] of parties.entries()) {
        await visitor.go('/app/party/do/sign');
        await puts(visitor, intake(dispute.n).parties[seat].identity.slice(-6));
        await visitor.sees(`✓ ${intake(dispute.n).parties[seat].name}`);
    }
    for (const [i, visitor] of officials.entries()) {
        await visitor.go(`/app/my/${dispute.id}`);
        await visitor.press('打开协议并签署');
        await visitor.page.locator('.signing-hash').waitFor({ state: 'attached' });
        await puts(visitor);
        await visitor.sees(i === 0 ? '✓ 华清雨' : '协议已生效');
    }
}

export async function records(mediator, { id }, result) {
    await mediator.go(`/app/my/${id}`);
    await mediator.page.locator(`a[href="/app/my/${id}/do/record_performance?obligation=0"]`).first().click();
    await mediator.page.locator('main form').waitFor();
    await mediator.fill({ result });
    await mediator.submit();
    await mediator.page.waitForURL((url) => url.pathname === `/app/my/${id}`);
    await mediator.settled();
}

// Green, as others' stories tell it; signed on paper.
export async function settled(bed, n) {
    const dispute = await begun(bed, n, [...inMediation, [tokenOf('mediator'), { command: 'reach_agreement',
        terms: TERMS, obligations: [{ payer: 1, payee: 0, amount_fen: '300000', due: day(20),
            account: DEBT.account, consequence: DEBT.consequence }] }]]);
    await bed.drive(dispute.id, signed(bed, dispute.id));
    return dispute;
}
