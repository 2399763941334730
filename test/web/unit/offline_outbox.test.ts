// SPDX-License-Identifier: Apache-2.0
// The outbox on a line that is lost, slow and comes back, with a server that remembers its keys.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { byLeases, type Lease } from '../../../adapters/web/src/offline/alone';
import type { Entry, Wish } from '../../../adapters/web/src/offline/entry';
import {
    BACKOFF_MAX_MS, LEASE_MS, OUTBOX_AGE_MAX_MS, OUTBOX_BODY_BYTES_MAX, OUTBOX_BYTES_MAX,
    OUTBOX_ENTRIES_MAX, OUTBOX_TOTAL_MAX,
} from '../../../adapters/web/src/offline/limits';
import { Outbox, OutboxError, type OutboxPorts } from '../../../adapters/web/src/offline/outbox';
import { MemoryTable } from '../../../adapters/web/src/offline/table';
import { backoffMs, judge, type Reply } from '../../../adapters/web/src/offline/verdict';

const ANNA = { account: 'a:anna', role: 'mediator' };
const BAO = { account: 'a:bao', role: 'mediator' };

function wish(key: string, more: Partial<Wish> = {}): Wish {
    return {
        key, method: 'POST', path: '/api/v1/disputes/D1/commands', body: `{"n":"${key}"}`,
        subject: 'D1', base: 7, title: key, ...more,
    };
}

function reply(status: number, body: unknown = null, more: Partial<Reply> = {}): Reply {
    return { status, body, retryAfterS: null, version: null, ...more };
}

/** A server with one dispute at a version, which acts once for a key. */
class Server {
    version = 7;
    acted: string[] = [];
    seen: { key: string; base: number | null; account: string }[] = [];
    line: 'up' | 'down' | 'deaf' = 'up'; // deaf: it acts, and the answer is lost
    answers: Reply[] = []; // given first, instead of acting
    private known = new Map<string, Reply>();

    take(e: Entry): Reply {
        this.seen.push({ key: e.key, base: e.base, account: e.account });
        if (this.line === 'down')
            throw new Error('no line');
        const told = this.answers.shift();
        if (told !== undefined)
            return told;
        const done = this.known.get(e.key) ?? this.act(e);
        if (this.line === 'deaf')
            throw new Error('answer lost');
        return done;
    }

    private act(e: Entry): Reply {
        if (e.base !== null && e.base !== this.version)
            return reply(412, { type: '/problems/stale', version: this.version });
        if (e.base !== null)
            this.version++;
        this.acted.push(e.key);
        const done = reply(200, e.base === null ? {} : { version: this.version });
        this.known.set(e.key, done);
        return done;
    }
}

class Bench {
    server = new Server();
    table = new MemoryTable<Entry>();
    time = 1_800_000_000_000;
    locked = new Set<string>();
    changes = 0;
    outbox: Outbox;

    constructor(more: Partial<OutboxPorts> = {}) {
        this.outbox = new Outbox({
            table: this.table,
            send: async (e) => this.server.take(e),
            alone: async (name, _wait, fn) => {
                if (this.locked.has(name))
                    return false;
                this.locked.add(name);
                await fn();
                this.locked.delete(name);
                return true;
            },
            now: () => this.time,
            chance: () => 0,
            changed: () => this.changes++,
            ...more,
        });
    }

    async conflicts(): Promise<string[]> {
        return (await this.table.all()).flatMap((e) => (e.conflict === null ? [] : [e.key]));
    }
}

test('what is submitted on a good line happens at once and is not kept', async () => {
    const b = new Bench();
    const sent = await b.outbox.submit(wish('k1'), ANNA);

    assert.equal(sent.is, 'done');
    assert.deepEqual(b.server.acted, ['k1']);
    assert.deepEqual(await b.table.all(), []);
    assert.ok(b.changes > 0);
});

test('without a line it is kept, and goes in order when the line is back', async () => {
    const b = new Bench();

    b.server.line = 'down';
    assert.equal((await b.outbox.submit(wish('k1'), ANNA)).is, 'waiting');
    assert.equal((await b.outbox.submit(wish('k2'), ANNA)).is, 'waiting');
    await b.outbox.add(wish('k3', { subject: 'D2', base: null }), ANNA);
    b.server.line = 'up';
    b.time += BACKOFF_MAX_MS;
    assert.deepEqual(await b.outbox.run(ANNA), { again: null, login: false });
    assert.deepEqual(b.server.acted, ['k1', 'k2', 'k3']);
    assert.deepEqual(await b.table.all(), []);
});

