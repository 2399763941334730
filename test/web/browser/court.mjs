// SPDX-License-Identifier: Apache-2.0
// The way to the court and back on the pages, against the sandbox court: what a person does is done
// where that person does it, what the court answers comes as its signed messages.
import assert from 'node:assert/strict';
import { Bed, until } from './bed.mjs';
import { CLAIMS, DEBT, TERMS, allSign, begun, beside, both, comes, decides, does, files, looks, party,
    reaches, records, settled } from './errands.mjs';
import { day } from './mediation.mjs';
import { PASSWORD, accepted, inMediation, tokenOf } from './people.mjs';
import { COURT, docket, review, rule, ruling } from './sandbox.mjs';
import { DESK, Window } from './window.mjs';

const SECRET = '密谈探针不出门';

// ---- Green ----

async function performed(window) {
    const { bed } = window;
    const court = await beside(bed);
    await court.play(rule('confirmation', 'applied', ...ruling('confirmed')));
    const dispute = await begun(bed, 13, inMediation);
    const mediator = await comes(window, 'mediator');
    await mediator.act(dispute.id, 'reach_agreement', { terms: TERMS, o0_due: day(20),
        ...Object.fromEntries(Object.entries(DEBT).map(([k, v]) => [`o0_${k}`, v])) });
    const parties = await both(window, dispute);
    await allSign(window, dispute, parties, [mediator, await comes(window, 'manager')]);

    const [payee, payer] = parties;
    await payee.go('/app/party/do/apply_confirmation');
    await payee.fill({ court: COURT });
    await payee.sees('没有发现妨碍司法确认的情形');
    await looks(payee, 'apply');
    await payee.submit();
    await payee.page.waitForURL('**/app/party');
    await payer.go('/app/party');
    await payer.sees('✓ 甄申请13');
    await does(payer, 'apply_confirmation', { court: COURT });
    const { agreement } = await court.gets(dispute.id, 'confirmation', 'applied');
    assert.deepEqual(agreement.signatures.map((s) => s.signing), ['page', 'page', 'page', 'page']);
    await reaches(bed, dispute, 'CONFIRMED');
    await payee.go('/app/party');
    await payee.sees(/诉前调确\d+号/);
    await looks(payee, 'confirmed');

    await payer.go('/app/party');
    await payer.page.locator('.agreement-own summary').click();
    await payer.page.locator('.agreement-own input[value="fulfilled"]').check();
    await payer.fill({ note: '昨天转账付清' });
    await payer.page.locator('.agreement-own button[type=submit]').click();
    await payer.sees('昨天转账付清');
    await records(mediator, dispute, 'fulfilled');
    await mediator.sees('昨天转账付清');
    await payee.go('/app/party');
    await payee.sees('下载履行证明');
    await looks(payee, 'performed');
    const after = await reaches(bed, dispute, 'PERFORM_DONE');
    assert.deepEqual([after.colour, after.states.confirm.name], ['green', 'CONFIRMED']);
}

async function varied(window) {
    const { bed } = window;
    const court = await beside(bed);
    await court.play(rule('confirmation', 'applied', ...ruling('dismissed',
        { reason: '付款方式不明确', bar: 'unclear' })));
    const dispute = await settled(bed, 14);
    const mediator = await comes(window, 'mediator');
    // Both sit with the mediator and ask for it together.
    await mediator.act(dispute.id, 'apply_confirmation', { court: COURT, seat0: true, seat1: true });
    await reaches(bed, dispute, 'CONFIRM_DISMISSED');
    const parties = await both(window, dispute);
    await parties[0].go('/app/party');
    await parties[0].sees('付款方式不明确');
    await looks(parties[0], 'dismissed');

    await mediator.act(dispute.id, 'vary', { terms: `${TERMS}款项汇入申请人账户。`, reason: '写明付款方式',
        o0_due: day(30), o0_manner: DEBT.manner });
    await parties[1].go('/app/party');
    await parties[1].sees('拟变更为');
    await parties[1].sees('不再适用');
    await looks(parties[1], 'change');
    await allSign(window, dispute, parties, [mediator, await comes(window, 'manager')]);
    await parties[1].go('/app/party');
    await parties[1].sees('第2版');
    const { versions } = await bed.call(tokenOf('mediator'), 'GET', `/disputes/${dispute.id}/agreement`);
    assert.deepEqual(versions.map((v) => v.state.code), ['replaced', 'in_force']);

    // What the court found missing is there now: it confirms.
    await court.play(rule('confirmation', 'applied', ...ruling('confirmed')));
    for (const visitor of parties) await does(visitor, 'apply_confirmation', { court: COURT });
    await reaches(bed, dispute, 'CONFIRMED');
    await parties[0].go('/app/party');
    await parties[0].sees(/诉前调确\d+号/);
}

