// SPDX-License-Identifier: Apache-2.0
// Every page, opened by everybody at its address: nobody is shown, and no page is even sent, what its
// role may not read. The pages are those that the sources route to, so a new one is walked as well.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PEOPLE, failed, inMediation, intake, secrets, tokenOf } from './people.mjs';

const PAGES = process.env.YIMA_PAGES;

// The addresses of all pages, "/app/disputes/:id".
export function routes() {
    const found = new Set();
    for (const area of readdirSync(PAGES)) {
        const text = readFileSync(join(PAGES, area, 'index.tsx'), 'utf8');
        if (!text.includes('export const routes')) continue; // parts that other pages mount
        const paths = [...text.matchAll(/\bpath:\s*'([^']+)'/g)].map((m) => m[1]);
        assert.ok(paths.length > 0, `${area} routes to nothing`);
        for (const path of paths) found.add(path);
    }
    return [...found].sort();
}

// An address with its places filled in for one dispute. A parameter that is not known here fails, so
// that whoever adds one says what it may be.
export function address(path, dispute) {
    const values = { id: dispute.id, dispute: dispute.id, number: dispute.number,
        token: dispute.token, seat: '0', command: 'reach_agreement', link: 'NOSUCHLINK',
        account: '1', n: '1', order: '1', seat_n: '0', message: '1', month: '2016-08', kind: 'mediator', subject: '5028' };
    return path.replaceAll(/:(\w+)/g, (_, name) => {
        assert.ok(name in values, `${path}: what is :${name}?`);
        return values[name];
    });
}

// Who may read which of the three disputes, written down from the domain's rules and not taken from
// the program: a region's roles read what lies in it, a body's what it has, a mediator what is
// assigned to it, a court what was filed with it.
const READS = {
    here: ['clerk', 'manager', 'mediator', 'grid', 'dispatcher', 'centre', 'supervisor', 'dpo',
        'auditor', 'admin'],
    filed: ['clerk', 'manager', 'colleague', 'grid', 'dispatcher', 'centre', 'supervisor', 'dpo',
        'auditor', 'admin', 'courtclerk', 'confirming', 'filing'],
    far: ['farclerk', 'farmanager', 'dispatcher', 'centre', 'supervisor', 'dpo', 'auditor', 'admin'],
};
const colleague = tokenOf('colleague');
const swap = (steps) => steps.map(([who, body]) => [who === tokenOf('mediator') ? colleague : who,
    body.command === 'assign' ? { ...body, mediator: String(PEOPLE.colleague.staff) } : body]);

// A paper put in by one of them; its name is a secret of its own.
export async function putPaper(bed, who, id, kind, name) {
    const content = Buffer.from(`内容${name}`);
    const call = (method, path, body, type) => bed.token(who).then((token) => fetch(
        `${bed.url}/api/v1/disputes/${id}/attachments${path}`, { method, body,
            headers: { Authorization: `Bearer ${token}`, 'Idempotency-Key': randomUUID(),
                ...(type === undefined ? {} : { 'Content-Type': type }) } }));
    const begun = await call('POST', '', JSON.stringify({ name: `${name}.txt`, bytes: content.length, kind,
        purpose: 'evidence', sha256: createHash('sha256').update(content).digest('hex') }), 'application/json');
    assert.equal(begun.status, 201, await begun.clone().text());
    const { id: n } = await begun.json();
    assert.equal((await call('PUT', `/${n}/parts/0`, content, 'application/octet-stream')).status, 204);
    assert.equal((await call('POST', `/${n}/finish`)).status, 201);
}

// What was given in confidence in dispute "here", and who reads it; the others see neither name nor word.
const CONFIDED = { '密件探针其一': ['mediator', 'party'], '密件探针其二': ['mediator'], '让步探针之件': ['mediator', 'manager'] };

async function confide(bed, id) {
    await putPaper(bed, `--role party --dispute ${id} --seat 0`, id, 'caucus', '密件探针其一');
    await putPaper(bed, tokenOf('mediator'), id, 'caucus', '密件探针其二');
    await putPaper(bed, tokenOf('mediator'), id, 'concession', '让步探针之件');
}