test('those behind an entry go on from the version it led to', async () => {
    const b = new Bench();

    await b.outbox.add(wish('k1'), ANNA);
    await b.outbox.add(wish('k2'), ANNA);
    await b.outbox.add(wish('k3'), ANNA);
    await b.outbox.run(ANNA);
    assert.deepEqual(b.server.seen.map((s) => s.base), [7, 8, 9]);
    assert.equal(b.server.version, 10);
});

test('a lost answer is asked for again under the same key and acts once', async () => {
    const b = new Bench();

    b.server.line = 'deaf';
    assert.equal((await b.outbox.submit(wish('k1'), ANNA)).is, 'waiting');
    const shown = (await b.outbox.list(ANNA))[0];
    assert.ok(shown?.mine === true && shown.maybe_done);
    b.server.line = 'up';
    b.time += BACKOFF_MAX_MS;
    await b.outbox.run(ANNA);
    assert.deepEqual(b.server.acted, ['k1']);
    assert.equal(b.server.version, 8);
    assert.deepEqual(await b.table.all(), []);
});

test('somebody else came in between: the first is a conflict and holds those behind it', async () => {
    const b = new Bench();

    await b.outbox.add(wish('k1'), ANNA);
    await b.outbox.add(wish('k2'), ANNA);
    b.server.version = 8;
    await b.outbox.run(ANNA);
    await b.outbox.run(ANNA);
    assert.deepEqual(await b.conflicts(), ['k1']);
    assert.deepEqual(b.server.acted, []);
    const first = await b.table.get('k1');
    assert.equal(first?.conflict?.kind, 'changed');
    assert.equal(first?.conflict?.version, 8);
    assert.equal(b.server.seen.length, 1, 'k2 waits, and k1 is not asked again by itself');
});

test('after looking at the case it is sent again as a new command, in its old place', async () => {
    const b = new Bench();

    await b.outbox.add(wish('k1'), ANNA);
    await b.outbox.add(wish('k2'), ANNA);
    b.server.version = 8;
    await b.outbox.run(ANNA);
    assert.equal(await b.outbox.again('k1', 'k9', 8, ANNA), true);
    await b.outbox.run(ANNA);
    assert.deepEqual(b.server.acted, ['k9']);
    // k2 was made on version 7, which is gone: it asks its person as well.
    assert.deepEqual(await b.conflicts(), ['k2']);
    assert.equal(await b.outbox.drop('k2', ANNA), true);
    assert.deepEqual(await b.table.all(), []);
});

test('only a conflict of one\'s own is sent again', async () => {
    const b = new Bench();

    await b.outbox.add(wish('k1'), ANNA);
    assert.equal(await b.outbox.again('k1', 'k9', 8, ANNA), false);
    b.server.version = 8;
    await b.outbox.run(ANNA);
    assert.equal(await b.outbox.again('k1', 'k9', 8, BAO), false);
    assert.equal(await b.outbox.again('k7', 'k9', 8, ANNA), false);
    assert.deepEqual(await b.conflicts(), ['k1']);
});

test('nothing is sent, shown or dropped under another account', async () => {
    const b = new Bench();

    await b.outbox.add(wish('k1', { title: '甲与乙' }), ANNA);
    assert.deepEqual(await b.outbox.run(BAO), { again: null, login: false });
    assert.equal(b.server.seen.length, 0);
    assert.deepEqual(await b.outbox.list(BAO), [{ mine: false, account: 'a:anna', key: 'k1' }]);
    assert.equal(await b.outbox.drop('k1', BAO), false);
    // Bao's own work on the same dispute does not wait for Anna's.
    assert.equal((await b.outbox.submit(wish('k2'), BAO)).is, 'done');
    assert.equal((await b.table.all()).length, 1);
});

test('nor in another role of the same account', async () => {
    const b = new Bench();
    const manager = { ...ANNA, role: 'body_manager' };

    await b.outbox.add(wish('k1'), manager);
    await b.outbox.run(ANNA);
    assert.equal(b.server.seen.length, 0);
    const shown = (await b.outbox.list(ANNA))[0];
    assert.ok(shown?.mine === true && shown.other_role);
    await b.outbox.run(manager);
    assert.deepEqual(b.server.acted, ['k1']);
});

