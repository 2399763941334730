// SPDX-License-Identifier: Apache-2.0
// The window: intake without a mouse, the warning of a duplicate, the label and who scans it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { intake, secrets, tokenOf } from './people.mjs';
import { PHONE, decode } from './window.mjs';

const TABS_MAX = 150; // more than any page has places for the focus

// Works by keys alone, as somebody does who has no mouse.
class Keys {
    constructor(visitor) {
        this.page = visitor.page;
        this.visitor = visitor;
    }

    // Tab until the focus is on what fits the selector.
    async to(selector) {
        for (let n = 0; n < TABS_MAX; n++) {
            if (await this.page.evaluate((s) => document.activeElement.matches(s), selector)) return;
            await this.page.keyboard.press('Tab');
        }
        throw new Error(`${selector} is not reached by Tab`);
    }

    async type(selector, text) {
        await this.to(selector);
        await this.page.keyboard.type(text);
    }

    // Arrows in a list that is closed.
    async choose(selector, value) {
        await this.to(selector);
        const count = await this.page.evaluate(() => document.activeElement.options.length);
        for (let n = 0; n < count; n++) {
            if (await this.page.evaluate(() => document.activeElement.value) === value) return;
            await this.page.keyboard.press('ArrowDown');
        }
        throw new Error(`${selector} offers no ${value}`);
    }

    async seesFocus() {
        const ring = await this.page.evaluate(() => {
            const style = getComputedStyle(document.activeElement);
            return `${style.outlineStyle} ${style.boxShadow}`;
        });
        assert.notEqual(ring, 'none none', 'the focus cannot be seen');
    }
}

async function fillIn(keys, dispute) {
    const { page } = keys;
    const [claimant, respondent] = dispute.parties;
    await keys.type('[name="title"]', dispute.title);
    await keys.seesFocus();
    await keys.type('[name="description"]', dispute.description);
    await keys.choose('[name="type"]', 'neighbour');
    await keys.type('[name="amount"]', '4567.00');
    await keys.type('[name="p0.name"]', claimant.name);
    // A digit that was misread is told while it is typed, and mended there.
    const wrong = (Number(claimant.identity[17]) + 1) % 10;
    await keys.type('[name="p0.identity"]', claimant.identity.slice(0, 17) + wrong);
    await keys.visitor.sees('校验码不符');
    await page.keyboard.press('Backspace');
    await page.keyboard.type(claimant.identity[17]);
    await keys.visitor.sees('校验码正确');
    await keys.type('[name="p0.phone"]', claimant.phone);
    await keys.type('[name="p1.name"]', respondent.name);
    await keys.type('[name="p1.identity"]', respondent.identity);
    await keys.type('[name="p1.phone"]', respondent.phone);
}

async function chooseRegion(keys) {
    const { page } = keys;
    await keys.type('[role="combobox"]', '西兴街道');
    await page.locator('[role="option"]').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await keys.choose('[name="body"]', '1011');
}

// The number that the receipt names.
async function received(visitor) {
    const number = visitor.page.locator('.clerk-receipt .number').first();
    await number.waitFor();
    return number.innerText();
}

async function registers(window, clerk, n) {
    const keys = new Keys(clerk);
    await clerk.page.keyboard.press('g');
    await clerk.page.keyboard.press('i');
    await clerk.page.waitForURL('**/app/intake');
    await clerk.page.locator('[name="title"]').waitFor();
    await fillIn(keys, intake(n));
    await chooseRegion(keys);
    return keys;
}

// What comes out of the printer, decoded from the paper.
async function decodesPrint(clerk) {
    const pdf = await clerk.print('label');
    execFileSync('pdftoppm', ['-r', '300', '-png', '-singlefile', pdf, pdf.replace(/\.pdf$/, '')]);
    return decode(pdf.replace(/\.pdf$/, '.png'));
}

async function windowStory(window) {
    const { bed } = window;
    const clerk = await window.visitor();
    await clerk.go('/app/login');
    const keys = new Keys(clerk);
    await keys.type('[name="login"]', 'clerk');
    await keys.type('[name="password"]', 'west-lake-Lantern-2047');
    await clerk.page.keyboard.press('Enter');
    await clerk.page.locator('.who').waitFor();
    await clerk.settled();

    const first = await registers(window, clerk, 4);
    await clerk.shot('intake');
    await first.to('main form button[type="submit"]');
    await clerk.page.keyboard.press('Enter');
    const number = await received(clerk);
    await clerk.shot('receipt');

    // The same parties and type come again: the clerk is warned before anything is registered.
    await registers(window, clerk, 4);
    await clerk.sees('可能已经登记过');
    await clerk.sees(number);
    await clerk.shot('duplicate');

    clerk.page.once('dialog', (dialog) => dialog.accept());
    const id = number.replaceAll('-', '');
    await clerk.go(`/app/work/labels?ids=${id}`);
    await clerk.page.locator('img.clerk-label').evaluate((image) => image.decode());
    await clerk.page.emulateMedia({ media: 'print' });
    const [read] = decode(await clerk.picture('label-print'));
    assert.match(read ?? '', /^HTTP:\/\/127\.0\.0\.1:\d+\/M\/[0-9A-Z]{26,}$/);
    assert.deepEqual(await decodesPrint(clerk), [read]);

    // Whoever finds the paper learns the way, and nobody's name.
    const stranger = await window.visitor({ screen: PHONE });
    await stranger.go(read);
    await stranger.sees('0571-00001011');
    const all = await stranger.everything();
    for (const secret of secrets(4)) assert.ok(!all.includes(secret), `a stranger sees ${secret}`);
    await bed.call(tokenOf('auditor'), 'GET', `/disputes/${id}`);
}

export const clerks = [
    ['a window clerk registers by keys alone, is warned of a duplicate, prints a code that scans',
        windowStory],
];
