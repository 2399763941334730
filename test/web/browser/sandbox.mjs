// SPDX-License-Identifier: Apache-2.0
// The sandbox court as a process beside a bed, a partner of its yima; what it is told to play, and
// what it has been sent.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { until } from './bed.mjs';

const PROGRAM = `${process.env.YIMA_EXAMPLES}/court-sandbox/court.mjs`;
const CODE = 'bj-court';
export const COURT = '1009';

// ---- What a court says ----

export const review = (outcome = 'accepted', more = {}) =>
    ({ verb: 'NotifyFilingReviewComplete', body: { outcome, ...more } });
export const docket = (outcome, more = {}) =>
    ({ verb: 'NotifyDocketingComplete', body: { outcome, ...more } });
export const rule = (kind, act, ...then) => ({ when: { kind, act }, receipt: 'pending', then });

/** A court that takes an application for confirmation, hears both, and rules so. */
export const ruling = (outcome, more = {}) => [review(), docket('accepted', { case_number: '$number' }),
    docket('appeared', { attendance: '$everybody', date: '$today' }),
    docket(outcome, { date: '$today', ...more })];

export class Sandbox {
    #process;

    // One that serves the bed, begun with the first story that asks for it.
    static async of(bed) {
        bed.court ??= new Sandbox(bed).#start();
        return bed.court;
    }

    constructor(bed) {
        this.bed = bed;
        this.logFile = `${bed.out}/court.log`;
    }

    async #start() {
        const log = openSync(this.logFile, 'w');
        this.#process = spawn(process.execPath, [PROGRAM, '--state', `${this.bed.home}/court`,
            '--listen', '127.0.0.1:0', '--partner', CODE],
        { stdio: ['ignore', log, log], env: { ...process.env, ...this.bed.variables } });
        closeSync(log);
        this.bed.keep(this);
        this.url = await until('the court listens', () => {
            const said = readFileSync(this.logFile, 'utf8');
            if (this.#process.exitCode !== null) throw new Error(`the court ended:\n${said}`);
            const at = /listens on (127\.0\.0\.1:\d+),/.exec(said)?.[1];
            return at === undefined ? undefined : `http://${at}/`;
        });
        await this.#befriend();
        return this;
    }

    // Each knows the other's key.
    async #befriend() {
        const admin = '--role admin';
        const made = await this.bed.call(admin, 'POST', '/partners',
            { kind: 'court', code: CODE, zh: '沙箱法院', body: COURT, url: this.url });
        const { public: open } = await this.#control('GET', 'key');
        await this.bed.call(admin, 'POST', `/partners/${CODE}/keys`, { open });
        await this.#control('PUT', 'yima',
            { url: `${this.bed.url}/api/v1/exchange/${CODE}`, keys: [made.our_key] });
    }

    // Its exit status.
    async stop() {
        if (this.#process.exitCode !== null) return this.#process.exitCode;
        const ended = new Promise((done) => this.#process.once('exit', done));
        this.#process.kill('SIGTERM');
        return ended;
    }

    async #control(method, what, body) {
        const reply = await fetch(`${this.url}control/${what}`, { method,
            headers: { 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) });
        const text = await reply.text();
        if (!reply.ok) throw new Error(`${method} control/${what}: ${reply.status} ${text}`);
        return JSON.parse(text);
    }

    // Another script, from its first rule; whatever it does not name is taken note of.
    async play(...rules) {
        await this.#control('PUT', 'script', { rules: [...rules, { receipt: 'accepted' }] });
    }

    // Until it has got this of the dispute; the body of the message.
    async gets(id, kind, act) {
        return until(`the court gets ${kind} ${act}`, async () => {
            const { inbox } = await this.#control('GET', 'state');
            return inbox.find((m) => m.dispute === id && m.kind === kind && m.body.act === act)?.body;
        });
    }

    // Everything that it has got of the dispute, as text.
    async has(id) {
        const { inbox } = await this.#control('GET', 'state');
        return JSON.stringify(inbox.filter((m) => m.dispute === id));
    }

    // One message of its own accord, which yima must accept.
    async says(id, kind, step) {
        const { id: plan } = await this.#control('POST', 'send', { ...step, kind, set: { dispute: id } });
        const receipts = await until(`an answer to ${kind} ${step.body.outcome}`, async () => {
            const { told } = await this.#control('GET', 'state');
            return told.find((one) => one.envelope.id === plan)?.receipts;
        });
        if (receipts[0].status !== 'accepted') throw new Error(JSON.stringify(receipts));
    }
}