// Three disputes with one reader or more that the others lack.
export async function plant(bed, n = 21) {
    const dispatcher = tokenOf('dispatcher');
    const register = (k, changes) => bed.call(dispatcher, 'POST', '/disputes', intake(k, changes));
    const here = await register(n);
    const filed = await register(n + 1);
    const far = await register(n + 2, { region: '330108002', body: '1012' });
    await bed.drive(here.id, inMediation);
    await confide(bed, here.id);
    await bed.drive(filed.id, [...swap(failed), [tokenOf('clerk'), { command: 'submit_filing',
        seat: 0, court: '1009', claims: '请求判令被申请人修复。', facts: '漏水属实。' }]]);
    return { here: { ...here, n }, filed: { ...filed, n: n + 1 }, far: { ...far, n: n + 2 } };
}

// Everything that a page holds or was sent: its text, what stands in its fields, and the answers of
// the interface that came since the last page.
async function gather(visitor, sent, path) {
    const held = await visitor.turnTo(path);
    return [held, ...await Promise.all(sent.splice(0))].join('\n');
}

// Collects what the interface answers to the pages that the visitor opens.
function listen(visitor) {
    const sent = [];
    visitor.page.on('response', (response) => {
        if (!response.url().includes('/api/v1/') || response.url().includes('/stream')) return;
        sent.push(response.text().catch(() => ''));
    });
    return sent;
}

// What a party is not shown of the other side of its own dispute.
function otherSide(n) {
    const { identity, phone, address } = intake(n).parties[1];
    return [identity, phone, address];
}

// Everybody by name, with a way to come in: staff, two parties, and a stranger.
function visitors(bed, planted) {
    const manager = tokenOf('manager');
    return [
        ...Object.keys(PEOPLE).map((name) => [name, (visitor) => visitor.enter(name)]),
        ['party', async (visitor) => visitor.carry(await bed.party(manager, planted.here, 0))],
        ['stranger', async () => undefined],
    ];
}

// What the visitor must not see of the dispute: nothing at all, or only some of it.
function hidden(name, kind, n) {
    if (name === 'party' && kind === 'here') return otherSide(n);
    return READS[kind].includes(name) ? [] : secrets(n);
}

async function walkOne(visitor, name, planted, seen) {
    const sent = listen(visitor);
    await visitor.go('/app/account');
    const been = new Set();
    for (const path of routes()) {
        for (const [kind, dispute] of Object.entries(planted)) {
            const at = address(path, dispute);
            if (been.has(at)) continue; // the same for all
            been.add(at);
            const all = await gather(visitor, sent, at);
            for (const [paper, readers] of Object.entries(CONFIDED)) {
                const isThere = all.includes(paper);
                assert.ok(!isThere || readers.includes(name), `${name} sees ${paper} at ${path} of ${kind}`);
                if (isThere) seen.add(`${name} ${paper}`);
            }
            for (const [other, { n }] of Object.entries(planted)) {
                const found = hidden(name, other, n).filter((secret) => all.includes(secret));
                assert.deepEqual(found, [], `${name} sees ${other} at ${path} of ${kind}`);
                if (all.includes(intake(n).parties[0].name)) seen.add(`${name} ${other}`);
            }
        }
    }
}

async function everybodyEverywhere(window) {
    const planted = await plant(window.bed);
    const seen = new Set();
    for (const [name, comeIn] of visitors(window.bed, planted)) {
        const visitor = await window.visitor();
        await comeIn(visitor);
        await walkOne(visitor, name, planted, seen);
        // A page that is not for this role may ask for a worklist that the role does not have, or for a
        // purpose that is not its own. What people do on their own pages, the stories judge.
        visitor.complaints = visitor.complaints.filter((c) => !/status of 400 .*[/]api[/]v1[/]/.test(c));
        await visitor.context.close();
    }
    // A walk that sees nothing proves nothing.
    const expected = Object.entries(READS).flatMap(([kind, names]) => names.map((n) => `${n} ${kind}`));
    const confided = Object.entries(CONFIDED).flatMap(([paper, names]) => names.map((n) => `${n} ${paper}`));
    assert.deepEqual([...seen].sort(), [...expected, ...confided, 'party here'].sort());
}

export const walk = [
    ['everybody opens every page: nothing is shown that a role may not read', everybodyEverywhere],
];
