// SPDX-License-Identifier: Apache-2.0
// Paths to pages. Links are plain anchors: those to /app are taken over, all others are the
// browser's. Filters live in the query, so that a page can be kept and sent.
import type { ComponentType } from 'preact';
import { cell, useCell } from './cell';

export type Params = Record<string, string>;

export interface PageProps {
    params: Params;
    query: URLSearchParams;
}

export interface Route {
    path: string; // "/app/disputes/:id"
    view: ComponentType<PageProps>;
    /** May be opened without a session. */
    open?: boolean;
}

export interface Area {
    /** Beginnings of paths that belong to it, "/app/account". */
    prefixes: string[];
    load: () => Promise<{ routes: Route[] }>;
    /** Its words are among those that a first visit loads. */
    isFirst?: boolean;
}

export interface Place {
    path: string;
    query: URLSearchParams;
    /** How often we have moved: a page that is entered again is new. */
    visit: number;
}

function here(visit: number): Place {
    return { path: location.pathname.replace(/(.)\/+$/, '$1'),
             query: new URLSearchParams(location.search), visit };
}

export const place = cell<Place>(
    typeof location === 'undefined' ? { path: '/', query: new URLSearchParams(), visit: 0 } : here(0));

/** Parameters when the path fits the template, else undefined. */
export function matchPath(template: string, path: string): Params | undefined {
    const want = template.split('/');
    const have = path.split('/');
    const params: Params = {};
    if (want.length !== have.length)
        return undefined;
    for (let i = 0; i < want.length; i++) {
        const w = want[i]!;
        const h = have[i]!;
        if (!w.startsWith(':')) {
            if (w !== h)
                return undefined;
            continue;
        }
        try {
            params[w.slice(1)] = decodeURIComponent(h);
        } catch {
            return undefined;
        }
    }
    return params;
}

/** The area whose longest prefix the path begins with. */
export function areaOf(areas: Area[], path: string): Area | undefined {
    let best: Area | undefined;
    let length = -1;
    for (const area of areas) {
        for (const p of area.prefixes) {
            if ((path === p || path.startsWith(`${p}/`)) && p.length > length) {
                best = area;
                length = p.length;
            }
        }
    }
    return best;
}

export function navigate(to: string, how: { replace?: boolean } = {}): void {
    if (how.replace === true)
        history.replaceState(null, '', to);
    else
        history.pushState(null, '', to);
    place.set(here(place.get().visit + 1));
}

/** Change filters in the address without leaving the page. Empty values are taken out. */
export function setQuery(changes: Record<string, string | undefined>): void {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(changes)) {
        if (value === undefined || value === '')
            query.delete(name);
        else
            query.set(name, value);
    }
    const text = query.toString();
    history.replaceState(null, '', text === '' ? location.pathname : `${location.pathname}?${text}`);
    place.set(here(place.get().visit));
}

export function usePlace(): Place {
    return useCell(place);
}

/** A path of our own, fit to go back to after log-in; anything else is not. */
export function safeReturn(to: string | null): string | undefined {
    return to !== null && !to.includes('..') && /^\/app(\/[\w\-./~%]*)?(\?[\w\-./~%&=+]*)?$/.test(to) ? to : undefined;
}

function isOurs(a: HTMLAnchorElement, e: MouseEvent): boolean {
    return e.button === 0 && !e.ctrlKey && !e.metaKey && !e.shiftKey && !e.altKey &&
        !e.defaultPrevented && a.target === '' && !a.hasAttribute('download') &&
        a.origin === location.origin && (a.pathname === '/' || /^\/app(\/|$)/.test(a.pathname)) &&
        !(a.hash !== '' && a.pathname === location.pathname && a.search === location.search);
}

/** Once: take over links and the browser's way back. */
export function startRouter(): void {
    addEventListener('popstate', () => place.set(here(place.get().visit + 1)));
    document.addEventListener('click', (e) => {
        const a = e.target instanceof Element ? e.target.closest('a') : null;
        if (a instanceof HTMLAnchorElement && isOurs(a, e)) {
            e.preventDefault();
            navigate(a.pathname + a.search);
        }
    });
}
