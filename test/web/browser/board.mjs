// SPDX-License-Identifier: Apache-2.0
// The dispatcher's board: it follows what happens, and tells what is about to break its limit.
import assert from 'node:assert/strict';
import { until } from './bed.mjs';
import { accepted, intake, tokenOf } from './people.mjs';

async function follows(window) {
    const { bed } = window;
    const { id, number } = await bed.call(tokenOf('dispatcher'), 'POST', '/disputes', intake(12));
    const dispatcher = await window.visitor();
    await dispatcher.logIn('dispatcher');
    await dispatcher.go('/app/board');
    const yellow = dispatcher.page.locator('.board-lane.colour-yellow .board-count strong');
    const before = Number(await yellow.innerText());
    await dispatcher.page.locator('.board-live').waitFor();
    await bed.drive(id, accepted);
    // Nothing is pressed: the stream says it.
    await until('the yellow lane grows', async () => Number(await yellow.innerText()) > before);
    await dispatcher.shot('board-live');
    assert.deepEqual(await dispatcher.axe(), []);
    const print = await dispatcher.print('board');
    assert.ok(print.endsWith('.pdf'));

    await dispatcher.go('/app/radar');
    await dispatcher.sees(number);
    await dispatcher.shot('radar-live');
}

export const boards = [
    ['the board follows the stream, the radar names what is due', follows],
];
