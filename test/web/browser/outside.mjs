// SPDX-License-Identifier: Apache-2.0
// What a hotline sent, and a clerk has to look at: the worklist, one order, parting and merging; and
// what a newcomer finds on a case and its receipt.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { intake, tokenOf } from './people.mjs';
import { DESK, PHONE } from './window.mjs';

const run = promisify(execFile);
const OUTSIDE = `${process.env.YIMA_EXAMPLES}/outside`;
const PARTNER = 'example-12345';

// The example program sends it, as its reader would.
async function send(bed, order) {
    const file = `${bed.home}/${order.external_ref}.json`;
    writeFileSync(file, JSON.stringify(order));
    const { stdout } = await run('node', [`${OUTSIDE}/send-order.mjs`, `${bed.home}/hotline.key`, bed.url, PARTNER, file]);
    return JSON.parse(stdout).body;
}

async function open(bed) {
    const admin = '--role admin';
    await bed.call(admin, 'POST', '/partners', { kind: 'channel', code: PARTNER, zh: '12345 热线（示例）' });
    const { stdout } = await run('node', [`${OUTSIDE}/send-order.mjs`, `${bed.home}/hotline.key`]);
    await bed.call(admin, 'POST', `/partners/${PARTNER}/keys`, { open: stdout.trim() });
    await bed.yima('partner', ['map', 'import', `${OUTSIDE}/12345-example.json`]);
}

function order(ref, changes) {
    return { external_ref: ref, external_type: '0102', title: `${ref} 楼上漏水请求协调`, region: '330108001001',
        description: '来电人反映楼上漏水。', parties: [{ side: 'claimant', name: `来电人${ref}` }], ...changes };
}

async function looks(visitor, name) {
    for (const screen of [PHONE, DESK]) {
        await visitor.page.setViewportSize(screen);
        assert.equal(await visitor.overflow(), 0, name);
        assert.deepEqual(await visitor.axe(), [], name);
        await visitor.shot(`${name}-${screen.width}`);
    }
}

async function orders(window) {
    const { bed } = window;
    await open(bed);
    const first = await send(bed, order('X-1', { external_type: '9999' }));
    const second = await send(bed, order('X-2', { title: 'X-1 楼上漏水请求协调' }));
    assert.deepEqual([first.tasks, second.tasks], [['classify', 'parties'], ['parties', 'duplicate']]);
    await send(bed, order('X-1', { external_type: '9999', description: '又来电催办。' }));

    const clerk = await window.visitor();
    await clerk.enter('clerk');
    await clerk.go('/app/outside');
    await clerk.sees('X-1');
    await looks(clerk, 'outside-list');
    await clerk.page.locator('a[href="/app/outside?task=duplicate"]').click();
    await clerk.page.waitForURL('**/app/outside?task=duplicate');
    await clerk.settled();
    await clerk.page.locator('main td a, main th a', { hasText: 'X-2' }).first().click();
    await clerk.sees('可能是同一件');
    await clerk.sees(first.number);
    await looks(clerk, 'outside-order');

    // It is the same: merged, and both numbers lead to the dispute that goes on.
    await clerk.page.locator('button', { hasText: `并入 ${first.number}` }).click();
    await clerk.page.locator('dialog button', { hasText: '并入' }).first().click();
    await clerk.sees('已办理');
    await clerk.settled();
    const merged = await bed.call(tokenOf('clerk'), 'GET', `/disputes/${second.dispute}`);
    assert.equal(merged.states.main.name, 'MERGED');

    // What is left to look at is ended with a word about it.
    await clerk.page.locator('[name="note"]').fill('当事人已在另案中登记');
    await clerk.page.locator('main form button[type="submit"]').click();
    await clerk.sees('没有待办事项');
    await clerk.go(`/app/disputes/${first.dispute}`);
    await clerk.sees('外部编号与来源');
    await looks(clerk, 'outside-case');

    const reader = await window.visitor({ language: 'en-US' });
    await reader.enter('clerk');
    await reader.go('/app/outside');
    await reader.sees('Outside orders');
    await looks(reader, 'outside-list-en');
}

// A case offers the way forward first; a receipt is there again after a reload.
async function newcomer(window) {
    const { bed } = window;
    const made = await bed.call(tokenOf('dispatcher'), 'POST', '/disputes', intake(31));
    const manager = await window.visitor();
    await manager.enter('manager');
    await manager.go(`/app/disputes/${made.id}`);
    const shown = await manager.page.locator('.clerk-commands a:visible').allInnerTexts();
    assert.ok(shown.length > 0 && shown.length <= 5, `all at once: ${shown.join(', ')}`);
    const later = manager.page.locator('.clerk-later > summary', { hasText: '其他途径' });
    await later.click();
    assert.ok((await manager.page.locator('.clerk-commands a:visible').count()) > shown.length);
    await looks(manager, 'case-grouped');

    const clerk = await window.visitor();
    await clerk.enter('clerk');
    await clerk.go(`/app/disputes/${made.id}/receipt`);
    await clerk.sees(made.number);
    await clerk.page.reload();
    await clerk.settled();
    await clerk.sees(made.number);
    await clerk.sees('登记回执');
    await looks(clerk, 'receipt-again');
}

export const outside = [['work orders of a hotline are looked at', orders], ['a newcomer finds the way', newcomer]];
