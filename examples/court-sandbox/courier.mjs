// SPDX-License-Identifier: Apache-2.0
// Takes the court's messages to Yima and brings the receipts back. Messages of one plan go one after
// another, each until it has an answer; plans do not wait for each other.
import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { Signer } from './signing.mjs';

const FIRST_MS = 100;
const WAIT_MS_MAX = 5000;
const ANSWER_MS = 30000;
const ANSWER_MAX = 1 << 20;

// One POST; { status, text }. Rejects when no whole answer came.
function post(url, headers, body, tls) {
  return new Promise((resolve, reject) => {
    const client = url.startsWith('https:') ? https : http;
    const request = client.request(url, { method: 'POST', timeout: ANSWER_MS, agent: false, ...tls,
      headers: { ...headers, 'content-type': 'application/json',
        'content-length': Buffer.byteLength(body) } });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks = [];
      let length = 0;
      response.on('error', reject);
      response.on('aborted', () => reject(new Error('torn answer')));
      response.on('data', (chunk) => {
        length += chunk.length;
        if (length > ANSWER_MAX) request.destroy(new Error('too long an answer'));
        else chunks.push(chunk);
      });
      response.on('end', () => resolve({ status: response.statusCode,
        text: Buffer.concat(chunks).toString('utf8') }));
    });
    request.end(body);
  });
}

function receiptOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { status: null, text: text.slice(0, 200) };
  }
}

export class Courier {
  // options: signer, clock (milliseconds), tls (key, cert and ca for https)
  constructor(desk, options) {
    this.desk = desk;
    this.options = options;
    this.stranger = Signer.make();
    this.stopped = new AbortController();
    this.lanes = new Map();
  }

  // Whatever is owed and not yet on its way.
  start() {
    for (const plan of this.desk.plans.keys()) {
      if (this.lanes.has(plan)) continue;
      this.lanes.set(plan, this.#run(plan).finally(() => this.lanes.delete(plan)));
    }
  }

  async stop() {
    this.stopped.abort();
    await Promise.allSettled(this.lanes.values());
  }

  #wait(milliseconds) {
    return sleep(milliseconds, null, { signal: this.stopped.signal });
  }

  async #run(plan) {
    try {
      for (let left = this.desk.plans.get(plan); left?.length > 0;) {
        const step = left[0];
        await this.#wait(step.after_s * 1000);
        const answers = [await this.#deliver(step)];
        if (step.twice) answers.push(await this.#deliver(step));
        if (this.stopped.signal.aborted) return;
        this.desk.answered(plan, answers.at(-1).status, answers.map((one) => receiptOf(one.text)));
        left = this.desk.plans.get(plan);
      }
    } catch (error) {
      if (!this.stopped.signal.aborted) throw error;
    }
  }

  // Until somebody answers who is able to: a server in trouble is asked again.
  async #deliver(step) {
    const signer = step.key === 'wrong' ? this.stranger : this.options.signer;
    const body = JSON.stringify(step.envelope);
    for (let wait = FIRST_MS; ; wait = Math.min(2 * wait, WAIT_MS_MAX)) {
      const url = this.desk.yima?.url;
      const at = Math.floor(this.options.clock() / 1000) - step.age_s;
      try {
        if (url !== undefined) {
          const got = await post(url, signer.headers(step.envelope.id, body, at), body,
            this.options.tls);
          if (got.status < 500 && got.status !== 429) return got;
        }
      } catch {
        // Nobody there, or a torn answer: the message may have arrived, its id makes it one.
      }
      await this.#wait(wait);
    }
  }
}
