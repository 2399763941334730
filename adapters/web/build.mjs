// SPDX-License-Identifier: Apache-2.0
// Builds the pages: TypeScript and styles into hashed files, each with a gzip beside it, and the
// shell that names them. The same sources give the same bytes.
//
//   node build.mjs [--out DIR] [--report FILE] [--first-load-max BYTES] [--inputs FILE]
//
// Names are NAME-HASH.ext, unique in one folder: they are embedded by name. What is served under a
// fixed path (the shell, the worker, the scan page's script) is hashed too: its name is its ETag.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { LANGUAGES, cataloguePlugin, comesFirst, compare, judgeUse, readCatalogues } from './tools/catalogue.mjs';

/** Bytes, gzipped, of what a first visit loads: shell, entry script with what it imports, style,
 * the first part of the catalogue of one language. */
const FIRST_LOAD_BYTES = 60 * 1024;
const root = process.cwd();

function option(name, fallback) {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? fallback : process.argv[at + 1];
}

function fail(faults) {
    for (const fault of faults)
        console.error(`web: ${fault}`);
    process.exit(1);
}

/** All files below a folder, sorted, by path relative to root. */
function walk(folder) {
    return readdirSync(join(root, folder), { withFileTypes: true })
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .flatMap((e) => (e.isDirectory() ? walk(join(folder, e.name)) : [join(folder, e.name)]));
}

function hash(bytes) {
    return createHash('sha256').update(bytes).digest('hex').slice(0, 12).toUpperCase();
}

const shared = {
    bundle: true,
    minify: true,
    target: ['chrome90', 'firefox90', 'safari14.1'],
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: root,
    preserveSymlinks: true,
    write: false,
};

async function buildScripts(words) {
    return esbuild.build({
        ...shared,
        entryPoints: { main: 'src/main.tsx', scan: 'src/scan.tsx', verify: 'src/verify.ts' },
        format: 'esm',
        splitting: true,
        metafile: true,
        jsx: 'automatic',
        jsxImportSource: 'preact',
        plugins: [cataloguePlugin(words, comesFirst)],
        outdir: 'assets',
        publicPath: '/assets',
        entryNames: '[name]-[hash]',
        chunkNames: '[name]-[hash]',
    });
}

/** One style sheet: the kit's parts in their order, then each area's. */
async function buildStyle() {
    const sheets = [...walk('src/kit/style'), ...walk('src/pages')].filter((f) => f.endsWith('.css'));
    const built = await esbuild.build({
        ...shared,
        stdin: {
            contents: sheets.map((f) => `@import "./${f}";`).join('\n'),
            resolveDir: root,
            loader: 'css',
        },
    });
    return built.outputFiles[0].contents;
}

/** version: changes with whatever it keeps, the shell among it. */
async function buildWorker(files, version) {
    const precached = files.map((f) => `/assets/${f}`).sort();
    const built = await esbuild.build({
        ...shared,
        entryPoints: ['src/sw.ts'],
        format: 'iife',
        metafile: true,
        define: {
            PRECACHED: JSON.stringify(precached),
            VERSION: JSON.stringify(version),
        },
    });
    return { bytes: built.outputFiles[0].contents, inputs: Object.keys(built.metafile.inputs) };
}

/** The outputs that an entry pulls in at once, itself included. */
function closure(meta, entry) {
    const seen = new Set();
    const open = [entry];
    while (open.length > 0) {
        const name = open.pop();
        if (seen.has(name))
            continue;
        seen.add(name);
        for (const i of meta.outputs[name].imports) {
            if (i.kind === 'import-statement')
                open.push(i.path);
        }
    }
    return [...seen].map((f) => basename(f)).sort();
}

function entryOf(meta, source) {
    return Object.keys(meta.outputs).find((o) => meta.outputs[o].entryPoint === source);
}

const out = option('out', 'dist');
const firstLoadMax = Number(option('first-load-max', FIRST_LOAD_BYTES));
const { words, faults } = readCatalogues(join(root, 'i18n'));
const wrong = [...faults, ...compare(words)];
if (wrong.length > 0)
    fail(wrong);

