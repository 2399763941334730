// SPDX-License-Identifier: Apache-2.0
// One Chromium, the bare shell of it, and a context for each visitor of the pages: with a language, a
// width, and a watch over what a browser complains about. Nothing here waits for time to pass, only for
// what is to come.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { HANG_MS } from './bed.mjs';
import { PASSWORD } from './people.mjs';

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
    // The screen of a test is as wide as it says, whatever the machine has.
    '--force-device-scale-factor=1', '--hide-scrollbars'];
export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1440, height: 900 };

// Answers that a page asks for in the course of things: not logged in, refused, out of date. Chromium
// writes each into the console as an error; anything else there is one.
const EXPECTED = /the server responded with a status of (401|403|404|409|412|422|429) /;
const OFFLINE = /net::ERR_(INTERNET_DISCONNECTED|NETWORK_CHANGED)/;

// Both are asked in the page.
const isSettled = () => document.querySelector('h1')?.checkVisibility() === true &&
    document.querySelector('.waiting, .boot, [aria-busy="true"], [data-busy]') === null;

async function turn(settled, to, hang) {
    const end = performance.now() + hang;
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
    await new Promise((done) => { requestAnimationFrame(done); }); // what was drawn may ask for data
    do {
        if (performance.now() > end) throw new Error(`it never settles: ${to}`);
        await new Promise((done) => { setTimeout(done, 5); });
    } while (!settled());
    return [document.documentElement.outerHTML,
        ...[...document.querySelectorAll('input,textarea')].map((e) => e.value)].join('\n');
}

