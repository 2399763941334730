// SPDX-License-Identifier: Apache-2.0
// identity_compare.mjs ORACLE WEB: does the page say of every number what the engine says?
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [oracle, web] = process.argv.slice(2);
const esbuild = createRequire(join(web, 'package.json'))('esbuild');
const source = readFileSync(join(web, 'src/pages/clerk/identity.ts'), 'utf8');
const { code } = await esbuild.transform(source, { loader: 'ts', format: 'esm' });
const { identityFault } = await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);

const lines = execFileSync(oracle, { encoding: 'utf8', maxBuffer: 1 << 27 }).trim().split('\n');
const heard = new Map();
let differ = 0;
for (const line of lines) {
    const [kind, text, said] = line.split(' ');
    const here = identityFault(kind, text) ?? 'ok';
    heard.set(`${kind} ${said}`, (heard.get(`${kind} ${said}`) ?? 0) + 1);
    if (here !== said && differ++ < 10)
        console.error(`${kind} ${text}: the engine says ${said}, the page ${here}`);
}
// Every answer must have been heard, or nothing was compared.
for (const answer of ['natural ok', 'natural length', 'natural character', 'natural region', 'natural date', 'natural check',
                      'legal ok', 'legal length', 'legal character', 'legal check', 'legal organisation']) {
    if (!heard.has(answer)) {
        console.error(`no number was ${answer}`);
        differ++;
    }
}
console.log(`${lines.length} numbers, ${differ} differ`, Object.fromEntries(heard));
process.exit(differ === 0 ? 0 : 1);
