#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// A court to play with: it takes filings, answers by a script, and forgets nothing it acknowledged.
//
//   court.mjs --state DIR [--listen 127.0.0.1:9180] [--court 浙0108] [--name TEXT] [--script FILE]
//             [--partner CODE] [--yima URL --yima-key KEY] [--tls-key FILE --tls-cert FILE [--tls-ca FILE]]
//   court.mjs --state DIR --key      print the court's public key and end
//
// README.md tells how to talk to it. It listens on the machine itself; nothing here is for production.
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Courier } from './courier.mjs';
import { Desk } from './desk.mjs';
import { checked } from './script.mjs';
import { Signer, doubt, publicKey } from './signing.mjs';

const BODY_MAX = 1 << 20; // bytes of a message or a script
const TEXT = { type: 'string' };
const OPTIONS = { state: TEXT, listen: { ...TEXT, default: '127.0.0.1:9180' },
  court: { ...TEXT, default: '浙0108' }, name: { ...TEXT, default: '杭州市滨江区人民法院' },
  script: TEXT, partner: { ...TEXT, default: 'court' }, yima: TEXT, 'yima-key': TEXT,
  'tls-key': TEXT, 'tls-cert': TEXT, 'tls-ca': TEXT, key: { type: 'boolean' } };

function wrong(text) {
  console.error(`court.mjs: ${text}`);
  process.exit(2);
}

function options() {
  try {
    const { values } = parseArgs({ options: OPTIONS });
    if (values.state === undefined) throw new Error('--state DIR is needed: filings are kept there');
    return values;
  } catch (error) {
    return wrong(error.message);
  }
}

// The tests of Yima shift its clock; the court's must go with it.
function clock() {
  let offset = Number(process.env.YIMA_TEST_CLOCK_OFFSET_S ?? 0);
  const file = process.env.YIMA_TEST_CLOCK_FILE;
  if (file !== undefined && fs.existsSync(file)) {
    offset = Number.parseInt(fs.readFileSync(file, 'utf8'), 10) || 0;
  }
  return Date.now() + offset * 1000;
}

function read(request) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    let length = 0;
    request.on('error', reject);
    request.on('data', (chunk) => {
      length += chunk.length;
      if (length <= BODY_MAX) chunks.push(chunk);
    });
    request.on('end', () => (length > BODY_MAX
      ? reject(Object.assign(new Error(`at most ${BODY_MAX} bytes`), { status: 413 }))
      : resolve(Buffer.concat(chunks))));
  });
}

function reply(response, status, value) {
  const body = typeof value === 'string' ? value : JSON.stringify(value);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(body);
}

function bad(text, status = 400) {
  return Object.assign(new Error(text), { status });
}

function isMessage(value) {
  return typeof value?.id === 'string' && value.id.length <= 128 && typeof value.verb === 'string'
    && (value.dispute === null || typeof value.dispute === 'string');
}

class Court {
  constructor(values) {
    fs.mkdirSync(values.state, { recursive: true, mode: 0o700 });
    this.signer = Signer.keep(path.join(values.state, 'key'));
    this.desk = new Desk({ folder: values.state, court: values.court, name: values.name,
      partner: values.partner, clock });
    this.tls = Object.fromEntries(['key', 'cert', 'ca'].filter((k) => values[`tls-${k}`])
      .map((k) => [k, fs.readFileSync(values[`tls-${k}`])]));
    this.courier = new Courier(this.desk, { signer: this.signer, clock, tls: this.tls });
    if (values.script) this.desk.play(JSON.parse(fs.readFileSync(values.script, 'utf8')), false);
    if (values.yima) this.know({ url: values.yima, keys: [values['yima-key']] });
  }

  // Where Yima is and by which public keys it signs.
  know({ url, keys }) {
    new URL(url);
    keys.forEach(publicKey);
    this.desk.meet({ url, keys });
  }

  // ---- What Yima sends ----

  async message(request, response) {
    const bytes = await read(request);
    const keys = (this.desk.yima?.keys ?? []).map(publicKey);
    const why = doubt(keys, request.headers, bytes, Math.floor(clock() / 1000));
    if (why !== null) return reply(response, 401, Desk.refusal(request.headers['webhook-id'], why));
    let envelope;
    try {
      envelope = JSON.parse(bytes.toString('utf8'));
    } catch {
      envelope = null;
    }
    if (!isMessage(envelope) || envelope.id !== request.headers['webhook-id']) {
      return reply(response, 422, Desk.refusal(request.headers['webhook-id'], 'envelope'));
    }
    const got = this.desk.take(envelope, bytes);
    this.courier.start();
    if (got.status !== undefined) return reply(response, got.status, { status: got.status });
    if (got.lose) return response.socket.destroy();
    return reply(response, 200, got.receipt);
  }

  // ---- What whoever plays with it asks, from this machine alone ----

  async control(request, response) {
    const from = request.socket.remoteAddress ?? '';
    if (!/^(::1|(::ffff:)?127\.)/.test(from)) throw bad('control is for this machine alone', 403);
    const asked = `${request.method} ${request.url}`;
    if (asked === 'GET /control/state') return reply(response, 200, this.desk.state());
    if (asked === 'GET /control/key') return reply(response, 200, { public: this.signer.public });
    // A page of a browser cannot send this type without asking first.
    if (!(request.headers['content-type'] ?? '').startsWith('application/json')) {
      throw bad('content-type: application/json', 415);
    }
    const value = JSON.parse((await read(request)).toString('utf8'));
    const acts = {
      'PUT /control/script': () => this.desk.play(value),
      'PUT /control/yima': () => this.know(value),
      'POST /control/send': () => ({ id: this.desk.send(checked(
        { rules: [{ then: [value] }] }).rules[0].then[0]) }),
    };
    if (acts[asked] === undefined) throw bad('no such call; see README.md', 404);
    const answer = acts[asked]() ?? {};
    this.courier.start();
    return reply(response, 200, answer);
  }

  async serve(request, response) {
    try {
      if (request.url.startsWith('/control/')) await this.control(request, response);
      else if (request.method === 'POST') await this.message(request, response);
      else if (request.url === '/') reply(response, 200, { court: this.desk.options.court, ...this.desk.policy() });
      else throw bad('POST messages to /', 404);
    } catch (error) {
      if (!response.headersSent) reply(response, error.status ?? 400, { error: error.message });
    }
  }

  listen(host, port) {
    const serve = (request, response) => this.serve(request, response);
    this.server = this.tls.key === undefined ? http.createServer(serve)
      : https.createServer({ ...this.tls, requestCert: this.tls.ca !== undefined,
        rejectUnauthorized: this.tls.ca !== undefined }, serve);
    this.server.on('error', (error) => wrong(error.message));
    this.server.listen(port, host, () => {
      const at = this.server.address();
      console.log(`court sandbox listens on ${at.address}:${at.port}, key ${this.signer.public}`);
      this.courier.start();
    });
  }

  async stop() {
    this.server.close();
    this.server.closeAllConnections();
    await this.courier.stop();
    this.desk.close();
    process.exit(0);
  }
}

const values = options();
if (values.key) {
  fs.mkdirSync(values.state, { recursive: true, mode: 0o700 });
  console.log(Signer.keep(path.join(values.state, 'key')).public);
} else {
  const [, host, port] = /^(.+):([0-9]+)$/.exec(values.listen) ?? wrong('--listen HOST:PORT');
  try {
    const court = new Court(values);
    court.listen(host, Number(port));
    process.on('SIGTERM', () => court.stop());
    process.on('SIGINT', () => court.stop());
  } catch (error) {
    wrong(error.message);
  }
}
