// SPDX-License-Identifier: Apache-2.0
// The pages as their users meet them: one server, one browser, one story after the other.
//
//   node main.mjs [WORD...]   all, or the tests whose name has one of the words
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

const ALL = [...account, ...scan, ...clerks, ...outside, ...mediation, ...parties, ...agreements, ...signing, ...filing, ...evidence, ...boards, ...offline, ...looks, ...walk, ...court, ...months, ...assessments];
const wanted = process.argv.slice(2);
const chosen = ALL.filter(([name]) => wanted.length === 0 || wanted.some((w) => name.includes(w)));
if (chosen.length === 0) throw new Error(`no test has a name with ${wanted.join(' or ')}`);

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
