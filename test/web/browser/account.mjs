// SPDX-License-Identifier: Apache-2.0
// Accounts: made by the administrator, taken over by a link, guarded by a second factor, and ended.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { PHONE } from './window.mjs';

const OWN = 'Tea-mountain-Terrace-88';
const ADMIN = 'admin';

/** What the app of a phone shows now. Source: RFC 6238, SHA-1, 30 s, 6 digits. */
function codeNow(secret) {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    const bits = [...secret].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('');
    const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
    const step = Buffer.alloc(8);
    step.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30000)));
    const hash = createHmac('sha1', key).update(step).digest();
    const at = hash[19] & 15;
    return String((hash.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

async function looked(visitor, name) {
    await visitor.shot(name);
    assert.deepEqual(await visitor.axe(), [], name);
    assert.equal(await visitor.overflow(), 0, name);
}

/** Make an account on the page; its number, and the address of its first link. */
async function made(admin, login) {
    const { page } = admin;
    await admin.go('/app/admin/new');
    await admin.fill({ login, name: '钱新人' });
    await page.locator('.account-grant select').first().selectOption('supervisor');
    await page.locator('.account-grant input').fill('330108');
    let posts = 0;
    page.on('request', (r) => {
        if (r.method() === 'POST' && r.url().endsWith('/api/v1/accounts')) posts++;
    });
    await admin.submit({ twice: true });
    await page.waitForURL(/\/app\/admin\/\d+$/);
    assert.equal(posts, 1, 'a double press makes one account');
    await admin.settled();
    await admin.press('生成设置密码链接');
    return page.locator('.account-link').innerText();
}

async function anAccountFromBeginningToEnd(window) {
    const admin = await window.visitor();
    await admin.enter(ADMIN);
    const link = await made(admin, 'qian.new');
    await looked(admin, 'account-made');

    const owner = await window.visitor({ screen: PHONE });
    await owner.go(new URL(link).pathname);
    await owner.fill({ password: 'short', again: 'other' });
    await owner.submit();
    await owner.page.locator('.summary').waitFor();
    await looked(owner, 'account-link-wrong');
    await owner.fill({ password: OWN, again: OWN });
    await owner.submit();
    await owner.page.waitForURL('**/app/login');
    const late = await window.visitor({ screen: PHONE });
    await late.go(new URL(link).pathname);
    await late.sees('此链接已失效或已使用过');

    await owner.fill({ login: 'qian.new', password: 'wrong-wrong-wrong' });
    await owner.submit();
    await owner.sees('账号或密码不对');
    await looked(owner, 'account-login-wrong');
    await owner.logIn('qian.new', { password: OWN });
    await owner.go('/app/account');
    await owner.sees('监督人员');
    await looked(owner, 'account-own');

    await admin.press('停用账号');
    await admin.press('停用账号', admin.page.locator('dialog'));
    await admin.sees('已停用');
    await owner.go('/app/account');
    await owner.page.waitForURL('**/app/login?return=%2Fapp%2Faccount');
}

async function aSecondFactor(window) {
    const admin = await window.visitor();
    await admin.enter(ADMIN);
    const link = await made(admin, 'qian.second');
    const owner = await window.visitor({ screen: PHONE, language: 'en-US' });
    await owner.go(new URL(link).pathname);
    await owner.fill({ password: OWN, again: OWN });
    await owner.submit();
    await owner.page.waitForURL('**/app/login');
    await owner.logIn('qian.second', { password: OWN });

    await owner.go('/app/account');
    await owner.press('Switch it on');
    const step = owner.page.locator('form[aria-label="Switch it on"]');
    await owner.fill({ password: 'not-the-one-at-all' }, step);
    await step.locator('button[type=submit]').click();
    await owner.sees('The password is wrong');
    await owner.fill({ password: OWN }, step);
    await step.locator('button[type=submit]').click();
    const secret = (await owner.page.locator('.account-secret').innerText()).replace(/\s/g, '');
    await looked(owner, 'account-second-key');
    await owner.fill({ code: codeNow(secret) });
    await owner.page.getByRole('button', { name: 'Switch on', exact: true }).click();
    await owner.page.locator('.account-codes').waitFor();
    const spare = await owner.page.locator('.account-codes code').first().innerText();
    await looked(owner, 'account-second-spare');
    await owner.press('I have kept them');
    await owner.sees('Two-step verification is on');

    const again = await window.visitor({ screen: PHONE, language: 'en-US' });
    await again.go('/app/login');
    await again.fill({ login: 'qian.second', password: OWN });
    await again.submit();
    await again.page.locator('[name=totp]').waitFor();
    await looked(again, 'account-second-login');
    await again.page.getByRole('button', { name: 'No phone at hand' }).click();
    await again.fill({ totp: spare });
    await again.submit();
    await again.page.locator('.who').waitFor({ state: 'attached' });
    await again.settled();

    // Everywhere: the first device is logged out, too.
    await again.go('/app/account');
    await again.press('Log out everywhere');
    await again.page.locator('dialog').getByRole('button', { name: 'Log out everywhere' }).click();
    await again.page.waitForURL('**/app/login*');
    await owner.go('/app/account');
    await owner.page.waitForURL('**/app/login?return=*');
}

export const account = [
    ['an account from its making to its end', anAccountFromBeginningToEnd],
    ['a second factor, and a phone that is lost', aSecondFactor],
];