async function enforced(window) {
    const { bed } = window;
    const court = await beside(bed);
    await court.play(rule('confirmation', 'applied', ...ruling('confirmed')), rule('performance', undefined, review()));
    const dispute = await settled(bed, 15);
    const [payee, payer] = await both(window, dispute);
    for (const visitor of [payee, payer]) await does(visitor, 'apply_confirmation', { court: COURT });
    await reaches(bed, dispute, 'CONFIRMED');
    const mediator = await comes(window, 'mediator');
    await records(mediator, dispute, 'breached');
    await payee.go('/app/party');
    await payee.sees('有义务未按期履行');
    await looks(payee, 'breached');
    await payee.page.locator('.agreement-ways a[href="/app/party/do/apply_enforcement"]').click();
    await payee.page.locator('main form').waitFor();
    await payee.submit();
    await payee.page.waitForURL('**/app/party');
    const asked = await court.gets(dispute.id, 'performance', 'enforcement');
    assert.equal(asked.agreement.obligations[0].result, 'breached');
    await reaches(bed, dispute, 'PERFORM_ENFORCEMENT');
    await court.says(dispute.id, 'performance', docket('performed',
        { obligation: 0, result: 'fulfilled', date: '$today' }));
    await reaches(bed, dispute, 'PERFORM_DONE');
    await payee.go('/app/party');
    await payee.sees('下载履行证明');
}

// ---- Blue and red ----

const supplemented = [
    rule('filing', 'submitted', review('supplement', { reason: '请补交被申请人身份信息', until: '$today+15' })),
    rule('filing', 'supplemented', review(), docket('registered',
        { case_number: '$number', court_procedure: 'simplified' })),
];

// Yellow here, orange there; colours as the pages show them.
async function transferred(window, dispute) {
    const manager = await comes(window, 'manager');
    await manager.act(dispute.id, 'accept');
    await manager.page.locator('.mediator-standing', { hasText: '黄' }).waitFor();
    await manager.act(dispute.id, 'transfer', { body: '1012', reason: '疑难复杂' });
    return reaches(window.bed, dispute, 'SECOND');
}

// The party writes, the court asks for more, the party sends it, the court gives a number.
async function filed(window, claimant, dispute, state) {
    await files(claimant, dispute, CLAIMS);
    await reaches(window.bed, dispute, 'SUPPLEMENT');
    await claimant.go(`/app/filing/${dispute.id}`);
    await claimant.sees('请补交被申请人身份信息');
    await looks(claimant, `supplement-${state}`);
    await claimant.fill({ note: '已补交身份证复印件' });
    await claimant.submit();
    await reaches(window.bed, dispute, state);
    await claimant.go(`/app/filing/${dispute.id}`);
    await claimant.sees(/浙0108民初\d+号/);
    await looks(claimant, `numbered-${state}`);
}

