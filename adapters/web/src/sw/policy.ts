// SPDX-License-Identifier: Apache-2.0
// What the service worker answers itself. It keeps the program, never the people: shell, assets and
// vocabularies are the same for everybody; whatever else the interface or a scan page says goes past
// it.

export type Answer =
    | 'shell' // the page that all of /app is
    | 'asset' // a hashed file: the same for ever
    | 'words' // the public vocabularies: what was last heard, when there is no line
    | 'pass'; // none of its business

/** As much of a request as matters. */
export interface Asked {
    method: string;
    mode: string; // "navigate" when a page is opened
    url: string;
}

/** Assets under fixed addresses; the build's list does not name them. */
export const FIXED: readonly string[] = ['/favicon.svg', '/manifest.webmanifest'];

export function answerOf(asked: Asked, origin: string): Answer {
    const url = new URL(asked.url);

    if (asked.method !== 'GET' || url.origin !== origin)
        return 'pass';
    if (url.pathname.startsWith('/assets/') || FIXED.includes(url.pathname))
        return 'asset';
    if (url.pathname === '/api/v1/words')
        return 'words';
    if (asked.mode === 'navigate' && (url.pathname === '/' || /^\/app(\/|$)/.test(url.pathname)))
        return 'shell';
    return 'pass';
}

const PREFIX = 'yima-';

export function cacheName(version: string): string {
    return PREFIX + version;
}

/** Caches of ours to remove when `current` takes over. The one before it stays until the next time:
 *  pages that are still open load the rest of their program from it. names: oldest first. */
export function outdated(names: readonly string[], current: string): string[] {
    const old = names.filter((n) => n.startsWith(PREFIX) && n !== current);

    return old.slice(0, -1);
}
