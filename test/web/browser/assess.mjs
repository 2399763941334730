// SPDX-License-Identifier: Apache-2.0
// What October says of the mediator, what the mediator says to that, what the body credits, and how
// content a party is. On the server of the month's stories.
import assert from 'node:assert/strict';
import { comes, october, party } from './month.mjs';
import { DESK, PHONE } from './window.mjs';

const MONTH = '2026-10';

async function looks(visitor, name) {
    for (const screen of [PHONE, DESK]) {
        await visitor.page.setViewportSize(screen);
        await visitor.shot(`assess-${name}`);
        assert.deepEqual(await visitor.axe(), [], name);
        assert.equal(await visitor.overflow(), 0, `${name} is too wide at ${screen.width}`);
    }
}

async function assessed(window) {
    const past = await october(window);
    const { agreed } = past.bed;
    assert.match(await past.bed.yima('assess', [MONTH]), /revision 1/);

    // The party says how content it is, and may think better of it.
    const claimant = await party(past, agreed, 0);
    await claimant.go('/app/party');
    await claimant.fill({ score: '4' });
    await claimant.press('提交');
    await claimant.sees('已评价');
    await claimant.fill({ score: '5' });
    await claimant.press('修改');
    await claimant.page.locator('strong', { hasText: '5分 很满意' }).waitFor();

    // The mediator sees the own figures, what they are made of, and objects.
    const mediator = await comes(past, 'mediator');
    await mediator.go(`/app/assess?until=${MONTH}`);
    await mediator.sees('件数太少，不作比较');
    await mediator.sees('评分不足，不显示');
    assert.equal(await mediator.page.locator('.assess-kinds').count(), 0);
    await mediator.page.locator('table tbody a').first().click();
    await mediator.settled();
    await mediator.sees(agreed.number);
    await looks(mediator, 'detail');
    await mediator.fill({ measure: 'timeliness', reason: '十月停电两日，有物业通知为证。' });
    await mediator.submit();
    await mediator.page.waitForURL('**/app/assess/objections');
    await mediator.sees('十月停电两日');
    assert.equal(await mediator.page.locator('details').count(), 0, 'nobody answers the own objection');

    // The manager answers, and decides on points.
    const manager = await comes(past, 'manager');
    await manager.go(`/app/assess?until=${MONTH}`);
    await manager.sees('办理时效有异议');
    await manager.go('/app/assess/objections');
    await manager.page.locator('summary').first().click();
    await manager.fill({ verdict: 'upheld', answer: '属实。' });
    await manager.submit();
    await manager.page.locator('.assess-words', { hasText: '属实。' }).waitFor();
    await manager.go('/app/points?tab=waiting');
    await manager.page.getByRole('button', { name: '确认入账' }).first().waitFor();
    await looks(manager, 'waiting');
    const before = await manager.page.locator('.assess-contest').count();
    await manager.page.getByRole('button', { name: '确认入账' }).first().click();
    await manager.page.waitForFunction((n) => document.querySelectorAll('.assess-contest').length === n - 1, before);
    await manager.go('/app/points?tab=ledger');
    await manager.page.locator('summary', { hasText: '冲销' }).first().click();
    await manager.fill({ reason: '登记表有误' });
    await manager.submit();
    await manager.page.locator('.assess-words', { hasText: '登记表有误' }).waitFor();
    assert.equal(await manager.page.locator('.assess-contest').count(), 2, 'reversed, not taken out');
    await looks(manager, 'ledger');

    const english = await comes(past, 'supervisor', { language: 'en-US' });
    await english.go(`/app/assess?kind=body&until=${MONTH}`);
    await english.sees('this is no ranking');
    await looks(english, 'bodies');
    await english.go('/app/points?tab=rules');
    await looks(english, 'rules');
}

export const assessments = [
    ['month: how a mediator did, contested, and points that are confirmed and reversed', assessed],
];
