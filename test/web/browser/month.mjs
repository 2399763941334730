// SPDX-License-Identifier: Apache-2.0
// October 2026 and what it leaves behind: its report, and the profiles of its parties. A server of its
// own, whose clock is moved from a Monday in the month to a day after it.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { signed } from './agreement.mjs';
import { Bed, until } from './bed.mjs';
import { PASSWORD, failed, inMediation, intake, tokenOf } from './people.mjs';
import { DESK, PHONE, Window } from './window.mjs';

const MONTH = '2026-10';
const BEGAN = new Date('2026-10-12T10:00:00+08:00');
const RECORDED = new Date('2026-10-26T10:00:00+08:00');
const AFTER = new Date('2026-11-03T10:00:00+08:00');
const DUE = ['2026-10-20', '2026-10-21', '2026-10-22'];
const PEOPLE_HERE = ['manager', 'mediator', 'colleague', 'centre', 'supervisor'];

// ---- The month ----

function setClock(file, at) {
    writeFileSync(`${file}.new`, `${Math.round((at - Date.now()) / 1000)}\n`);
    renameSync(`${file}.new`, file);
}

// Move the clock, and wait until the server knows.
async function move(bed, at, n) {
    setClock(bed.clock, at);
    await until(`the server knows that it is ${at.toISOString()}`, async () => {
        const made = await bed.call(tokenOf('dispatcher'), 'POST', '/disputes', intake(n));
        const told = await bed.call(tokenOf('auditor'), 'GET', `/disputes/${made.id}`);
        return told.received_at.slice(0, 7) === at.toISOString().slice(0, 7) &&
            new Date(told.received_at) - at > -86400000;
    });
}

async function begun(bed, n, steps) {
    const made = await bed.call(tokenOf('dispatcher'), 'POST', '/disputes', intake(n));
    await bed.drive(made.id, steps);
    return made;
}

const perform = (obligation, result) => [tokenOf('mediator'),
    { command: 'record_performance', obligation, result, date: DUE[obligation] }];

// One agreed and performed but for the last part, one failed, one under way, one not accepted.
async function live(bed) {
    const agreed = await begun(bed, 1, [...inMediation, [tokenOf('mediator'), {
        command: 'reach_agreement', terms: '被申请人分三次赔偿。', facts: '楼上漏水。',
        obligations: DUE.map((due) => ({ payer: 1, payee: 0, amount_fen: '100000', due, manner: '银行转账' })) }]]);
    await bed.drive(agreed.id, signed(bed, agreed.id));
    await begun(bed, 2, failed);
    bed.open_one = await begun(bed, 1, inMediation); // between the same two
    await begun(bed, 3, []);
    await move(bed, RECORDED, 4);
    await bed.drive(agreed.id, [perform(0, 'fulfilled'), perform(1, 'fulfilled'), perform(2, 'breached')]);
    bed.agreed = agreed;
    await move(bed, AFTER, 5);
}

async function make(window) {
    const clock = `${window.bed.out}/october.clock`;
    setClock(clock, BEGAN);
    const bed = new Bed(`${window.bed.out}/october`, { YIMA_TEST_CLOCK_FILE: clock });
    bed.clock = clock;
    window.bed.keep(bed);
    await bed.start();
    await bed.open(['admin', ...PEOPLE_HERE], PASSWORD);
    await live(bed);
    bed.summary = await bed.yima('report', ['--population', 'none', MONTH]);
    return bed;
}

// The stories of this file share it; each has a window of its own on it.
export async function october(window) {
    window.bed.october ??= make(window);
    const past = new Window(await window.bed.october, window.browser);
    past.visitors = window.visitors;
    return past;
}

export async function comes(past, name, how = {}) {
    const visitor = await past.visitor(how);
    await visitor.page.clock.setFixedTime(AFTER);
    await visitor.enter(name);
    return visitor;
}

export async function party(past, dispute, seat, how = {}) {
    const visitor = await past.visitor({ screen: PHONE, ...how });
    await visitor.page.clock.setFixedTime(AFTER);
    await visitor.carry(await past.bed.party(tokenOf('manager'), dispute, seat));
    return visitor;
}

async function looks(visitor, name) {
    for (const screen of [PHONE, DESK]) {
        await visitor.page.setViewportSize(screen);
        await visitor.shot(`month-${name}`);
        assert.deepEqual(await visitor.axe(), [], name);
        assert.equal(await visitor.overflow(), 0, `${name} is too wide at ${screen.width}`);
    }
}

// ---- The report ----

async function asks(bed, who, path, headers = {}) {
    return fetch(`${bed.url}/api/v1${path}`,
        { headers: { Authorization: `Bearer ${await bed.token(tokenOf(who))}`, ...headers } });
}