test('a double click adds one entry; the same key with other bytes is refused', async () => {
    const b = new Bench();

    await b.outbox.add(wish('k1'), ANNA);
    await b.outbox.add(wish('k1'), ANNA);
    assert.equal((await b.table.all()).length, 1);
    await assert.rejects(b.outbox.add(wish('k1', { body: '{}' }), ANNA),
        (e) => e instanceof OutboxError && e.reason === 'key_used');
    await assert.rejects(b.outbox.add(wish('k1'), BAO),
        (e) => e instanceof OutboxError && e.reason === 'key_used');
});

test('401 stops everything until somebody logs in, and is no conflict', async () => {
    const b = new Bench();

    await b.outbox.add(wish('k1'), ANNA);
    await b.outbox.add(wish('k2', { subject: 'D2', base: null }), ANNA);
    b.server.answers = [reply(401)];
    assert.deepEqual(await b.outbox.run(ANNA), { again: null, login: true });
    assert.equal(b.server.seen.length, 1);
    assert.equal((await b.table.get('k1'))?.tries, 0);
    await b.outbox.run(ANNA);
    assert.deepEqual(b.server.acted, ['k1', 'k2']);
});

for (const [status, kind] of [[403, 'forbidden'], [404, 'forbidden'], [409, 'refused'],
    [412, 'changed'], [422, 'invalid'], [400, 'invalid'], [413, 'invalid'],
    [418, 'unexpected']] as const) {
    test(`${status} is a conflict: ${kind}`, async () => {
        const b = new Bench();

        b.server.answers = [reply(status, {
            type: '/problems/x', title: 'T', detail: 'D', refusal: { code: 'r', zh: '不行', en: 'no' },
            rule: 301, source: '人民调解法 26', version: 9,
            errors: [{ pointer: '#/seat', code: 'value', detail: 'no such seat' }],
        })];
        await b.outbox.add(wish('k1'), ANNA);
        await b.outbox.run(ANNA);
        assert.deepEqual((await b.table.get('k1'))?.conflict, {
            kind, status, type: '/problems/x', title: 'T', detail: 'D', zh: '不行', en: 'no', rule: 301,
            source: '人民调解法 26', version: 9,
            errors: [{ pointer: '#/seat', code: 'value', detail: 'no such seat' }],
        });
        assert.deepEqual(b.server.acted, []);
    });
}

test('at the form a conflict is told and not kept', async () => {
    const b = new Bench();

    b.server.answers = [reply(409, { type: '/problems/refused', title: 'no' })];
    const sent = await b.outbox.submit(wish('k1'), ANNA);
    assert.ok(sent.is === 'conflict' && sent.entry.conflict?.title === 'no');
    assert.deepEqual(await b.table.all(), []);
});

test('a form behind an entry that needs its person waits, and says so', async () => {
    const b = new Bench();

    await b.outbox.add(wish('k1'), ANNA);
    b.server.version = 8;
    await b.outbox.run(ANNA);
    const sent = await b.outbox.submit(wish('k2', { base: 8 }), ANNA);
    assert.ok(sent.is === 'waiting' && sent.why === 'held');
});

for (const status of [500, 502, 503, 429, 408]) {
    test(`${status} is asked again later`, async () => {
        const b = new Bench();

        b.server.answers = [reply(status)];
        await b.outbox.add(wish('k1'), ANNA);
        const end = await b.outbox.run(ANNA);
        assert.equal(end.again, b.time + 2000);
        await b.outbox.run(ANNA);
        assert.equal(b.server.seen.length, 1, 'not before its time');
        b.time += 2000;
        await b.outbox.run(ANNA);
        assert.deepEqual(b.server.acted, ['k1']);
    });
}

test('Retry-After is heeded up to an hour; a dispute that moved meanwhile is asked again', async () => {
    const b = new Bench();

    b.server.answers = [reply(503, null, { retryAfterS: 120 })];
    await b.outbox.add(wish('k1'), ANNA);
    assert.equal((await b.outbox.run(ANNA)).again, b.time + 120_000);
    assert.deepEqual(judge(reply(429, null, { retryAfterS: 90_000 })),
        { is: 'later', afterMs: 3_600_000 });
    assert.deepEqual(judge(reply(409, { type: '/problems/conflict' })),
        { is: 'later', afterMs: null });
});

test('waiting doubles up to its limit, and chance takes at most half', () => {
    assert.equal(backoffMs(1, 0), 2000);
    assert.equal(backoffMs(2, 0), 4000);
    assert.equal(backoffMs(60, 0), BACKOFF_MAX_MS);
    assert.equal(backoffMs(1, 0.999), 1001);
});

