// SPDX-License-Identifier: Apache-2.0
// An agreement signed on the page by all who must: a party on its phone, wrong digits first; the
// mediator and the manager; and a stranger who checks the document, with its file and with another.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { inMediation, intake, tokenOf } from './people.mjs';
import { day } from './mediation.mjs';
import { DESK, PHONE } from './window.mjs';

const N = 21;
const digitsOf = (seat) => intake(N).parties[seat].identity.slice(-6);

async function agreed(bed) {
    const made = await bed.call(tokenOf('dispatcher'), 'POST', '/disputes', intake(N));
    await bed.drive(made.id, [...inMediation, [tokenOf('mediator'), { command: 'reach_agreement',
        terms: '被申请人一次性赔偿维修损失，付清后双方再无争议。', obligations: [
            { payer: 1, payee: 0, amount_fen: '300000', due: day(20), account: '工商银行 6222',
                manner: '银行转账', consequence: '逾期按日支付违约金' }] }]]);
    return made;
}

async function looks(visitor, name) {
    for (const screen of [PHONE, DESK]) {
        await visitor.page.setViewportSize(screen);
        await visitor.shot(`signing-${name}`);
        assert.deepEqual(await visitor.axe(), [], name);
        assert.equal(await visitor.overflow(), 0, `${name} is too wide at ${screen.width}`);
    }
    await visitor.page.setViewportSize(PHONE);
}

async function signs(visitor, digits) {
    await visitor.fill({ ...digits === undefined ? {} : { digits }, read: true });
    await visitor.page.locator('main form button[type=submit]').last().click();
}

async function parties(window, dispute) {
    const { bed } = window;
    const one = await window.visitor({ screen: PHONE });
    await one.carry(await bed.party(tokenOf('manager'), dispute, 0));
    await one.go('/app/party/do/sign');
    await one.sees('文书验证码');
    await looks(one, 'party');
    await signs(one, '000000');
    await one.sees('还可再试4次');
    await one.fill({ digits: digitsOf(0) });
    await one.page.locator('main form button[type=submit]').last().click();
    await one.sees('✓ 甄申请21');
    await looks(one, 'party-signed');

    const other = await window.visitor({ screen: PHONE, language: 'en-US' });
    await other.carry(await bed.party(tokenOf('manager'), dispute, 1));
    await other.go('/app/party/do/sign');
    await other.sees('Last six characters');
    await looks(other, 'party-en');
    await signs(other, digitsOf(1));
    await other.sees('✓ 贾被申21');
}

async function officials(window, dispute) {
    for (const [name, language, button] of [['mediator', 'zh-CN', '打开协议并签署'],
        ['manager', 'en-US', 'Open the agreement and sign']]) {
        const visitor = await window.visitor({ screen: PHONE, language });
        await visitor.enter(name);
        await visitor.go(`/app/my/${dispute.id}`);
        await visitor.press(button);
        await visitor.page.locator('.signing-hash').waitFor({ state: 'attached' });
        await looks(visitor, name);
        await signs(visitor);
        await visitor.sees(name === 'mediator' ? '✓ 华清雨' : 'The agreement is in force');
    }
}

async function stranger(window, dispute) {
    const { bed } = window;
    const paper = await bed.call(tokenOf('mediator'), 'GET', `/disputes/${dispute.id}/agreement/paper`);
    const reader = await window.visitor({ screen: PHONE });
    await reader.carry(await bed.party(tokenOf('manager'), dispute, 0));
    await reader.go('/app/party');
    const pdf = Buffer.from(await reader.page.evaluate(async (at) =>
        [...new Uint8Array(await (await fetch(at)).arrayBuffer())],
        `/api/v1/disputes/${dispute.id}/sealed/${paper.document_code}`));
    const right = `${bed.home}/agreement.pdf`;
    const wrong = `${bed.home}/altered.pdf`;
    writeFileSync(right, pdf);
    pdf[pdf.length - 20] ^= 1;
    writeFileSync(wrong, pdf);

    const anybody = await window.visitor({ screen: PHONE });
    await anybody.go('/app/verify');
    await anybody.fill({ code: paper.document_code_text.toLowerCase() });
    await looks(anybody, 'verify-entry');
    await anybody.page.locator('main form button[type=submit]').click();
    await anybody.page.waitForURL((url) => url.pathname === `/v/${paper.document_code}`);
    await anybody.sees('封存真实有效');
    await anybody.sees('已生效');
    await anybody.page.locator('#seal-file').setInputFiles(right);
    await anybody.sees('一个字节也没有改动');
    await looks(anybody, 'verify-right');
    await anybody.page.locator('#seal-file').setInputFiles(wrong);
    await anybody.sees('请不要信赖');
    await looks(anybody, 'verify-wrong');
    const text = await anybody.text();
    for (const secret of ['甄申请21', '贾被申21', '3000', dispute.id, dispute.number])
        assert.ok(!text.includes(secret), secret);
}

async function all(window) {
    const dispute = await agreed(window.bed);
    await parties(window, dispute);
    await officials(window, dispute);
    await stranger(window, dispute);
    const { versions } = await window.bed.call(tokenOf('mediator'), 'GET',
        `/disputes/${dispute.id}/agreement`);
    assert.equal(versions[0].state.code, 'in_force');
    assert.deepEqual(versions[0].signatures.map((s) => s.signing.code), ['page', 'page', 'page', 'page']);
}

export const signing = [['signing on the page', all]];
