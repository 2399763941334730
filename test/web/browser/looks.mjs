// SPDX-License-Identifier: Apache-2.0
// Every page as somebody with difficulties meets it: no violation that axe-core knows, no sideways
// scrolling on a phone, nothing lost with text at twice its size. And what a first visit costs.
import assert from 'node:assert/strict';
import { Meter } from './line.mjs';
import { tokenOf } from './people.mjs';
import { address, plant, routes } from './walk.mjs';
import { DESK, PHONE } from './window.mjs';

const FIRST_LOAD_BYTES_MAX = 60 * 1024;

// Who has something to see on a page.
function readerOf(path) {
    if (/^\/app\/(login|link)/.test(path)) return null;
    if (path.startsWith('/app/party')) return 'party';
    if (path.startsWith('/app/admin')) return 'admin';
    if (/^\/app\/(my|outbox)/.test(path)) return 'mediator';
    if (path.startsWith('/app/team')) return 'manager';
    if (/^\/app\/(board|radar)/.test(path)) return 'dispatcher';
    if (/^\/app\/(assess|credit|points|reports)/.test(path)) return 'supervisor';
    return 'clerk';
}

// Twice the text, as a reader sets it in the browser, in a window of a desk: nothing runs out of
// its box. Whatever scrolls by itself and can be focused is no loss.
const LOST = () => [...document.querySelectorAll('main *')].filter((e) => {
    const style = getComputedStyle(e);
    return style.overflowX !== 'visible' && style.overflowX !== 'auto' && e.clientWidth > 1 &&
        style.overflowX !== 'scroll' && e.scrollWidth > e.clientWidth + 1 && e.tagName !== 'INPUT';
}).map((e) => `${e.tagName}.${e.className}: ${e.textContent.slice(0, 60)}`);

async function large(visitor, path) {
    await visitor.page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    const faults = await visitor.page.evaluate(LOST);
    const over = await visitor.overflow();
    await visitor.page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
    return [...faults.map((f) => `${path} at 200 %: cut off: ${f}`),
        ...over > 0 ? [`${path} at 200 %: ${over} pixels wider than the window`] : []];
}

async function look(visitor, path, screen) {
    const width = screen.width;
    await visitor.page.setViewportSize(screen);
    await visitor.shot(path.replaceAll(/[^a-z_]+/g, '-').replace(/^-app-/, 'page-'));
    const faults = (await visitor.axe()).map((f) => `${path} ${width} ${visitor.language}: ${f}`);
    const over = await visitor.overflow();
    if (over > 0) faults.push(`${path} ${width} ${visitor.language}: ${over} pixels too wide`);
    return faults;
}

async function everyPage(window) {
    const planted = await plant(window.bed, 24);
    const faults = [];
    for (const language of ['zh-CN', 'en-US']) {
        const visitors = new Map();
        for (const path of routes()) {
            const reader = readerOf(path);
            if (!visitors.has(reader)) {
                const visitor = await window.visitor({ language });
                if (reader === 'party') {
                    await visitor.carry(await window.bed.party(tokenOf('manager'), planted.here, 0));
                } else if (reader !== null) {
                    await visitor.enter(reader);
                }
                if (language !== 'zh-CN') await visitor.go('/app/account');
                visitors.set(reader, visitor);
            }
            const visitor = visitors.get(reader);
            const at = address(path, planted.here);
            if (language === 'zh-CN') {
                await visitor.go(at);
                faults.push(...await look(visitor, path, DESK));
                faults.push(...await large(visitor, path));
            } else {
                await visitor.turnTo(at);
            }
            // English is the longer one: where it fits is the narrow screen.
            faults.push(...await look(visitor, path, PHONE));
        }
    }
    assert.equal(faults.length, 0, faults.join('\n'));
}

async function firstLoad(window) {
    for (const language of ['zh-CN', 'en-US']) {
        const visitor = await window.visitor({ language, screen: PHONE });
        const meter = await Meter.on(visitor);
        await visitor.go('/app/login');
        assert.ok(meter.total() <= FIRST_LOAD_BYTES_MAX,
            `${meter.total()} bytes, ${FIRST_LOAD_BYTES_MAX} are allowed:\n${meter.table()}`);
        for (const { url, headers } of meter.requests.values()) {
            assert.equal(new URL(url).origin, window.bed.url, `${url} comes from elsewhere`);
            if (!url.includes('/assets/')) continue;
            assert.match(headers['cache-control'] ?? '', /immutable/, `${url} may not be kept`);
        }
    }
}

export const looks = [
    ['a first visit loads little, and from here alone', firstLoad],
    ['every page for everybody: axe-core, both widths, text at 200 %, English on a phone', everyPage],
];
