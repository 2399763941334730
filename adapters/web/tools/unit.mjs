// SPDX-License-Identifier: Apache-2.0
// Checks and runs the unit tests of the pages: types, then each test file bundled for Node's own
// runner.
//
//   node tools/unit.mjs TESTS OUT        from the folder of the pages
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { cataloguePlugin, readCatalogues } from './catalogue.mjs';

const [tests, out] = process.argv.slice(2);
const files = readdirSync(tests).filter((f) => /\.test\.tsx?$/.test(f)).sort();

function run(...args) {
    const done = spawnSync(process.execPath, args, { stdio: 'inherit' });
    if (done.status !== 0)
        process.exit(1);
}

if (files.length === 0) {
    console.error(`there are no tests in ${tests}`);
    process.exit(1);
}
// Walks up to the packages, as imports do.
run(join(createRequire(import.meta.url).resolve('typescript/package.json'), '../bin/tsc'), '-p', tests);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await esbuild.build({
    entryPoints: files.map((f) => join(tests, f)),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node18',
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    preserveSymlinks: true,
    sourcemap: 'inline',
    plugins: [cataloguePlugin(readCatalogues('i18n').words, () => true)],
    logLevel: 'warning',
});
run('--enable-source-maps', '--test', ...files.map((f) => join(out, f.replace(/\.tsx?$/, '.mjs'))));