// The frozen bytes under their hash, and every form of them.
async function answers(bed) {
    const path = `/reports/${MONTH}?region=330108`;
    const json = await asks(bed, 'supervisor', path);
    const bytes = Buffer.from(await json.arrayBuffer());
    const tag = json.headers.get('etag');
    assert.equal(tag, `"${createHash('sha256').update(bytes).digest('hex')}"`);
    assert.equal((await asks(bed, 'supervisor', path, { 'If-None-Match': tag })).status, 304);
    assert.equal((await asks(bed, 'supervisor', path, { 'If-None-Match': '"0"' })).status, 200);
    const csv = await asks(bed, 'supervisor', `${path}&format=csv`);
    assert.match(csv.headers.get('content-disposition'), /attachment; filename="yima-2026-10-330108\.csv"/);
    assert.equal(Buffer.from(await csv.arrayBuffer()).subarray(0, 3).toString('hex'), 'efbbbf');
    const csvTag = csv.headers.get('etag');
    assert.equal((await asks(bed, 'supervisor', `${path}&format=csv`, { 'If-None-Match': csvTag })).status, 304);
    assert.equal((await asks(bed, 'supervisor', path, { 'If-None-Match': csvTag })).status, 200);
    const html = await asks(bed, 'supervisor', `${path}&format=html`);
    const page = await html.text();
    const style = /<style>([^]*?)<\/style>/.exec(page)[1];
    assert.ok(html.headers.get('content-security-policy').includes(
        `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`));
    const pdf = await asks(bed, 'supervisor', `${path}&format=pdf`);
    assert.equal(pdf.headers.get('content-type'), 'application/pdf');
    assert.equal((await pdf.text()).slice(0, 5), '%PDF-');
    return JSON.parse(bytes);
}

// Whoever asks is shown what its relation shows, and nothing beyond.
async function bounds(bed) {
    const status = async (who, path) => (await asks(bed, who, path)).status;
    const of = async (who, query = '') => (await (await asks(bed, who, `/reports/${MONTH}${query}`)).json()).scope;

    assert.deepEqual([(await of('manager')).kind, (await of('manager')).id], ['body', '1011']);
    assert.deepEqual([(await of('supervisor')).kind, (await of('clerk')).id], ['region', '330108001000']);
    assert.equal((await of('supervisor', '?body=1011')).id, '1011');
    for (const [who, path, expected] of [
        ['mediator', `/reports/${MONTH}`, 403], ['courtclerk', '/reports', 403],
        ['manager', `/reports/${MONTH}?body=1012`, 404], ['manager', `/reports/${MONTH}?region=330108`, 404],
        ['clerk', `/reports/${MONTH}?region=330108`, 404], ['clerk', `/reports/${MONTH}?body=1012`, 404],
        ['supervisor', `/reports/${MONTH}?region=4202`, 404], ['supervisor', '/reports/2026-09', 404],
        ['supervisor', `/reports/${MONTH}?revision=2`, 404], ['supervisor', `/reports/${MONTH}?revision=0`, 400],
        ['supervisor', `/reports/${MONTH}?region=330108001007`, 400],
        ['supervisor', `/reports/${MONTH}?region=330108&body=1011`, 400],
        ['supervisor', `/reports/${MONTH}?format=xml`, 400], ['supervisor', '/reports/october', 404],
    ]) assert.equal(await status(who, path), expected, `${who} ${path}`);
}

function balances(report) {
    for (const [by, { lines }] of Object.entries(report.by)) {
        for (const [i, cell] of report.cells.entries()) {
            const sum = lines.reduce((all, line) => all + BigInt(line.n[i]), 0n);
            assert.equal(sum, BigInt(report.total[i]), `${cell} by ${by}`);
        }
    }
}

async function reports(window) {
    const past = await october(window);
    const report = await answers(past.bed);
    balances(report);
    await bounds(past.bed);
    const number = (cell) => String(report.total[report.cells.indexOf(cell)]);

    const supervisor = await comes(past, 'supervisor');
    await supervisor.go('/app/reports');
    await supervisor.sees('2026年10月');
    await looks(supervisor, 'list');
    await supervisor.follow('2026年10月', supervisor.page.locator('main'));
    await supervisor.sees('两边相等');
    const tile = (name) => supervisor.page.locator('.reports-tiles > div', { has: supervisor.page.locator('dt', { hasText: name }) })
        .locator('strong').first().innerText();
    assert.equal(await tile('受理'), number('accepted'));
    assert.equal(await tile('期末未结'), number('open'));
    assert.equal(report.total[report.cells.indexOf('settled')], 1);
    await supervisor.sees('调解成功 ÷ 受理');
    assert.ok(await supervisor.page.locator('.reports-pair svg.chart-bar').count() > 5, 'charts beside the tables');
    await looks(supervisor, 'report');
    const print = await supervisor.print('month-report');
    assert.ok(print.endsWith('.pdf'));
    await supervisor.page.selectOption('#reports-region', '330108001');
    await supervisor.page.waitForURL('**region=330108001*');
    await supervisor.settled();
    await supervisor.sees('两边相等');
    assert.match(await supervisor.page.locator('.reports-files a').first().getAttribute('href'),
        /^\/api\/v1\/reports\/2026-10\?region=330108001&format=pdf$/);

    const manager = await comes(past, 'manager', { screen: PHONE, language: 'en-US' });
    await manager.go(`/app/reports/${MONTH}`);
    await manager.sees('Both sides are equal.');
    await looks(manager, 'of-body');
}