// Both say yes, the court entrusts a body, which takes it.
async function entrusted(window, court, dispute, parties, kind) {
    for (const visitor of parties) await does(visitor, 'consent');
    await court.says(dispute.id, kind, docket('appointed', { body: '1037' }));
    const manager = await comes(window, 'invitedmanager');
    await manager.act(dispute.id, 'accept_referral');
    await manager.act(dispute.id, 'assign', { mediator: '5122' });
    const mediator = await comes(window, 'invited');
    await mediator.act(dispute.id, 'accept_case');
    return mediator;
}

async function ofColours(window) {
    const { bed } = window;
    const court = await beside(bed);
    await court.play(...supplemented);
    const dispute = await begun(bed, 16, []);
    assert.equal((await transferred(window, dispute)).colour, 'orange');
    const farmanager = await comes(window, 'farmanager');
    await farmanager.act(dispute.id, 'assign', { mediator: '5033' });
    const mediator = await comes(window, 'farmediator');
    await mediator.act(dispute.id, 'accept_case');
    await mediator.go(`/app/my/${dispute.id}/notes`);
    await mediator.fill({ kind: 'caucus', text: SECRET });
    await mediator.submit();
    await mediator.sees(SECRET);
    await mediator.act(dispute.id, 'terminate', { ground: 'big_gap', reason: '已告知救济途径' });
    assert.equal((await reaches(bed, dispute, 'FAILED_OPEN')).colour, 'red');

    const parties = await both(window, dispute);
    await filed(window, parties[0], dispute, 'FILED_ASKED');
    assert.equal((await reaches(bed, dispute, 'FILED_ASKED')).colour, 'blue');
    const invited = await entrusted(window, court, dispute, parties, 'filing');
    await invited.act(dispute.id, 'terminate', { ground: 'big_gap', reason: '仍有分歧' });
    assert.equal((await reaches(bed, dispute, 'TRIAL')).colour, 'red');

    const clerk = await comes(window, 'filing', DESK);
    await decides(clerk, dispute, 'notify_fee', { date: day(0) });
    await parties[0].go(`/app/filing/${dispute.id}`);
    await parties[0].sees('法院已通知交纳诉讼费');
    await looks(parties[0], 'fee');
    const worker = await comes(window, 'courtclerk', DESK);
    await worker.go(`/app/filing/${dispute.id}`);
    await worker.sees('与法院的交换');
    await looks(worker, 'receipts');
    await worker.go('/app/exchange?state=all');
    await worker.page.locator('main tr', { hasText: dispute.number }).first().waitFor();
    await looks(worker, 'messages');
    assert.ok(!(await court.has(dispute.id)).includes(SECRET), 'the court was told of a caucus');
}

// 2025: the complaint comes first; settled in mediation, closed by the court.
async function filedFirst(window) {
    const { bed } = window;
    const court = await beside(bed);
    await court.play(rule('filing', 'submitted', review(), docket('registered',
        { case_number: '$number', court_procedure: 'simplified' })),
    rule('agreement', undefined, docket('closed', { way: 'statement' })));
    const dispute = await begun(bed, 17, []);
    const parties = await both(window, dispute);
    await parties[0].go('/app/party');
    await does(parties[0], 'submit_filing', CLAIMS);
    assert.equal((await reaches(bed, dispute, 'FILED_ASKED')).colour, 'blue');
    await parties[1].go('/app/party');
    await looks(parties[1], 'asked');
    const invited = await entrusted(window, court, dispute, parties, 'filing');
    await invited.act(dispute.id, 'reach_agreement', { terms: TERMS, o0_due: day(20), o0_yuan: DEBT.yuan,
        o0_account: DEBT.account, o0_consequence: DEBT.consequence });
    await allSign(window, dispute, parties, []);
    const { agreement } = await court.gets(dispute.id, 'agreement', 'agreed');
    assert.equal(agreement.terms, TERMS);
    assert.equal((await reaches(bed, dispute, 'FILED_CLOSED')).colour, 'green');
    await parties[0].go('/app/party');
    await looks(parties[0], 'closed');
}

