// SPDX-License-Identifier: Apache-2.0
// A stairwell without a line: what is done there is sent later, once, and judged anew on arrival.
import assert from 'node:assert/strict';
import { until } from './bed.mjs';
import { Meter } from './line.mjs';
import { PEOPLE, assigned, inMediation, intake, tokenOf } from './people.mjs';
import { PHONE } from './window.mjs';

async function begun(bed, n, steps) {
    const { id } = await bed.call(tokenOf('dispatcher'), 'POST', '/disputes', intake(n));
    await bed.drive(id, steps);
    return id;
}

async function times(bed, id, command) {
    const { items } = await bed.call(tokenOf('auditor'), 'GET', `/disputes/${id}/events?limit=200`);
    return items.filter((event) => event.command === command).length;
}

// The worker that serves the pages without a line has taken over.
async function keptOnDevice(visitor) {
    await visitor.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

async function sentOnce(window) {
    const { bed } = window;
    const id = await begun(bed, 5, assigned);
    const mediator = await window.visitor({ screen: PHONE });
    await mediator.logIn('mediator');
    await mediator.go(`/app/my/${id}`);
    await keptOnDevice(mediator);
    await mediator.go(`/app/my/${id}`);
    await mediator.sees('调解员接受');

    await mediator.context.setOffline(true);
    await mediator.page.reload();
    await mediator.sees('没有网络');
    await mediator.sees(intake(5).title);
    await mediator.act(id, 'accept_case', {}, { twice: true });
    await mediator.act(id, 'consent', { manner: '当面同意' }, { twice: true });
    await mediator.page.locator('a[href="/app/outbox"]').first().click();
    await mediator.settled();
    const entries = mediator.page.getByRole('button', { name: '不发送，删除', exact: true });
    await until('three entries wait', async () => await entries.count() === 3);
    await mediator.shot('outbox-waiting');
    assert.equal(await times(bed, id, 'accept_case'), 0);

    await mediator.context.setOffline(false);
    await until('the outbox is empty', async () => await entries.count() === 0);
    assert.equal(await times(bed, id, 'accept_case'), 1);
    assert.equal(await times(bed, id, 'consent'), 2, 'one for each party');
}

async function refusedAfterwards(window) {
    const { bed } = window;
    const id = await begun(bed, 6, inMediation);
    const mediator = await window.visitor({ screen: PHONE });
    await mediator.logIn('mediator');
    await mediator.go(`/app/my/${id}/do/hold_session`);
    await keptOnDevice(mediator);
    await mediator.go(`/app/my/${id}/do/hold_session`);
    await mediator.page.locator('main form').waitFor();
    await mediator.go(`/app/my/${id}`);

    await mediator.context.setOffline(true);
    await mediator.act(id, 'hold_session', { att0: 'attended', att1: 'attended' });
    await bed.call(tokenOf('manager'), 'POST', `/disputes/${id}/commands`,
        { command: 'assign', mediator: String(PEOPLE.colleague.staff) });
    await mediator.context.setOffline(false);
    await mediator.page.locator('a[href="/app/outbox"]').first().click();
    await mediator.sees('您已不再承办这件纠纷');
    await mediator.shot('outbox-refused');
    assert.equal(await times(bed, id, 'hold_session'), 0);
    assert.deepEqual(await mediator.axe(), []);
}

// 400 ms to the server and back, and a thin line: slow, and all of it works, each act once.
async function slowLine(window) {
    const { bed } = window;
    const id = await begun(bed, 7, assigned);
    const mediator = await window.visitor({ screen: PHONE });
    const meter = await Meter.on(mediator);
    await meter.slow();
    await mediator.logIn('mediator');
    await mediator.act(id, 'accept_case', {}, { twice: true });
    assert.equal(await times(bed, id, 'accept_case'), 1);
}

// Who logs out leaves nothing of the cases behind on the device.
async function leavesNothing(window) {
    const { bed } = window;
    const id = await begun(bed, 8, inMediation);
    const mediator = await window.visitor({ screen: PHONE });
    await mediator.logIn('mediator');
    await mediator.go(`/app/my/${id}`);
    await mediator.sees('甄申请08');
    await mediator.page.getByRole('button', { name: '菜单' }).click();
    await mediator.page.getByRole('button', { name: '退出' }).click();
    await mediator.page.waitForURL('**/app/login');
    const kept = await mediator.page.evaluate(async () => {
        const all = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
        for (const { name } of await indexedDB.databases()) {
            const db = await new Promise((done) => {
                const open = indexedDB.open(name);
                open.onsuccess = () => done(open.result);
            });
            for (const store of db.objectStoreNames) {
                const rows = await new Promise((done) => {
                    const got = db.transaction(store).objectStore(store).getAll();
                    got.onsuccess = () => done(got.result);
                });
                all.push(JSON.stringify(rows));
            }
            db.close();
        }
        for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
                if (request.url.includes('/api/')) all.push(await (await cache.match(request)).text());
            }
        }
        return all.join('\n');
    });
    for (const secret of ['甄申请08', intake(8).title, intake(8).parties[0].phone]) {
        assert.ok(!kept.includes(secret), `${secret} stays on the device`);
    }
    await mediator.go(`/app/my/${id}`);
    await mediator.page.waitForURL('**/app/login?return=*');
    assert.equal((await mediator.ask(`/api/v1/disputes/${id}`)).status, 401);
}

export const offline = [
    ['without a line: two commands wait, and are sent once', sentOnce],
    ['without a line: what is no longer allowed is refused in plain words', refusedAfterwards],
    ['on a slow line a double press acts once', slowLine],
    ['who logs out leaves nothing on the device', leavesNothing],
];
