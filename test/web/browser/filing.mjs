// SPDX-License-Identifier: Apache-2.0
// The way to court as a whole: the packet is read, the complaint written, the court asks, refuses,
// takes it; and what is printed of it.
import assert from 'node:assert/strict';
import { failed, intake, tokenOf } from './people.mjs';
import { DESK, PHONE } from './window.mjs';

const CLAIMS = '请求判令被申请人修复卫生间防水并赔偿天花板损失。';

async function red(bed, n) {
    const made = await bed.call(tokenOf('dispatcher'), 'POST', '/disputes', intake(n));
    await bed.drive(made.id, failed);
    for (const [kind, text] of [['undisputed', '双方确认漏水点在楼上卫生间。'], ['concession', '让步探针不外传'],
        ['caucus', '密谈探针不外传'], ['neutral', '办理探针不外传']])
        await bed.call(tokenOf('mediator'), 'POST', `/disputes/${made.id}/notes`, { kind, text });
    return made;
}

// Whoever looks sees nothing that must not leave, and nothing wider than the screen.
async function looks(visitor, name) {
    assert.equal(await visitor.overflow(), 0, name);
    assert.ok(!(await visitor.everything()).includes('探针不外传'), name);
    assert.deepEqual(await visitor.axe(), [], name);
    await visitor.shot(name);
}

async function decides(court, id, command, values) {
    await court.go(`/app/filing/${id}`);
    await court.page.locator(`a[href="/app/disputes/${id}/do/${command}"]`).first().click();
    await court.page.locator('main form').waitFor();
    await court.fill(values);
    await court.submit();
    await court.page.locator('.notice-good').waitFor();
    await court.go(`/app/filing/${id}`);
}

async function there(window) {
    const { bed } = window;
    const { id, number } = await red(bed, 26);
    const party = await window.visitor({ screen: PHONE });
    await party.carry(await bed.party(tokenOf('manager'), await bed.call(tokenOf('manager'), 'GET',
        `/disputes/${id}`).then((d) => ({ ...d, token: d.code_url.split('/').at(-1) })), 0));
    await party.go('/app/party');
    await party.page.locator(`a[href="/app/filing/${id}"]`).first().click();
    await party.settled();
    await party.sees('双方确认漏水点在楼上卫生间。');
    await looks(party, 'filing-open');

    // A draft outlives the page.
    await party.fill({ claims: CLAIMS });
    await party.go(`/app/filing/${id}`);
    assert.equal(await party.page.locator('[name="claims"]').inputValue(), CLAIMS);
    await party.fill({ facts: '楼上漏水，天花板受损。', court: '1009' });
    await party.submit({ twice: true });
    await party.page.locator('main form').waitFor({ state: 'detached' });
    await party.settled();
    await party.sees(CLAIMS);
    await looks(party, 'filing-review');

    const court = await window.visitor({ screen: DESK, language: 'en-US' });
    await court.enter('filing');
    await court.go(`/app/disputes/${id}`);
    await court.page.locator(`a[href="/app/filing/${id}"]`).first().click();
    await court.settled();
    await court.sees(number);
    await looks(court, 'filing-court');
    await decides(court, id, 'ask_supplement', { reason: '请补充房屋权属证明' });
    await party.go(`/app/filing/${id}`);
    await party.sees('请补充房屋权属证明');
    await looks(party, 'filing-supplement');
    await party.fill({ note: '已补充房产证复印件' });
    await party.submit();
    await party.page.locator('main form').waitFor({ state: 'detached' });
    await decides(court, id, 'refuse_filing', { reason: '不属于本院管辖' });
    await party.go(`/app/filing/${id}`);
    await party.sees('不属于本院管辖');
    await looks(party, 'filing-refused');
    // What was written before stands in the form again.
    assert.equal(await party.page.locator('[name="claims"]').inputValue(), CLAIMS);
    await party.submit();
    await party.page.locator('main form').waitFor({ state: 'detached' });

    const year = new Date().getFullYear();
    await decides(court, id, 'register_court',
        { case_number: `(${year})浙0108民初4026号`, court_procedure: 'simplified' });
    await looks(court, 'filing-registered');
    await party.go(`/app/filing/${id}`);
    await party.sees(`(${year})浙0108民初4026号`);
    await looks(party, 'filing-registered');
    await party.print('filing');
    await court.go(`/app/disputes/${id}`);
    await court.sees('court registers'); // the history has come
    await court.print('case');
}

// The window writes for who comes on paper; the offered documents make sense.
async function atTheWindow(window) {
    const { bed } = window;
    const { id } = await red(bed, 27);
    const clerk = await window.visitor({ screen: DESK });
    await clerk.enter('clerk');
    await clerk.go(`/app/filing/${id}`);
    await looks(clerk, 'filing-window');
    await clerk.fill({ seat: '0', claims: CLAIMS, facts: '楼上漏水。', court: '1009' });
    await clerk.submit();
    await clerk.page.locator('main form').waitFor({ state: 'detached' });
    await clerk.sees(CLAIMS);
    await clerk.go(`/app/disputes/${id}`);
    const papers = await clerk.page.locator('.papers li').allInnerTexts();
    assert.ok(papers.some((p) => p.includes('立案材料')), papers.join());
    assert.ok(!papers.some((p) => p.includes('调解协议书') || p.includes('履行证明')), papers.join());
    const { status, text } = await clerk.ask(`/api/v1/disputes/${id}/documents/filing_packet?lang=zh%2Ben`);
    assert.equal(status, 200);
    assert.ok(text.startsWith('%PDF-'));
}

export const filing = [
    ['a filing goes to the court and back until it has a number', there],
    ['the window files for who comes on paper', atTheWindow],
];