// 2020: blue comes before anything is filed. A server of its own, for its time.
async function before2025(window) {
    const today = new Date('2021-03-10T10:00:00+08:00');
    const bed = new Bed(`${window.bed.out}/2021`,
        { YIMA_TEST_CLOCK_OFFSET_S: String(Math.round((today - Date.now()) / 1000)) });
    bed.today = today;
    window.bed.keep(bed);
    await bed.start();
    await bed.open(['manager', 'dispatcher'], PASSWORD);
    const past = new Window(bed, window.browser);
    past.visitors = window.visitors; // who looks after them looks after these as well

    const court = await beside(bed);
    await court.play(...supplemented, rule('referral', 'referred', review(),
        docket('registered', { case_number: '$number' })));
    const dispute = await begun(bed, 16, []);
    const { colour, procedure } = await transferred(past, dispute);
    assert.deepEqual([colour, procedure.id], ['orange', 'binjiang-2020']);
    const dispatcher = await comes(past, 'dispatcher', DESK);
    await decides(dispatcher, dispute, 'refer_court', { court: COURT, reason: '双方愿意由法院委派' });
    assert.equal((await reaches(bed, dispute, 'COURT_REFERRED')).colour, 'blue');
    const parties = await both(past, dispute);
    const invited = await entrusted(past, court, dispute, parties, 'referral');
    await invited.act(dispute.id, 'terminate', { ground: 'big_gap', reason: '仍有分歧' });
    assert.equal((await reaches(bed, dispute, 'FAILED_OPEN')).colour, 'red');
    await filed(past, parties[0], dispute, 'TRIAL');
    await parties[0].sees(/\(2021\)浙0108民初\d+号/);
}

// ---- What does not arrive ----

async function onPaper(window) {
    const { bed } = window;
    const court = await beside(bed);
    await court.play({ when: { kind: 'filing' }, receipt: 'rejected' });
    const dispute = await begun(bed, 20, accepted);
    const claimant = await party(window, dispute, 0);
    await does(claimant, 'go_to_court');
    await files(claimant, dispute, CLAIMS);
    const refused = (n) => until(`${n} refused`, async () => {
        const { items } = await bed.call(tokenOf('dispatcher'), 'GET',
            `/exchange?state=refused&dispute=${dispute.id}`);
        return items.find((m) => !n.includes(m.id))?.id;
    });
    const first = await refused([]);

    const worker = await comes(window, 'dispatcher', DESK);
    await worker.go('/app/exchange?state=refused');
    await worker.page.locator(`a[href="/app/exchange/${first}"]`).click();
    await worker.settled();
    await looks(worker, 'refused');
    await worker.press('重新发送');
    const second = await refused([first]);
    await worker.go(`/app/exchange/${second}`);
    await worker.fill({ note: '已将立案材料送交法院诉讼服务中心', paper: true });
    await worker.submit();
    await worker.sees('人工办结');
    await looks(worker, 'on-paper');
    await worker.go('/app/exchange');
    await worker.page.locator('main table, main .empty').first().waitFor();
    assert.ok(!(await worker.text()).includes(dispute.number), 'what is settled stands no longer in the list');

    // The court takes the paper, by hand.
    const clerk = await comes(window, 'filing', DESK);
    const number = `(${new Date().getFullYear()})浙0108民初9020号`;
    await decides(clerk, dispute, 'register_court', { case_number: number, court_procedure: 'simplified' });
    await claimant.go(`/app/filing/${dispute.id}`);
    await claimant.sees(number);
}

export const court = [
    ['court: signed, confirmed and performed', performed],
    ['court: dismissed, then varied by all and confirmed', varied],
    ['court: breached and enforced', enforced],
    ['court: yellow, orange, filed with a number, blue, red', ofColours],
    ['court: filed first, entrusted, settled', filedFirst],
    ['court: yellow, orange, blue, red, filed with a number: 2020', before2025],
    ['court: what it does not take goes on paper', onPaper],
];
