// SPDX-License-Identifier: Apache-2.0
// Files: put in from a phone over a line that breaks, in confidence or for everybody, seen by whom they
// are meant for, and refused when they are none that is taken.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { deflateSync, crc32 } from 'node:zlib';
import { inMediation, intake, tokenOf } from './people.mjs';
import { DESK, PHONE } from './window.mjs';

const PART = 262144;

function chunk(kind, data) {
    const out = Buffer.alloc(12 + data.length);
    out.writeUInt32BE(data.length, 0);
    out.write(kind, 4, 'latin1');
    data.copy(out, 8);
    out.writeUInt32BE(crcOf(out.subarray(4, 8 + data.length)), 8 + data.length);
    return out;
}

// zlib.crc32 came with Node 20.15.
function crcOf(bytes) {
    if (crc32 !== undefined) return crc32(bytes);
    let crc = 0xffffffff;
    for (const b of bytes) {
        crc ^= b;
        for (let i = 0; i < 8; i++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
    return (crc ^ 0xffffffff) >>> 0;
}

/** A picture of so many bytes and a few more, whose content is known. */
function picture(size, mark) {
    const head = Buffer.alloc(13);
    head.writeUInt32BE(1, 0);
    head.writeUInt32BE(1, 4);
    head.set([8, 2, 0, 0, 0], 8);
    const text = Buffer.alloc(size, mark);
    text.write('Comment\0', 0, 'latin1');
    return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('tEXt', text),
        chunk('IDAT', deflateSync(Buffer.from([0, 0, 0, 0]))), chunk('IEND', Buffer.alloc(0))]);
}

async function begun(bed, n) {
    const made = await bed.call(tokenOf('dispatcher'), 'POST', '/disputes', intake(n));
    await bed.drive(made.id, inMediation);
    return made;
}

async function looks(visitor, name) {
    for (const screen of [PHONE, DESK]) {
        await visitor.page.setViewportSize(screen);
        await visitor.shot(`evidence-${name}`);
        assert.deepEqual(await visitor.axe(), [], name);
        assert.equal(await visitor.overflow(), 0, `${name} is too wide at ${screen.width}`);
    }
}

const section = (v) => v.page.locator('section', { has: v.page.locator('.evidence-files, .evidence-upload, .empty') })
    .filter({ hasText: /证据与材料|Evidence and files/ });

/** The form behind the button, for one file. */
async function puts(visitor, name, buffer, mimeType, kind) {
    const button = section(visitor).getByRole('button', { name: /提交材料|Put a file in/ });
    if (await button.count() > 0) await button.click();
    if (kind !== undefined) await visitor.page.getByLabel(kind).check();
    await visitor.page.locator('.evidence-choose input[type=file]').first().setInputFiles({ name, mimeType, buffer });
}

const isIn = (visitor, name) => visitor.page.locator('.evidence-item a', { hasText: name }).waitFor();

async function fromThePhone(window) {
    const { bed } = window;
    const dispute = await begun(bed, 28);
    const party = await window.visitor({ screen: PHONE });
    await party.carry(await bed.party(tokenOf('manager'), dispute, 0));
    await party.go('/app/party');
    const open = picture(1000, '甲');
    await puts(party, '漏水现场.png', open, 'image/png');
    await isIn(party, '漏水现场.png');
    await puts(party, '给调解员的话.png', picture(1001, '乙'), 'image/png', /只给调解员看/);
    await isIn(party, '给调解员的话.png');
    await looks(party, 'party');

    // What it was put in as comes out again.
    const [down] = await Promise.all([party.page.waitForEvent('download'),
        party.page.locator('.evidence-item a', { hasText: '漏水现场.png' }).click()]);
    assert.equal(down.suggestedFilename(), '漏水现场.png');
    assert.deepEqual(readFileSync(await down.path()), open);

    const other = await window.visitor({ screen: PHONE, language: 'en-US' });
    await other.carry(await bed.party(tokenOf('manager'), dispute, 1));
    await other.go('/app/party');
    await isIn(other, '漏水现场.png');
    assert.ok(!(await other.everything()).includes('给调解员的话'), 'what was said in confidence');
    await looks(other, 'opponent');
    const mediator = await window.visitor({ screen: PHONE });
    await mediator.enter('mediator');
    await mediator.go(`/app/my/${dispute.id}`);
    await isIn(mediator, '给调解员的话.png');
    await looks(mediator, 'mediator');
    const clerk = await window.visitor({ screen: DESK, language: 'en-US' });
    await clerk.enter('clerk');
    await clerk.go(`/app/disputes/${dispute.id}`);
    await isIn(clerk, '漏水现场.png');
    assert.ok(!(await clerk.everything()).includes('给调解员的话'), 'what was said in confidence');
    await looks(clerk, 'clerk');
}

// The line breaks after the first parts, and comes back: what has arrived is not sent again.
async function overABrokenLine(window) {
    const { bed } = window;
    const dispute = await begun(bed, 29);
    const party = await window.visitor({ screen: PHONE });
    await party.carry(await bed.party(tokenOf('manager'), dispute, 0));
    await party.go('/app/party');
    const film = Buffer.alloc(6 * PART + 17, 'ab');
    film.write('\0\0\0\x18ftypisom\0\0\x02\0isommp42', 0, 'latin1');
    const sent = [];
    let broken = true;
    await party.page.route('**/parts/*', async (route) => {
        const i = Number(route.request().url().split('/').at(-1));
        if (broken && i >= 3) return route.abort('internetdisconnected');
        sent.push(i);
        return route.continue();
    });
    await puts(party, '录像.mp4', film, 'video/mp4');
    await party.page.locator('.evidence-upload .notice-bad').waitFor();
    await looks(party, 'broken');
    broken = false;
    await party.page.getByRole('button', { name: '继续上传' }).click();
    await isIn(party, '录像.mp4');
    assert.deepEqual([...sent].sort(), [0, 1, 2, 3, 4, 5, 6], 'each part once');
    const { items } = await bed.call(tokenOf('mediator'), 'GET', `/disputes/${dispute.id}/attachments`);
    assert.deepEqual(items.map((a) => [a.name, a.bytes]), [['录像.mp4', film.length]]);
    // Chosen once more it is the same one, and nothing is sent.
    await puts(party, '录像.mp4', film, 'video/mp4');
    await party.settled();
    assert.equal(sent.length, 7);
}

async function notTaken(window) {
    const { bed } = window;
    const dispute = await begun(bed, 30);
    const clerk = await window.visitor({ screen: DESK });
    await clerk.enter('clerk');
    await clerk.go(`/app/disputes/${dispute.id}`);
    await puts(clerk, '公告.pdf', Buffer.from('<html><script>alert(1)</script></html>'), 'application/pdf');
    await clerk.page.locator('.evidence-upload .notice-bad').waitFor();
    await clerk.sees('没有接收');
    await looks(clerk, 'refused');
    const { items } = await bed.call(tokenOf('clerk'), 'GET', `/disputes/${dispute.id}/attachments`);
    assert.deepEqual(items, []);
}

export const evidence = [
    ['files go in from a phone, and are seen by whom they are meant for', fromThePhone],
    ['files survive a broken line', overABrokenLine],
    ['files that are not taken are named', notTaken],
];
