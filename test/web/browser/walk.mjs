// SPDX-License-Identifier: Apache-2.0
// Every page, opened by everybody at its address: nobody is shown, and no page is even sent, what its
// role may not read. The pages are those that the sources route to, so a new one is walked as well.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PEOPLE, failed, inMediation, intake, secrets, tokenOf } from './people.mjs';

const PAGES = process.env.YIMA_PAGES;

// The addresses of all pages, "/app/disputes/:id".
export function routes() {
    const found = new Set();
    for (const area of readdirSync(PAGES)) {
        const text = readFileSync(join(PAGES, area, 'index.tsx'), 'utf8');
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
        account: '1', n: '1', seat_n: '0' };
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
// Who is shown telephones in full: who works on the case.
export const WORKS = ['manager', 'mediator', 'clerk', 'courtclerk', 'confirming', 'filing'];

const colleague = tokenOf('colleague');
const swap = (steps) => steps.map(([who, body]) => [who === tokenOf('mediator') ? colleague : who,
    body.command === 'assign' ? { ...body, mediator: String(PEOPLE.colleague.staff) } : body]);

// Three disputes with one reader or more that the others lack.
export async function plant(bed) {
    const dispatcher = tokenOf('dispatcher');
    const register = async (n, changes) =>
        bed.call(dispatcher, 'POST', '/disputes', intake(n, changes));
    const here = await register(21);
    const filed = await register(22);
    const far = await register(23, { region: '330108002', body: '1012' });
    await bed.drive(here.id, inMediation);
    await bed.drive(filed.id, [...swap(failed), [tokenOf('clerk'), { command: 'submit_filing',
        seat: 0, court: '1009', claims: '请求判令被申请人修复。', facts: '漏水属实。' }]]);
    return { here: { ...here, n: 21 }, filed: { ...filed, n: 22 }, far: { ...far, n: 23 } };
}

// Everything that a page holds or was sent: its text, what stands in its fields, and the answers of
// the interface that it asked for.
async function gather(visitor, path) {
    const sent = [];
    const hear = (response) => {
        if (!response.url().includes('/api/v1/') || response.url().includes('/stream')) return;
        sent.push(response.text().catch(() => ''));
    };
    visitor.page.on('response', hear);
    await visitor.go(path);
    visitor.page.off('response', hear);
    const typed = await visitor.page.evaluate(
        () => [...document.querySelectorAll('input,textarea')].map((e) => e.value).join('\n'));
    return [await visitor.everything(), typed, ...await Promise.all(sent)].join('\n');
}

async function everybodyEverywhere(window) {
    const { bed } = window;
    const planted = await plant(bed);
    const paths = routes();
    const seen = new Set();
    for (const name of [...Object.keys(PEOPLE), null]) {
        const visitor = await window.visitor();
        if (name !== null) await visitor.enter(name);
        for (const path of paths) {
            for (const [kind, dispute] of Object.entries(planted)) {
                const all = await gather(visitor, address(path, dispute));
                for (const [other, { n }] of Object.entries(planted)) {
                    const found = secrets(n).filter((secret) => all.includes(secret));
                    if (READS[other].includes(name)) {
                        if (found.length > 0) seen.add(`${name} ${other}`);
                        continue;
                    }
                    assert.deepEqual(found, [],
                        `${name ?? 'a stranger'} sees ${other} at ${path} of ${kind}`);
                }
                if (!path.includes(':')) break; // the same for all
            }
        }
        await visitor.leave();
    }
    // A walk that sees nothing proves nothing.
    for (const [kind, names] of Object.entries(READS)) {
        for (const name of names) {
            assert.ok(seen.has(`${name} ${kind}`), `${name} finds nothing of ${kind}`);
        }
    }
}

export const walk = [
    ['everybody opens every page: nothing is shown that a role may not read', everybodyEverywhere],
];
