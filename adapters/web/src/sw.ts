// SPDX-License-Identifier: Apache-2.0
// The service worker: the pages open without a line, and at once on a slow one.
//
// One version of shell and assets is kept whole, so that they fit each other. A new version is
// loaded beside it and takes over when a page is opened anew (src/sw/install.ts). Nothing personal
// passes through here; what may be read without a line is in src/offline/reads.ts.
import { FIXED, answerOf, cacheName, outdated } from './sw/policy';

declare const PRECACHED: readonly string[]; // by the build: paths of all assets
declare const VERSION: string; // by the build: changes whenever one of them does

/** As much of the worker's scope as is used; the DOM's types do not hold it. */
interface Lasting extends Event {
    waitUntil(promise: Promise<unknown>): void;
}
interface Fetching extends Lasting {
    request: Request;
    respondWith(response: Promise<Response>): void;
}
interface Scope {
    location: Location;
    skipWaiting(): Promise<void>;
    clients: { claim(): Promise<void> };
    addEventListener(type: 'install' | 'activate', on: (e: Lasting) => void): void;
    addEventListener(type: 'fetch', on: (e: Fetching) => void): void;
    addEventListener(type: 'message', on: (e: MessageEvent) => void): void;
}

const scope = self as unknown as Scope;
const SHELL = '/app';

/** Everything or nothing: a version with a hole would fail where it is needed most. */
async function install(): Promise<void> {
    const cache = await caches.open(cacheName(VERSION));

    await cache.addAll([SHELL, ...FIXED, ...PRECACHED].map((path) =>
        new Request(path, { cache: 'no-cache', credentials: 'omit' })));
}

async function activate(): Promise<void> {
    for (const name of outdated(await caches.keys(), cacheName(VERSION)))
        await caches.delete(name);
    await scope.clients.claim();
}

async function shell(request: Request): Promise<Response> {
    const cache = await caches.open(cacheName(VERSION));

    return await cache.match(SHELL) ?? fetch(request);
}

/** An asset of any version that is still kept. */
async function asset(request: Request): Promise<Response> {
    return await caches.match(request, { ignoreVary: true }) ?? fetch(request);
}

/** The server's words if it answers, else those of the last time. */
async function words(request: Request): Promise<Response> {
    const cache = await caches.open(cacheName(VERSION));

    try {
        const fresh = await fetch(request);
        if (fresh.ok)
            await cache.put(request.url, fresh.clone());
        return fresh;
    } catch (error) {
        const kept = await cache.match(request.url);
        if (kept === undefined)
            throw error;
        return kept;
    }
}

scope.addEventListener('install', (e) => e.waitUntil(install()));
scope.addEventListener('activate', (e) => e.waitUntil(activate()));
scope.addEventListener('message', (e) => {
    if (e.data === 'take over')
        void scope.skipWaiting();
});
scope.addEventListener('fetch', (e) => {
    const { method, mode, url } = e.request;

    switch (answerOf({ method, mode, url }, scope.location.origin)) {
    case 'shell':
        e.respondWith(shell(e.request));
        break;
    case 'asset':
        e.respondWith(asset(e.request));
        break;
    case 'words':
        e.respondWith(words(e.request));
        break;
    case 'pass':
        break;
    }
});
