// SPDX-License-Identifier: Apache-2.0
// Calls over a line that fails: what is tried again, what is not, and what goes along.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { get, send, wireApi, withQuery } from '../../../adapters/web/src/kit/api';
import { ApiError } from '../../../adapters/web/src/kit/problem';

interface Seen {
    path: string;
    method: string;
    headers: Record<string, string>;
    body: string | null;
    cache: string | undefined;
}

type Reply = Response | 'lost';
let seen: Seen[] = [];
let replies: Reply[] = [];
let unauthorized = 0;
let unsent: unknown[] = [];

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
    return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });
}

function problem(status: number, type: string, headers: Record<string, string> = {}): Response {
    return json(status, { type: `/problems/${type}`, title: type, status },
                { 'Content-Type': 'application/problem+json', ...headers });
}

beforeEach(() => {
    seen = [];
    unsent = [];
    unauthorized = 0;
    wireApi({ csrf: () => 'CSRF', unauthorized: () => unauthorized++,
              unsent: (u) => {
                  unsent.push(u);
                  return Promise.resolve(true);
              } });
    Object.assign(globalThis, {
        fetch: (path: string, o: RequestInit) => {
            seen.push({ path, method: o.method ?? '', headers: o.headers as Record<string, string>,
                        body: (o.body ?? null) as string | null, cache: o.cache });
            const next = replies.shift() ?? 'lost';
            return next === 'lost' ? Promise.reject(new TypeError('lost')) : Promise.resolve(next);
        },
    });
});

/** Waits between attempts pass at once: what is tested is how often, not how long. */
async function hurried<T>(act: () => Promise<T>): Promise<T> {
    const real = globalThis.setTimeout;
    const hurry = (f: () => void, ms?: number) => (ms !== undefined && ms > 10000 ? real(f, ms) : real(f, 0));
    globalThis.setTimeout = hurry as unknown as typeof setTimeout;
    try {
        return await act();
    } finally {
        globalThis.setTimeout = real;
    }
}

async function failing(act: () => Promise<unknown>): Promise<ApiError> {
    try {
        await hurried(act);
    } catch (e) {
        assert.ok(e instanceof ApiError, String(e));
        return e;
    }
    return assert.fail('it did not fail');
}

test('a read is tried thrice on a bad line', async () => {
    replies = ['lost', problem(503, 'busy', { 'Retry-After': '1' }), json(200, { a: 1 })];
    assert.deepEqual(await hurried(() => get('/api/v1/x', { query: { q: '黄', none: '' } })), { a: 1 });
    assert.equal(seen.length, 3);
    assert.equal(seen[0]!.path, '/api/v1/x?q=%E9%BB%84');
    assert.equal(seen[0]!.headers['X-CSRF-Token'], undefined);
});

test('a line that is gone is told as such', async () => {
    replies = [];
    const e = await failing(() => get('/x'));
    assert.equal(e.failure, 'offline');
    assert.equal(seen.length, 3);
});

test('an answer is an answer', async () => {
    replies = [problem(404, 'not-found')];
    const e = await failing(() => get('/x'));
    assert.equal(e.status, 404);
    assert.equal(seen.length, 1);
});

test('a write carries key, token, version and purpose, the same each time', async () => {
    replies = ['lost', json(200, { done: true }, { ETag: '"5"' })];
    const answer = await hurried(() => send('POST', '/api/v1/y', { a: 1 },
        { key: 'KEY', version: 4, purpose: 'handling' }));
    assert.equal(answer.etag, '"5"');
    assert.equal(seen.length, 2);
    assert.deepEqual(seen[0], seen[1]);
    assert.deepEqual(seen[0]!.headers, { Accept: 'application/json', 'Yima-Purpose': 'handling',
        'Idempotency-Key': 'KEY', 'X-CSRF-Token': 'CSRF', 'If-Match': '"4"', 'Content-Type': 'application/json' });
    assert.equal(seen[0]!.body, '{"a":1}');
});

test('a refusal is not sent again', async () => {
    replies = [problem(409, 'refused')];
    const e = await failing(() => send('POST', '/y', {}, { key: 'K' }));
    assert.equal(e.isUncertain, false);
    assert.equal(seen.length, 1);
});

test('who is not logged in is sent there, unless it was asked for', async () => {
    replies = [problem(401, 'unauthorized')];
    await failing(() => get('/x'));
    assert.equal(unauthorized, 1);
    replies = [problem(401, 'unauthorized')];
    await failing(() => get('/x', { anonymous: true }));
    assert.equal(unauthorized, 1);
});

test('what cannot be sent goes to the queue when it may', async () => {
    replies = [];
    const e = await failing(() => send('POST', '/y', { n: 1 }, { key: 'K', version: 2, queue: { label: '笔记' } }));
    assert.equal(e.failure, 'queued');
    assert.deepEqual(unsent, [{ method: 'POST', path: '/y', body: { n: 1 }, key: 'K', version: 2, label: '笔记' }]);
    replies = [problem(409, 'refused')];
    await failing(() => send('POST', '/y', {}, { key: 'K', queue: { label: '' } }));
    assert.equal(unsent.length, 1);
});

test('a proxy that answers in its own words is understood', async () => {
    replies = [new Response('<html>', { status: 413, statusText: 'Too Large' })];
    const e = await failing(() => send('POST', '/y', {}, { key: 'K' }));
    assert.equal(e.status, 413);
    assert.equal(e.problem?.title, 'Too Large');
});

test('only what the caller says is not personal may be kept', async () => {
    replies = [json(200, {}), json(200, {}), json(200, {})];
    await get('/x');
    await get('/x', { kept: true });
    await send('POST', '/x', {}, { key: 'K' });
    assert.deepEqual(seen.map((s) => s.cache), ['no-store', 'default', 'no-store']);
});

test('queries leave out what is empty', () => {
    assert.equal(withQuery('/x', { a: undefined, b: null, c: '', d: 0, e: false }), '/x?d=0&e=false');
    assert.equal(withQuery('/x'), '/x');
});