const OTHERS = '9223372036854775807';
const MOST = 512; // lines of bodies, or mediators, that a report has

// The report as of so many more bodies and mediators that one line sums up `left` of them: what the
// months of this bed hold, moved into the last line, so that all sums stay.
function crowded(report, left) {
    for (const by of ['body', 'mediator']) {
        const lines = report.by[by].lines;
        const n = lines[0].n;
        const none = n.map((value) => (typeof value === 'string' ? '0' : 0));
        lines[0] = { ...lines[0], n: none };
        for (let i = lines.length; i < MOST - 1; i++)
            lines.push({ id: String(700000 + i), name: `样例${i}`, n: none });
        lines.push(left > 0 ? { id: OTHERS, name: null, n } : { id: '800000', name: '最后一个', n });
        if (left > 0) report.by[by].left_out = left;
    }
    return report;
}

async function comesToMany(past, language, left) {
    const visitor = await comes(past, 'supervisor', { language });
    await visitor.page.route(`**/api/v1/reports/${MONTH}*`, async (route) => {
        const reply = await route.fetch();
        await route.fulfill({ response: reply, json: crowded(await reply.json(), left) });
    });
    await visitor.go(`/app/reports/${MONTH}`);
    await visitor.page.locator('.reports-tiles').waitFor();
    return visitor;
}

// The last lines of the table of bodies and of that of mediators, and whether a chart names the others.
async function ends(visitor) {
    return visitor.page.evaluate((most) => [...document.querySelectorAll('main table')]
        .map((table) => [...table.querySelectorAll('tbody tr')])
        .filter((rows) => rows.length === most + 1)
        .map((rows) => rows.slice(-2).map((row) => row.querySelector('th').textContent)), MOST);
}

// More bodies and mediators than have a line: the page says so, and names the line that sums them up.
async function others(window) {
    const past = await october(window);
    for (const [language, name, sum, text] of [
        ['zh-CN', '其余', '合计', '“其余”为涉及纠纷较少的2个之和。'],
        ['en-US', 'the others', 'Total', 'The others: 2 with fewer disputes, summed up.'],
    ]) {
        const many = await comesToMany(past, language, 2);
        assert.deepEqual(await ends(many), [[name, sum], [name, sum]]);
        assert.equal(await many.page.locator('main .hint', { hasText: text }).count(), 2);
        assert.equal(await many.page.locator('.reports-chart').getByText(name, { exact: true }).count(), 2);
        assert.ok(!(await many.text()).includes(OTHERS));
        if (language === 'zh-CN') await looks(many, 'others');
    }
    const most = await comesToMany(past, 'zh-CN', 0);
    assert.deepEqual(await ends(most), [['最后一个', '合计'], ['最后一个', '合计']]);
    assert.ok(!(await most.text()).includes('其余'));
}

// ---- The profiles ----

const OBJECTION = '第三期并未违约，当天已经付清，有银行回单。';
const ANSWER = '经核对银行回单，第三期已按期支付，异议成立。';

// The run is drawn by the centre: it may approve others', and not this one.
async function drawn(past) {
    past.bed.run ??= past.bed.yima('credit', ['run', '--by', 'centre', MONTH]);
    await past.bed.run;
}

async function approves(past) {
    await drawn(past);
    const debtor = await party(past, past.bed.agreed, 1);
    await debtor.go('/app/party/credit');
    await debtor.sees('没有档案不代表任何评价');
    await looks(debtor, 'no-profile');

    const runner = await comes(past, 'centre');
    await runner.go('/app/credit');
    await runner.follow('2026年10月', runner.page.locator('main'));
    await runner.sees('不得由运行人自行批准');
    assert.equal(await runner.page.getByRole('button', { name: '批准本月档案' }).count(), 0);
    const other = await comes(past, 'supervisor');
    await other.go('/app/credit');
    await looks(other, 'runs');
    await other.go(`/app/credit/runs/${MONTH}`);
    await looks(other, 'run');
    await other.press('批准本月档案');
    await other.page.locator('dialog').getByRole('button', { name: '批准本月档案' }).click();
    await other.page.locator('main .tag-good').waitFor();
    const { items } = await past.bed.call(tokenOf('supervisor'), 'GET', '/credit/runs');
    assert.deepEqual(items.map((r) => [r.month, r.state.code, r.runner.split(' ')[0], r.approver]),
        [[MONTH, 'approved', 'centre', 'supervisor']]);
    await debtor.go('/app/party/credit');
    await debtor.sees('2026年10月的档案');
}

