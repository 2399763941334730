// SPDX-License-Identifier: Apache-2.0
// The pages as their users meet them: one server, one browser, one story after the other.
//
//   node main.mjs GROUP [WORD...]   the stories of a group, or those whose name has one of the words
//
// YIMA names the program, YIMA_EXAMPLES the examples, YIMA_OUT the folder of the output: the server's
// log, the screenshots and what was printed.
import test from 'node:test';
import { Bed } from './bed.mjs';
import { PASSWORD, PEOPLE } from './people.mjs';
import { Window } from './window.mjs';
import { account } from './account.mjs';
import { agreements } from './agreement.mjs';
import { assessments } from './assess.mjs';
import { boards } from './board.mjs';
import { clerks } from './clerk.mjs';
import { court } from './court.mjs';
import { evidence } from './evidence.mjs';
import { filing } from './filing.mjs';
import { looks } from './looks.mjs';
import { mediation } from './mediation.mjs';
import { months } from './month.mjs';
import { offline } from './offline.mjs';
import { outside } from './outside.mjs';
import { parties } from './party.mjs';
import { scan } from './scan.mjs';
import { signing } from './signing.mjs';
import { walk } from './walk.mjs';

// Each is a run of its own, with a server and a browser: several go on side by side.
const GROUPS = {
    cases: [...account, ...scan, ...clerks, ...outside, ...mediation, ...parties, ...agreements],
    papers: [...signing, ...filing, ...evidence, ...boards, ...offline, ...assessments],
    court: [...court, ...months],
    looks,
    walk,
};
const [group, ...wanted] = process.argv.slice(2);
if (!(group in GROUPS)) throw new Error(`node main.mjs ${Object.keys(GROUPS).join('|')} [WORD...]`);
const chosen = GROUPS[group].filter(([name]) => wanted.length === 0 || wanted.some((w) => name.includes(w)));
if (chosen.length === 0) throw new Error(`no test of ${group} has a name with ${wanted.join(' or ')}`);

test('pages', async (t) => {
    const bed = new Bed(process.env.YIMA_OUT);
    t.after(async () => {
        const status = await bed.stop();
        if (status !== 0) throw new Error(`yima serve ended with ${status}: ${bed.logFile}`);
    });
    await bed.start();
    await bed.open(Object.keys(PEOPLE), PASSWORD);
    const window = await Window.launch(bed);
    t.after(() => window.close());
    for (const [name, story] of chosen) {
        await t.test(name, async () => {
            window.visitors = [];
            try {
                await story(window);
            } finally {
                for (const visitor of window.visitors) await visitor.context.close();
            }
            for (const visitor of window.visitors) visitor.judge();
        });
    }
});