export class Window {
    static async launch(bed) {
        const browser = await chromium.launch(
            { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell', args: FLAGS });
        return new Window(bed, browser);
    }

    constructor(bed, browser) {
        this.bed = bed;
        this.browser = browser;
        this.visitors = [];
    }

    async visitor({ screen = DESK, language = 'zh-CN', ...more } = {}) {
        const context = await this.browser.newContext({
            baseURL: this.bed.url, viewport: screen, locale: language, timezoneId: 'Asia/Tokyo',
            acceptDownloads: true, reducedMotion: 'reduce', ...more,
        });
        context.setDefaultTimeout(HANG_MS);
        const visitor = new Visitor(this, context, language);
        this.visitors.push(visitor);
        await visitor.newPage();
        return visitor;
    }

    async close() {
        await this.browser.close();
    }
}

export class Visitor {
    constructor(window, context, language) {
        this.window = window;
        this.context = context;
        this.language = language;
        this.complaints = [];
    }

    async newPage() {
        const page = await this.context.newPage();
        page.on('console', (message) => this.#hear(message));
        page.on('pageerror', (error) => this.complaints.push(`uncaught: ${error.stack}`));
        this.page = page;
        return page;
    }

    #hear(message) {
        const text = message.text();
        if (message.type() !== 'error' && !/Content.Security.Policy/i.test(text)) return;
        const from = message.location().url;
        if (OFFLINE.test(text) || (EXPECTED.test(text) && from.includes('/api/v1/'))) return;
        this.complaints.push(`console: ${text} (${from})`);
    }

    // Fails when the browser had a reason to complain.
    judge() {
        if (this.complaints.length > 0) throw new Error(this.complaints.join('\n'));
    }

    // ---- Going about ----

    async go(path) {
        await this.page.goto(path);
        await this.settled();
    }

    // Goes to an address within the page that is open, as the browser's way back does: the same address,
    // judged anew, without loading what all pages share again. Returns all that the page then holds, what
    // stands in its fields too.
    async turnTo(path) {
        return this.page.evaluate(`(${turn})(${isSettled}, ${JSON.stringify(path)}, ${HANG_MS})`);
    }

    // A page has settled when it has a heading and nothing in it is being loaded or sent.
    async settled() {
        // Not at each frame, as is the default: each would be drawn for it.
        await this.page.waitForFunction(isSettled, null, { polling: 10 });
    }

    // Log in as one of PEOPLE, on the page as people do.
    async logIn(name, extra = {}) {
        await this.go('/app/login');
        await this.fill({ login: name, password: PASSWORD, ...extra });
        await this.page.keyboard.press('Enter');
        await this.page.locator('.who').waitFor({ state: 'attached' });
        await this.settled();
    }

    // Log in without the page, where the log-in is not what is told; one session serves all visits.
    async enter(name) {
        await this.carry(await this.window.bed.session(name, PASSWORD));
    }

    async carry(cookie) {
        await this.context.addCookies([{ name: cookie.name, value: cookie.value, secure: true,
            httpOnly: true, sameSite: 'Lax', url: this.window.bed.url.replace('http:', 'https:') }]);
    }

    // What the interface answers this visitor, asked from the page that is open.
    async ask(path) {
        return this.page.evaluate(async (at) => {
            const reply = await fetch(at);
            return { status: reply.status, text: await reply.text() };
        }, path);
    }

    // ---- Working ----

    // Fields by their name, whatever the language; of several to choose from, by their value too.
    async fill(values, within = this.page) {
        for (const [name, value] of Object.entries(values)) {
            const field = within.locator(
                `[name="${name}"], input[type=radio][name$="-${name}"][value="${value}"]`).first();
            if (await field.getAttribute('type') === 'radio') {
                await field.check();
                continue;
            }
            if (await field.evaluate((e) => e.tagName === 'SELECT')) await field.selectOption(value);
            else if (typeof value === 'boolean') await field.setChecked(value);
            else await field.fill(value);
        }
    }

    async press(name, within = this.page) {
        await within.getByRole('button', { name, exact: true }).click();
        await this.settled();
    }

    async follow(name, within = this.page) {
        await within.getByRole('link', { name }).first().click();
        await this.settled();
    }

    // Send the form that stands on the page; twice, as an impatient thumb does.
    async submit({ twice = false } = {}) {
        await this.page.locator('main form button[type=submit]').first()
            .click({ clickCount: twice ? 2 : 1 });
    }

    // Do something in a case, from its page: find it there, wherever it stands, fill in, send.
    async act(id, command, values = {}, how = {}) {
        const home = `/app/my/${id}`;
        if (new URL(this.page.url()).pathname !== home) await this.go(home);
        const to = `a[href^="${home}/do/${command}"]`;
        const link = this.page.locator(to).first();
        await link.waitFor({ state: 'attached' });
        if (!await link.isVisible()) {
            await this.page.locator('details', { has: this.page.locator(to) }).last()
                .locator('summary').click();
        }
        await link.click();
        await this.page.waitForURL(`**${home}/do/${command}*`);
        await this.page.locator('main form').waitFor();
        await this.fill(values);
        await this.submit(how);
        await this.page.waitForURL((url) => url.pathname === home);
        await this.settled();
    }

    // Waits for words to stand on the page.
    async sees(text) {
        await this.page.getByText(text).filter({ visible: true }).first().waitFor();
    }

    async text() {
        return this.page.locator('body').innerText();
    }

    // Everything that the page holds, hidden or not, attributes too.
    async everything() {
        return this.page.content();
    }

    // ---- Looking ----

    #file(name, ending) {
        const folder = `${this.window.bed.out}/${ending === 'png' ? 'screens' : 'prints'}`;
        mkdirSync(folder, { recursive: true });
        return `${folder}/${name}.${ending}`;
    }

    // For whoever wants to see the pages, with YIMA_SCREENS in the environment: to draw all of a page is
    // more work than most tests are.
    async shot(name) {
        return process.env.YIMA_SCREENS ? this.picture(name) : undefined;
    }

    // The whole page as it looks; the path of the file.
    async picture(name, options = { fullPage: true }) {
        const width = this.page.viewportSize().width;
        const path = this.#file(`${name}.${width}.${this.language}`, 'png');
        await this.page.screenshot({ path, ...options });
        return path;
    }

    async print(name) {
        const path = this.#file(`${name}.${this.language}`, 'pdf');
        writeFileSync(path, await this.page.pdf({ preferCSSPageSize: true, printBackground: false }));
        return path;
    }

    // What axe-core finds, in words; [] is what is wanted. Scripts that a debugger evaluates are not
    // bound by the page's content security policy.
    async axe() {
        if (!await this.page.evaluate(() => 'axe' in globalThis)) await this.page.evaluate(AXE);
        // Without its own copies of the styles, which the page's policy would refuse: only the rule
        // on pages that lock the orientation looks at them.
        const { violations } = await this.page.evaluate(() => globalThis.axe.run(document,
            { preload: false, resultTypes: ['violations'] }));
        return violations.map((found) => `${found.id} (${found.impact}): ${found.help}\n` +
            found.nodes.map((node) => `    ${node.target.join(' ')}: ${node.html.slice(0, 160)}\n` +
                `        ${node.failureSummary.replaceAll('\n', ' ')}`).join('\n'));
    }

    // Is there something that one must scroll sideways for? Its width in pixels, 0 when not.
    async overflow() {
        return this.page.evaluate(() => {
            const root = document.documentElement;
            return Math.max(0, root.scrollWidth - root.clientWidth);
        });
    }
}

// What zbar reads in a picture; one line a code.
export function decode(path) {
    try {
        return execFileSync('zbarimg', ['--raw', '-q', path], { encoding: 'utf8' }).trim().split('\n');
    } catch (error) {
        if (error.status === 4) return []; // no code in it
        throw error;
    }
}