// Point by point, in words; and what is wrong is objected to, and put right.
async function objects(past) {
    const debtor = await party(past, past.bed.agreed, 1);
    await debtor.go('/app/party/credit');
    const item = (kind) => debtor.page.locator('.credit-items > li', { has: debtor.page.locator('strong', { hasText: kind }) });
    assert.equal(await item('按期履行').count(), 2);
    assert.match(await item('按期履行').first().innerText(), /计入，该类记录为1000分/);
    const breached = item('违约').first();
    assert.match(await breached.innerText(), /计入，该类记录为0分[^]*依据：[^]*人民调解法/);
    const part = debtor.page.locator('.credit-part', { hasText: '履行协议' }).first();
    assert.match(await part.locator('.credit-points').innerText(), /^667/);
    for (const right of ['拒绝调解', '去法院起诉', '申请调解员回避', '提出异议']) await debtor.sees(right);
    await looks(debtor, 'profile');
    await breached.locator('summary').click();
    await breached.locator('textarea').fill(OBJECTION);
    await breached.locator('button[type=submit]').click();
    await debtor.page.locator('.credit-objection', { hasText: OBJECTION }).waitFor();
    await breached.locator('.tag', { hasText: '有异议' }).waitFor();
    assert.equal(await breached.locator('summary').count(), 0, 'objected to once');
    await debtor.fill({ text: '本人一向按期付款。' });
    await debtor.page.getByRole('button', { name: '保存说明' }).click();
    await debtor.page.locator('.credit-statement', { hasText: '一向按期付款' }).waitFor();
    await looks(debtor, 'objected');

    const desk = await comes(past, 'supervisor');
    await desk.go('/app/credit/objections');
    await desk.sees(OBJECTION);
    await desk.sees(/还剩\d个工作日/);
    await desk.page.locator('.credit-decide summary').first().click();
    await desk.fill({ decision: 'upheld', answer: ANSWER });
    await looks(desk, 'desk');
    await desk.submit();
    await desk.sees('没有异议');
    await debtor.go('/app/party/credit');
    await debtor.sees(ANSWER);
    await breached.locator('.tag', { hasText: '异议成立' }).waitFor();
}

async function profiles(window) {
    const past = await october(window);
    await approves(past);
    await objects(past);
}

// Within the own open case alone, for a purpose that the party reads afterwards.
async function looksIn(window) {
    const past = await october(window);
    const open = past.bed.open_one;
    const purpose = '商定分期付款方案前了解履行情况';
    const mediator = await comes(past, 'mediator', { screen: PHONE });
    await mediator.go(`/app/my/${open.id}`);
    await mediator.page.locator(`a[href="/app/my/${open.id}/credit/1"]`).click();
    await mediator.page.locator('main form').waitFor();
    await mediator.fill({ purpose: '看' });
    await mediator.submit();
    await mediator.sees('请写明目的');
    await looks(mediator, 'purpose');
    await mediator.fill({ purpose });
    await mediator.submit();
    await mediator.page.locator('.credit-items').waitFor();
    assert.ok(!(await mediator.everything()).includes(past.bed.agreed.number), 'of other disputes no number');
    await looks(mediator, 'look');

    const colleague = await comes(past, 'colleague', { screen: PHONE });
    await colleague.go(`/app/my/${open.id}/credit/1`);
    assert.equal(await colleague.page.locator('main form').count(), 0);
    const refused = await fetch(`${past.bed.url}/api/v1/disputes/${open.id}/credit/1`, { method: 'POST',
        headers: { Authorization: `Bearer ${await past.bed.token(tokenOf('colleague'))}`,
            'Content-Type': 'application/json', 'Idempotency-Key': 'a-look-of-a-colleague' },
        body: JSON.stringify({ purpose }) });
    assert.equal(refused.status, 404);

    const debtor = await party(past, open, 1, { language: 'en-US' });
    await debtor.go('/app/party/credit/reads');
    await debtor.sees(purpose);
    await debtor.page.locator('.tag-warn').first().waitFor();
    await looks(debtor, 'reads');
}

export const months = [
    ['month: its report, for whom it is, in every form', reports],
    ['month: what a report sums up in one line', others],
    ['month: profiles are approved by another person, explained, objected to', profiles],
    ['month: a mediator looks at a profile and says what for', looksIn],
];