test('a clock that was set back does not keep an entry for ever', async () => {
    const b = new Bench();

    b.server.line = 'down';
    await b.outbox.submit(wish('k1'), ANNA);
    b.server.line = 'up';
    b.time -= 86_400_000;
    await b.outbox.run(ANNA);
    assert.deepEqual(b.server.acted, ['k1']);
});

test('at its age an entry is sent; one past it its person is asked, and its key is kept', async () => {
    const b = new Bench();

    await b.outbox.add(wish('k1', { base: null }), ANNA);
    b.time += OUTBOX_AGE_MAX_MS;
    await b.outbox.run(ANNA);
    assert.deepEqual(b.server.acted, ['k1']);
    await b.outbox.add(wish('k2', { base: null }), ANNA);
    b.time += OUTBOX_AGE_MAX_MS + 1;
    await b.outbox.run(ANNA);
    assert.equal((await b.table.get('k2'))?.conflict?.kind, 'old');
    assert.equal(await b.outbox.again('k2', 'k9', null, ANNA), true);
    await b.outbox.run(ANNA);
    assert.deepEqual(b.server.acted, ['k1', 'k2']);
});

test('the number, the bytes of one and the bytes of all are limited', async () => {
    const b = new Bench();
    const full = (e: unknown): boolean => e instanceof OutboxError && e.reason === 'full';
    const body = 'x'.repeat(OUTBOX_BODY_BYTES_MAX);

    await assert.rejects(b.outbox.add(wish('big', { body: `${body}x` }), ANNA),
        (e) => e instanceof OutboxError && e.reason === 'too_large');
    for (let i = 0; i < OUTBOX_BYTES_MAX / OUTBOX_BODY_BYTES_MAX; i++)
        await b.outbox.add(wish(`b${i}`, { body }), ANNA);
    await assert.rejects(b.outbox.add(wish('one', { body: 'x' }), ANNA), full);

    const c = new Bench();
    for (let i = 0; i < OUTBOX_ENTRIES_MAX; i++)
        await c.outbox.add(wish(`k${i}`), ANNA);
    await assert.rejects(c.outbox.add(wish('more'), ANNA), full);
    for (let i = OUTBOX_ENTRIES_MAX; i < OUTBOX_TOTAL_MAX; i++)
        await c.outbox.add(wish(`k${i}`), { account: `a:${i % 7}`, role: 'mediator' });
    await assert.rejects(c.outbox.add(wish('more'), BAO), full);
});

test('two tabs do not send the same entry', async () => {
    const table = new MemoryTable<Entry>();
    const leases = new MemoryTable<Lease>();
    const server = new Server();
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const tab = (holder: string): Outbox => new Outbox({
        table, now: () => 1000, chance: () => 0, changed: () => undefined,
        send: async (e) => {
            await gate;
            return server.take(e);
        },
        alone: byLeases({ table: leases, holder, now: () => 1000,
            pause: () => new Promise((r) => setImmediate(r)) }),
    });

    await tab('x').add(wish('k1'), ANNA);
    const one = tab('x').run(ANNA);
    const two = tab('y').run(ANNA);
    const three = tab('y').submit(wish('k2'), ANNA);
    release();
    await Promise.all([one, two]);
    assert.equal((await three).is, 'done');
    assert.deepEqual(server.seen.map((s) => s.key), ['k1', 'k2']);
    assert.deepEqual(await leases.all(), []);
});

test('a lease of a tab that died ends; one of a clock that was set back as well', async () => {
    const leases = new MemoryTable<Lease>();
    let now = 1000;
    const alone = byLeases({ table: leases, holder: 'y', now: () => now,
        pause: () => new Promise((r) => setImmediate(r)) });
    const tries = async (): Promise<boolean> => alone('lane', false, async () => undefined);

    await leases.put('lane', { holder: 'x', until: 1000 + LEASE_MS });
    assert.equal(await tries(), false);
    now = 1000 + LEASE_MS;
    assert.equal(await tries(), true);
    await leases.put('lane', { holder: 'x', until: now + LEASE_MS + 1 });
    assert.equal(await tries(), true);
});

test('an entry that is dropped while it is out does not come back', async () => {
    const b = new Bench({
        send: async (e) => {
            await b.outbox.drop(e.key, ANNA);
            throw new Error('no line');
        },
    });

    await b.outbox.submit(wish('k1'), ANNA);
    assert.deepEqual(await b.table.all(), []);
});
