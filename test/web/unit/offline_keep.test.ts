// SPDX-License-Identifier: Apache-2.0
// What may be read again without a line: how little is kept, of whom, and for how long.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { READ_AGE_MAX_MS, READ_BYTES_MAX, READS_MAX } from '../../../adapters/web/src/offline/limits';
import { mayKeep, Reads, withheld, type Read } from '../../../adapters/web/src/offline/reads';
import { MemoryTable } from '../../../adapters/web/src/offline/table';

const CASE = '/api/v1/disputes/0SA8P6HT03426W';

test('only lists, case pages and who one is are kept for reading', () => {
    for (const path of [CASE, `${CASE}/commands`, `${CASE}/events`, `${CASE}/appointments`,
        '/api/v1/disputes?open=true', '/api/v1/session'])
        assert.equal(mayKeep(path), true, path);
    for (const path of [`${CASE}/notes`, `${CASE}/access-codes`, `${CASE}/readers`, `${CASE}/documents`,
        '/api/v1/sessions', '/api/v1/accounts', `${CASE}/commands/x`, '/api/v1/disputes'])
        assert.equal(mayKeep(path), false, path);
});

test('identity numbers, addresses and codes are not kept, wherever they stand', () => {
    const body = { title: 'T', token: 'X', code_url: 'Y', parties: [
        { name: '甲', identity: '330108198501010011', phone: '13700001101', address: '西兴路1号' }] };

    assert.deepEqual(withheld(body), { title: 'T', token: null, code_url: null, parties: [
        { name: '甲', identity: null, phone: '13700001101', address: null }] });
});

test('of what happened nothing is kept that somebody said', () => {
    const body = { items: [{ command: 'hold_session', payload: { detail: { seat: 1, note: '背靠背', terms: '退还' } } }] };

    assert.deepEqual(withheld(body), { items: [{ command: 'hold_session', payload: { detail: { seat: 1 } } }] });
});

test('the last session is found without knowing whose, but not what proves it', async () => {
    const at = { now: 1_800_000_000_000 };
    const reads = new Reads({ table: new MemoryTable<Read>(), now: () => at.now });

    await reads.keep('a:anna', '/api/v1/session', { login: 'anna', csrf: 'secret' });
    at.now++;
    await reads.keep('a:bao', '/api/v1/session', { login: 'bao', csrf: 'secret' });
    assert.deepEqual((await reads.last('/api/v1/session'))?.body, { login: 'bao', csrf: null });
    at.now += READ_AGE_MAX_MS + 1;
    assert.equal(await reads.last('/api/v1/session'), undefined);
});

test('what was read is there for its account, for a working day', async () => {
    const at = { now: 1_800_000_000_000 };
    const reads = new Reads({ table: new MemoryTable<Read>(), now: () => at.now });

    await reads.keep('a:anna', CASE, { version: 7 });
    await reads.keep('a:anna', `${CASE}/notes`, { items: [] });
    assert.deepEqual((await reads.recall('a:anna', CASE))?.body, { version: 7 });
    assert.equal(await reads.recall('a:anna', `${CASE}/notes`), undefined);
    assert.equal(await reads.recall('a:bao', CASE), undefined);
    at.now += READ_AGE_MAX_MS;
    assert.notEqual(await reads.recall('a:anna', CASE), undefined);
    at.now += 1;
    assert.equal(await reads.recall('a:anna', CASE), undefined);
    at.now -= READ_AGE_MAX_MS + 2;
    assert.equal(await reads.recall('a:anna', CASE), undefined, 'nor from the future');
});

test('reads are limited in bytes and number, and go at log-out', async () => {
    const table = new MemoryTable<Read>();
    const at = { now: 1_800_000_000_000 };
    const reads = new Reads({ table, now: () => at.now });
    const room = READ_BYTES_MAX - JSON.stringify({ t: '' }).length;

    await reads.keep('a:anna', CASE, { t: 'x'.repeat(room + 1) });
    assert.equal(await table.count(), 0);
    await reads.keep('a:anna', CASE, { t: 'x'.repeat(room) });
    for (let i = 0; i < READS_MAX; i++) {
        at.now++;
        await reads.keep('a:anna', `/api/v1/disputes/A${i}`, {});
    }
    assert.equal(await table.count(), READS_MAX);
    assert.equal(await reads.recall('a:anna', CASE), undefined, 'the oldest went');
    await reads.wipe('a:anna');
    assert.equal(await table.count(), READS_MAX);
    await reads.wipe('a:bao');
    assert.equal(await table.count(), 0);
    await reads.keep('a:anna', CASE, {});
    await reads.wipe(null);
    assert.equal(await table.count(), 0);
});
