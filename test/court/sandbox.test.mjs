// SPDX-License-Identifier: Apache-2.0
// The sandbox court by itself: signatures, receipts, scripts, and what a kill -9 leaves.
//
//   YIMA_SANDBOX=examples/court-sandbox node --test test/court/sandbox.test.mjs
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';

const FOLDER = path.resolve(process.env.YIMA_SANDBOX);
const load = (name) => import(pathToFileURL(path.join(FOLDER, name)));
const { Signer, doubt, publicKey } = await load('signing.mjs');
const { OBLIGING, checked } = await load('script.mjs');
const HANG_MS = 60000;
const us = Signer.make();

const now = () => Math.floor(Date.now() / 1000);

async function until(isSo, what) {
  const end = Date.now() + HANG_MS;
  for (;;) {
    const got = await isSo();
    if (got) return got;
    assert.ok(Date.now() < end, `it never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

// What stands for Yima: it believes what the court's key has signed, and gives one receipt an id.
class Other {
  constructor() {
    this.seen = [];
    this.refused = 0;
    this.deaf = 0;   // so many messages are taken and not answered
    this.server = http.createServer(async (request, response) => {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const why = doubt([publicKey(this.court)], request.headers, body, now());
      const id = request.headers['webhook-id'];
      if (why !== null) {
        this.refused += 1;
        response.writeHead(401).end(JSON.stringify({ id, status: 'rejected', reason: { code: why } }));
        return;
      }
      this.seen.push(JSON.parse(body));
      if (this.deaf > 0) {
        this.deaf -= 1;
        response.socket.destroy();
        return;
      }
      response.writeHead(200).end(JSON.stringify({ id, status: 'accepted' }));
    });
  }

  async listen() {
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${this.server.address().port}/exchange`;
  }

  // One of each id, in the order of arrival.
  distinct() {
    return [...new Map(this.seen.map((one) => [one.id, one])).values()];
  }

  outcomes() {
    return this.distinct().map((one) => one.body.outcome);
  }
}

class Sandbox {
  constructor() {
    this.state = fs.mkdtempSync(path.join(os.tmpdir(), 'court-'));
    this.port = 0;
  }

  async start() {
    this.child = spawn(process.execPath, [path.join(FOLDER, 'court.mjs'), '--state', this.state,
      '--listen', `127.0.0.1:${this.port}`], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    for await (const chunk of this.child.stdout) {
      said += chunk;
      const found = /listens on 127\.0\.0\.1:([0-9]+), key (\S+)/.exec(said);
      if (found === null) continue;
      this.port = Number(found[1]);
      assert.ok(this.key === undefined || this.key === found[2], 'it kept its key');
      this.key = found[2];
      return;
    }
    assert.fail(`it did not start: ${said}`);
  }

  end(signal) {
    return new Promise((resolve) => {
      this.child.on('exit', resolve);
      this.child.kill(signal);
    });
  }

  async ask(method, at, body, headers = {}) {
    const reply = await fetch(`http://127.0.0.1:${this.port}${at}`, { method, body,
      headers: { 'content-type': 'application/json', connection: 'close', ...headers } });
    return { status: reply.status, text: await reply.text() };
  }

  async control(method, what, body) {
    const got = await this.ask(method, `/control/${what}`, body && JSON.stringify(body));
    assert.equal(got.status, 200, got.text);
    return JSON.parse(got.text);
  }

  send(envelope, { signer = us, at = now(), id = envelope.id } = {}) {
    const body = JSON.stringify(envelope);
    return this.ask('POST', '/', body, signer.headers(id, body, at));
  }
}

const filing = (dispute, more = {}) => ({ id: crypto.randomUUID(), verb: 'ReviewFiling',
  partner: 'yima', dispute, number: dispute, seq: 1, at: new Date().toISOString(), in_reply_to: null,
  kind: 'filing', body: { act: 'submitted', parties: [{ name: '张三' }, { name: '李四' }] }, ...more });

// A court and somebody who hears it; both end with the test.
async function meet(t, rules, list) {
  const other = new Other();
  const url = await other.listen();
  const court = new Sandbox();
  await court.start();
  t.after(async () => {
    if (court.child.exitCode === null && court.child.signalCode === null) await court.end('SIGKILL');
    other.server.close();
    other.server.closeAllConnections();
    fs.rmSync(court.state, { recursive: true });
  });
  other.court = court.key;
  await court.control('PUT', 'yima', { url, keys: [us.public] });
  if (rules) await court.control('PUT', 'script', { rules, list });
  return { other, court };
}

const review = (body, more) => ({ verb: 'NotifyFilingReviewComplete', body, ...more });
const docket = (body, more) => ({ verb: 'NotifyDocketingComplete', body, ...more });

test('signatures fit the known answers of RFC 8032 and nothing else', () => {
  const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
  const signer = new Signer(`whsk_${seed.toString('base64')}`);
  assert.equal(Buffer.from(signer.public, 'base64').toString('hex'),
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
  const headers = signer.headers('id', 'body', 1000);
  const key = publicKey(signer.public);
  assert.ok(publicKey(`whpk_${signer.public}`).equals(key));
  assert.throws(() => publicKey(signer.public.slice(4)), /32 bytes/);
  const doubts = (h, body, at) => doubt([key], { ...headers, ...h }, Buffer.from(body), at);
  assert.equal(doubts({}, 'body', 1300), null);
  assert.equal(doubts({}, 'body', 1301), 'clock');
  assert.equal(doubts({}, 'body', 699), 'clock');
  assert.equal(doubts({}, 'bodY', 1000), 'signature');
  assert.equal(doubts({ 'webhook-id': 'iD' }, 'body', 1000), 'signature');
  assert.equal(doubts({ 'webhook-timestamp': '1001' }, 'body', 1000), 'signature');
  assert.equal(doubts({ 'webhook-signature': undefined }, 'body', 1000), 'signature');
  assert.equal(doubts({ 'webhook-id': undefined }, 'body', 1000), 'unsigned');
});

test('a script that is none is refused with its place', () => {
  assert.equal(checked(OBLIGING), OBLIGING);
  const wrong = [[{}, 'script.rules'], [{ rules: [{ than: [] }] }, 'script.rules[0].than'],
    [{ rules: [{ when: { kinds: 1 } }] }, 'script.rules[0].when.kinds'],
    [{ rules: [{ then: [{ verb: 'Review', body: {} }] }] }, 'script.rules[0].then[0].verb'],
    [{ rules: [{ then: [{ verb: 'RecordFiling' }] }] }, 'script.rules[0].then[0].body'],
    [{ rules: [{ then: [review({ at: '$never' })] }] }, '$never'],
    [{ rules: [{ status: 200 }] }, 'script.rules[0].status'],
    [{ rules: Array(101).fill({}) }, 'at most 100'], [{ rules: [], list: { x: 1 } }, 'script.list.x']];
  for (const [script, part] of wrong) {
    assert.throws(() => checked(script), (error) => error.message.includes(part), part);
  }
  for (const name of fs.readdirSync(path.join(FOLDER, 'scripts'))) {
    checked(JSON.parse(fs.readFileSync(path.join(FOLDER, 'scripts', name), 'utf8')));
  }
});

test('what is not ours is not taken', async (t) => {
  const { court } = await meet(t);
  const one = filing('D1');
  const forged = await court.send(one, { signer: Signer.make() });
  assert.deepEqual([forged.status, JSON.parse(forged.text).reason.code], [401, 'signature']);
  const late = await court.send(one, { at: now() - 400 });
  assert.deepEqual([late.status, JSON.parse(late.text).reason.code], [401, 'clock']);
  assert.equal((await court.send(one, { id: 'another' })).status, 422);
  assert.equal((await court.ask('POST', '/', 'x'.repeat((1 << 20) + 1))).status, 413);
  assert.equal((await court.control('GET', 'state')).inbox.length, 0);
  const plain = await court.ask('PUT', '/control/script', '{}', { 'content-type': 'text/plain' });
  assert.equal(plain.status, 415);
});

test('it answers once, and the same to the same', async (t) => {
  const { court, other } = await meet(t);
  const one = filing('D1');
  const first = await court.send(one);
  assert.equal(JSON.parse(first.text).status, 'pending');
  assert.deepEqual(await court.send(one), first);
  const changed = await court.send({ ...one, seq: 2 });
  assert.equal(JSON.parse(changed.text).reason.code, 'id_reused');
  await until(() => other.seen.length === 2, 'review and docketing');
  await court.send(filing('D2'));
  await until(() => other.seen.length === 4, 'the second case');
  const year = new Date().getFullYear();
  const [review1, docket1, , docket2] = other.seen;
  assert.deepEqual([review1.in_reply_to, docket1.in_reply_to], [one.id, one.id]);
  assert.match(docket1.body.case_number, new RegExp(`^\\((${year}|${year + 1})\\)浙0108民初1号$`));
  assert.match(docket2.body.case_number, /民初2号$/);
});

test('it plays what a bad court does', async (t) => {
  const { court, other } = await meet(t, [
    { when: { dispute: 'D0' }, status: 503, times: 1 },
    { when: { dispute: 'D0' }, receipt: 'rejected', reason: 'jurisdiction' },
    { when: { dispute: 'D1' }, receipt: 'pending', lose_reply: 1,
      then: [review({ outcome: 'accepted' }, { twice: true }),
        docket({ outcome: 'registered', case_number: 'forged' }, { key: 'wrong' }),
        docket({ outcome: 'registered', case_number: 'old' }, { age_s: 400 }),
        docket({ outcome: 'dismissed', date: '$today-3' }, { again: true, kind: 'confirmation' }),
        docket({ outcome: 'strange' }, { answers: false, set: { dispute: 'D9', number: 'N9' } })] }]);
  const nought = filing('D0');
  assert.equal((await court.send(nought)).status, 503);
  assert.equal(JSON.parse((await court.send(nought)).text).reason.code, 'jurisdiction');
  const one = filing('D1');
  await assert.rejects(court.send(one), 'the reply is lost');
  assert.equal(JSON.parse((await court.send(one)).text).status, 'pending');
  const { told, filings } = await until(async () => {
    const state = await court.control('GET', 'state');
    return state.told.length === 6 && state;
  }, 'all steps were told');
  assert.deepEqual(other.seen.map((m) => m.body.outcome),
    ['accepted', 'accepted', 'dismissed', 'dismissed', 'strange']);
  assert.equal(other.distinct().length, 4);
  assert.deepEqual(other.seen.at(-1), { ...other.seen.at(-1), dispute: 'D9', number: 'N9', in_reply_to: null });
  assert.deepEqual([other.refused, told.map((one) => one.status)], [2, [200, 401, 401, 200, 200, 200]]);
  assert.deepEqual(filings.map((f) => [f.dispute, f.state]), [['D1', 'submitted']]);
});

test('it says what it is asked, and leaves out what the script hides', async (t) => {
  const { court, other } = await meet(t, OBLIGING.rules, { leave_out: ['D2'],
    add: [{ ref: 'x', dispute: 'D3', kind: 'filing', state: 'registered', case_number: null }],
    change: [{ dispute: 'D1', set: { case_number: 'another' } }] });
  await court.send(filing('D1'));
  await court.send(filing('D2'));
  await until(() => other.seen.length === 4, 'both are registered');
  const get = async (verb, dispute = null) => JSON.parse(
    (await court.send(filing(dispute, { verb }))).text).body;
  const list = await get('GetFilingList');
  assert.deepEqual(list.items.map((f) => [f.dispute, f.state, f.case_number]),
    [['D1', 'registered', 'another'], ['D3', 'registered', null]]);
  assert.equal(list.next, null);
  assert.equal((await get('GetFilingStatus', 'D1')).items.length, 1);
  assert.ok((await get('GetPolicy')).kinds.includes('filing'));
});

test('a long list comes in pages', async (t) => {
  const add = Array.from({ length: 401 }, (_, i) => ({ ref: `r${i}`, dispute: `D${i}`, kind: 'filing',
    state: 'registered', case_number: null }));
  const { court } = await meet(t, OBLIGING.rules, { add });
  const seen = [];
  for (let after = '0'; after !== null;) {
    const reply = await court.send(filing(null, { verb: 'GetFilingList', body: { after } }));
    const { items, next } = JSON.parse(reply.text).body;
    assert.ok(items.length <= 200);
    seen.push(...items);
    after = next;
  }
  assert.deepEqual(seen, add);
});

test('a complaint that it entrusts is sent of its own accord', async (t) => {
  const { court, other } = await meet(t);
  await court.control('POST', 'send', { verb: 'RecordFiling', kind: 'filing',
    body: { external_ref: 'X-1', title: '房屋租赁合同纠纷' } });
  await until(() => other.seen.length === 1, 'the complaint');
  assert.deepEqual([other.seen[0].dispute, other.seen[0].in_reply_to, other.seen[0].body.external_ref],
    [null, null, 'X-1']);
});

test('kill -9 loses nothing that was acknowledged and doubles nothing', async (t) => {
  const { court, other } = await meet(t);
  const sent = [];
  for (let round = 0; round < 5; round += 1) {
    const messages = Array.from({ length: 6 }, (_, i) => filing(`D${round}-${i}`));
    const answers = Promise.allSettled(messages.map((one) => court.send(one)));
    // At once, in the middle, or when some callbacks are already there: whatever comes first.
    if (round % 2 === 1) await until(() => other.seen.length > 2 * sent.length, 'a callback');
    if (round === 2) other.deaf = 3;
    await court.end('SIGKILL');
    await answers;
    await court.start();
    for (const one of messages) {
      const got = await court.send(one);
      assert.equal(JSON.parse(got.text).status, 'pending');
      sent.push(one.dispute);
    }
  }
  await until(async () => (await court.control('GET', 'state')).owed.length === 0, 'nothing is owed');
  const state = await court.control('GET', 'state');
  assert.deepEqual(state.filings.map((f) => f.dispute).sort(), sent.sort());
  assert.ok(state.filings.every((f) => f.state === 'registered'));
  assert.equal(other.distinct().length, 2 * sent.length, 'one review and one docketing each');
  const numbers = other.distinct().map((one) => one.body.case_number).filter(Boolean);
  assert.equal(new Set(numbers).size, sent.length, 'no case number twice');
  assert.equal(state.told.length, 2 * sent.length);
});

test('a torn last line is cut off, a broken one stops the court', async (t) => {
  const { court } = await meet(t);
  await court.send(filing('D1'));
  await court.end('SIGKILL');
  const journal = path.join(court.state, 'journal');
  fs.appendFileSync(journal, '{"t":"took","env');
  await court.start();
  assert.equal((await court.control('GET', 'state')).filings.length, 1);
  await court.send(filing('D2'));
  await court.end('SIGTERM');
  await court.start();
  assert.equal((await court.control('GET', 'state')).filings.length, 2);
  await court.end('SIGKILL');
  fs.writeFileSync(journal, `{broken\n${fs.readFileSync(journal)}`);
  const child = spawn(process.execPath, [path.join(FOLDER, 'court.mjs'), '--state', court.state],
    { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => { said += chunk; });
  assert.equal(await new Promise((resolve) => child.on('close', resolve)), 2);
  assert.match(said, /journal, byte 0/);
});