const files = new Map();
const put = (name, bytes) => files.set(name, Buffer.from(bytes));
const scripts = await buildScripts(words);
const sources = Object.fromEntries(walk('src').filter((f) => /\.tsx?$/.test(f))
    .map((f) => [f, readFileSync(join(root, f), 'utf8')]));
const misused = judgeUse({ ...words['zh-CN'], ...words['en'] }, sources,
    new Set(Object.keys(scripts.metafile.inputs)));
if (misused.length > 0)
    fail(misused);
for (const f of scripts.outputFiles)
    put(basename(f.path), f.contents);
const style = await buildStyle();
const styleName = `style-${hash(style)}.css`;
put(styleName, style);

const main = entryOf(scripts.metafile, 'src/main.tsx');
const scan = entryOf(scripts.metafile, 'src/scan.tsx');
const catalogue = Object.fromEntries(LANGUAGES.map((l) => [l,
    basename(entryOf(scripts.metafile, `catalogue:words.${l}`))]));
// Not the catalogue: which one is needed the browser alone knows, and two cost more than the wait.
const early = closure(scripts.metafile, main).filter((f) => f !== basename(main));

const shell = readFileSync(join(root, 'src/shell.html'), 'utf8')
    .replace('{style}', `/assets/${styleName}`)
    .replace('{script}', `/assets/${basename(main)}`)
    .replace('{preload}', early.map((f) => `<link rel="modulepreload" href="/assets/${f}">`).join(''))
    .replace(/^<!--.*?-->\n/s, '');
put(`shell-${hash(shell)}.html`, shell);
// The scan page keeps one address for its script; what that imports is hashed.
const entry = `import "/assets/${basename(scan)}";\n`;
put(`entry-${hash(entry)}.js`, entry);
// So does the script of the page behind the code of a sealed document.
const check = `import "/assets/${basename(entryOf(scripts.metafile, 'src/verify.ts'))}";\n`;
put(`check-${hash(check)}.js`, check);
put(`look-${hash(style)}.css`, `@import "/assets/${styleName}";\n`);
for (const [file, name] of [['manifest.webmanifest', 'manifest'], ['favicon.svg', 'favicon']]) {
    const bytes = readFileSync(join(root, 'src', file));
    put(`${name}-${hash(bytes)}${file.slice(file.indexOf('.'))}`, bytes);
}
const worker = await buildWorker([...files.keys()].filter((f) => f.endsWith('.js') || f === styleName),
    hash([...files.keys()].sort().join('\n')));
put(`worker-${hash(worker.bytes)}.js`, worker.bytes);

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const size = new Map();
for (const [name, bytes] of files) {
    writeFileSync(join(out, name), bytes);
    // Node writes no name and no time into the header, so the bytes do not depend on the day.
    const zipped = gzipSync(bytes, { level: 9 });
    zipped[9] = 0xff; // operating system: unknown
    size.set(name, zipped.length);
    if (zipped.length < bytes.length)
        writeFileSync(join(out, `${name}.gz`), zipped);
}

const first = (language) => [...closure(scripts.metafile, main), styleName, catalogue[language],
    [...files.keys()].find((f) => f.startsWith('shell-'))];
const report = [...size].sort().map(([f, n]) => `${String(n).padStart(8)} ${f}`);
for (const language of LANGUAGES) {
    const bytes = first(language).reduce((sum, f) => sum + size.get(f), 0);
    report.push(`${String(bytes).padStart(8)} first load, gzip, ${language} (at most ${firstLoadMax})`);
    if (bytes > firstLoadMax)
        fail([`the first load is ${bytes} bytes gzipped; ${firstLoadMax} are allowed`, ...report]);
}
// Which sources are built in, one a line: the tests look for those that nothing leads to.
const inputsFile = option('inputs', undefined);
if (inputsFile !== undefined) {
    const inputs = [...Object.keys(scripts.metafile.inputs), ...worker.inputs].filter((f) => f.startsWith('src/'));
    writeFileSync(inputsFile, `${[...new Set(inputs)].sort().join('\n')}\n`);
}
const reportFile = option('report', undefined);
if (reportFile !== undefined)
    writeFileSync(reportFile, `${report.join('\n')}\n`);
console.log(report.join('\n'));
if (!existsSync(join(out, basename(main))))
    fail([`${relative(root, out)} lacks its entry`]);
