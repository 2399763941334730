// SPDX-License-Identifier: Apache-2.0
// A private yima with a private PostgreSQL, the sample reference data, and what a test needs around
// it: the command line, bearer tokens to prepare a dispute quickly, and accounts to log in with.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { grantOf } from './people.mjs';

const YIMA = process.env.YIMA;
const EXAMPLES = process.env.YIMA_EXAMPLES;
// Longer than any machine needs: then it hangs. Shorter for who writes a test.
export const HANG_MS = Number(process.env.YIMA_HANG_MS ?? 180000);
const run = promisify(execFile);

// No setting of another server may leak in.
function environment(more) {
    const env = { ...process.env, LC_ALL: 'C.UTF-8', ...more };
    for (const name of Object.keys(env)) {
        if (name.startsWith('PG')) delete env[name];
    }
    return env;
}

async function freePort() {
    const probe = createServer();
    await new Promise((done) => probe.listen(0, '127.0.0.1', done));
    const { port } = probe.address();
    await new Promise((done) => probe.close(done));
    return port;
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// Ask until there is an answer other than undefined; the limit ends a test that hangs.
export async function until(what, ask) {
    const end = Date.now() + HANG_MS;
    while (Date.now() < end) {
        const got = await ask();
        if (got !== undefined && got !== false) return got;
        await pause(50);
    }
    throw new Error(`waited in vain: ${what}`);
}

function cookieOf(reply) {
    const [name, value] = reply.headers.get('set-cookie').split(';')[0].split('=');
    return { name, value };
}

export class Bed {
    #server;
    #tokens = new Map();
    #sessions = new Map();
    #beside = [];

    // out: the folder of the test's output, where the server's log stays. variables: of the
    // environment of the program, such as another clock.
    constructor(out, variables = {}) {
        this.out = out;
        this.variables = variables;
        mkdirSync(out, { recursive: true });
        this.home = mkdtempSync('/tmp/yima-web-');
        chmodSync(this.home, 0o755); // PostgreSQL runs as a user of its own
        this.data = `${this.home}/data`;
        this.logFile = `${out}/serve.log`;
    }

    async start() {
        // A copy (test/pg/template.py), but for a clock that may be behind its.
        const template = Object.keys(this.variables).length === 0 && process.env.YIMA_TEMPLATE;
        if (template) execFileSync('cp', ['-a', `${template}/sample`, this.data]);
        else {
            for (const [kind, name] of [['regions', 'regions-hangzhou'], ['bodies', 'bodies'],
                ['staff', 'staff']]) {
                await this.yima('import', ['--as', kind, `${EXAMPLES}/data/${name}.csv`]);
            }
        }
        this.port = await freePort();
        this.url = `http://127.0.0.1:${this.port}`;
        const log = openSync(this.logFile, 'w');
        this.#server = spawn(YIMA, ['serve', '--data', this.data, '--listen',
            `127.0.0.1:${this.port}`, '--public-url', `HTTP://127.0.0.1:${this.port}`,
            // Partners of tests are on this machine; whatever failed goes out again soon.
            '--webhook-allow', '127.0.0.1', '--webhook-retry', '1', '--reconcile-at', 'off'],
        { stdio: ['ignore', log, log], env: environment(this.variables) });
        closeSync(log);
        await until('yima serve becomes ready', async () => {
            if (this.#server.exitCode !== null) throw new Error(`yima serve ended:\n${this.log()}`);
            return fetch(`${this.url}/readyz`).then((r) => r.ok, () => false);
        });
    }

    // Accounts for everybody, by the program's command; the administrator's is there from the first
    // start on, with a link in the log that sets its password.
    async open(people, password) {
        const link = /\/app\/link\/(\S+)/.exec(this.log())?.[1];
        if (link === undefined) throw new Error('the first start printed no link');
        const set = await fetch(`${this.url}/api/v1/links/${link}`, { method: 'POST',
            headers: { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
            body: JSON.stringify({ password }) });
        if (!set.ok) throw new Error(`the first link: ${set.status} ${await set.text()}`);
        for (const login of people) {
            if (login === 'admin') continue;
            await this.yima('account', ['add', '--password-stdin', '--login', login,
                '--name', `测试${login}`, ...grantOf(login)], `${password}\n`);
        }
    }

    // The cookie of a session, logged in once and kept.
    async session(login, password) {
        if (!this.#sessions.has(login)) {
            const reply = await fetch(`${this.url}/api/v1/session`, { method: 'POST',
                headers: { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
                body: JSON.stringify({ login, password }) });
            if (!reply.ok) throw new Error(`${login}: ${reply.status} ${await reply.text()}`);
            this.#sessions.set(login, cookieOf(reply));
        }
        return this.#sessions.get(login);
    }

    // A paper access code for one party, and the cookie of who enters with it.
    async paper(who, dispute, seat) {
        const { code } = await this.call(who, 'POST', `/disputes/${dispute.id}/access-codes`, { seat });
        return code;
    }

    async party(who, dispute, seat) {
        const code = await this.paper(who, dispute, seat);
        const reply = await fetch(`${this.url}/api/v1/codes/${dispute.token}/session`,
            { method: 'POST', headers: { 'Content-Type': 'application/json',
                'Idempotency-Key': randomUUID() }, body: JSON.stringify({ code }) });
        if (!reply.ok) throw new Error(`a party: ${reply.status} ${await reply.text()}`);
        return cookieOf(reply);
    }

    // Something that ends when this bed does: it has a stop() like this one.
    keep(thing) {
        this.#beside.push(thing);
        return thing;
    }

    // The exit status tells whether the server was healthy to its end (and, under a sanitizer,
    // clean).
    async stop() {
        const ill = [];
        for (const thing of this.#beside.splice(0)) {
            const end = await thing.stop();
            if (end !== 0) ill.push(`${end} of ${thing.logFile}`);
        }
        const server = this.#server;
        let status = null;
        if (server !== undefined && server.exitCode === null) {
            const ended = new Promise((done) => server.once('exit', done));
            server.kill('SIGTERM');
            status = await ended;
        }
        rmSync(this.home, { recursive: true, force: true });
        return ill.length === 0 ? status : ill.join();
    }

    log() {
        return readFileSync(this.logFile, 'utf8');
    }

    // One command of the program; its output.
    async yima(command, words, input = '') {
        const running = run(YIMA, [command, '--data', this.data, ...words],
            { env: environment(this.variables), timeout: HANG_MS });
        running.child.stdin.end(input);
        return (await running).stdout;
    }

    // ---- The interface of programs, to prepare what a story begins with ----

    // The bearer token for options of `yima token create`, made once.
    async token(options) {
        if (!this.#tokens.has(options)) {
            const text = await this.yima('token', ['create', ...options.split(' ')]);
            this.#tokens.set(options, text.trim());
        }
        return this.#tokens.get(options);
    }

    async call(options, method, path, body) {
        const headers = { Authorization: `Bearer ${await this.token(options)}` };
        if (body !== undefined) {
            headers['Content-Type'] = 'application/json';
            headers['Idempotency-Key'] = randomUUID();
        }
        const reply = await fetch(`${this.url}/api/v1${path}`,
            { method, headers, body: body && JSON.stringify(body) });
        const text = await reply.text();
        if (!reply.ok) throw new Error(`${method} ${path} as ${options}: ${reply.status} ${text}`);
        return text === '' ? null : JSON.parse(text);
    }

    // Send commands one after the other: [who, {command, ...}].
    async drive(id, steps) {
        for (const [who, body] of steps) await this.call(who, 'POST', `/disputes/${id}/commands`, body);
        return this.call('--role auditor --region 330108', 'GET', `/disputes/${id}`);
    }
}
