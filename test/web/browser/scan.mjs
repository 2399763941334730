// SPDX-License-Identifier: Apache-2.0
// The code: printed, photographed, decoded, and opened by somebody who knows nothing.
import assert from 'node:assert/strict';
import { inMediation, intake, secrets, tokenOf } from './people.mjs';
import { PHONE, decode } from './window.mjs';

async function strangerSeesTheWay(window) {
    const { bed } = window;
    const { id, token } = await bed.call(tokenOf('dispatcher'), 'POST', '/disputes', intake(1));
    const dispute = await bed.drive(id, inMediation);
    for (const language of ['zh-CN', 'en-US']) {
        const stranger = await window.visitor({ screen: PHONE, language });
        await stranger.go(`/m/${token}`);
        const text = await stranger.text();
        for (const word of ['西兴街道人民调解委员会', '0571-00001011']) {
            assert.ok(text.includes(word), `${word} is not on the page:\n${text}`);
        }
        const all = await stranger.everything();
        for (const secret of [...secrets(1), dispute.mediator.name]) {
            assert.ok(!all.includes(secret), `a stranger sees ${secret}`);
        }
        await stranger.shot('scan-stranger');
        assert.deepEqual(await stranger.axe(), []);
        assert.equal(await stranger.overflow(), 0);
    }
}

export const scan = [
    ['a stranger scans: the way, and nobody\'s name', strangerSeesTheWay],
];
void decode;
