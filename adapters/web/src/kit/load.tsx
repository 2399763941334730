// SPDX-License-Identifier: Apache-2.0
// Reading what a page shows: waiting, failing, trying again, lists that go on.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Options, type Query, get } from './api';
import { failureText } from './failure';
import { t } from './i18n';
import { announce } from './live';
import { Button } from './parts/button';
import { ApiError } from './problem';

export interface Loaded<T> {
    value: T | undefined;
    error: ApiError | undefined;
    busy: boolean;
    /** Ask again; what is shown stays until the answer is there. */
    reload: () => void;
    set: (value: T) => void;
}

/** GET path, again when path or query change; nothing while path is undefined. */
export function useLoad<T>(path: string | undefined, query?: Query,
                           o: Omit<Options, 'query' | 'signal'> = {}): Loaded<T> {
    const [value, setValue] = useState<T | undefined>(undefined);
    const [error, setError] = useState<ApiError | undefined>(undefined);
    const [busy, setBusy] = useState(path !== undefined);
    const [round, setRound] = useState(0);
    const shown = useRef('');
    const asked = `${path ?? ''} ${JSON.stringify(query ?? {})}`;
    useEffect(() => {
        if (path === undefined)
            return undefined;
        const ending = new AbortController();
        if (shown.current !== asked)
            setValue(undefined);
        setBusy(true);
        get<T>(path, { ...o, ...(query === undefined ? {} : { query }), signal: ending.signal })
            .then((v) => {
                shown.current = asked;
                setValue(() => v);
                setError(undefined);
                setBusy(false);
            }, (e: unknown) => {
                if (ending.signal.aborted)
                    return;
                setError(e instanceof ApiError ? e : new ApiError('offline', undefined));
                setBusy(false);
            });
        return () => ending.abort();
    }, [asked, round]);
    return { value, error, busy, reload: () => setRound((n) => n + 1), set: (v) => setValue(() => v) };
}

/** What went wrong, with a way to try again. */
export function Failed({ error, retry }: { error: ApiError; retry?: (() => void) | undefined }) {
    return (
        <div class="notice notice-bad" role="alert">
            <p>{failureText(error)}</p>
            {retry !== undefined && <Button onClick={retry}>{t('kit.again')}</Button>}
        </div>
    );
}

export interface LoadingProps<T> {
    of: Loaded<T>;
    children: (value: T) => ComponentChildren;
}

/** Children with the value; before it, that it is coming, or why not. */
export function Loading<T>({ of, children }: LoadingProps<T>) {
    if (of.value !== undefined) {
        return (
            <>
                {of.error !== undefined && <Failed error={of.error} retry={of.reload} />}
                {children(of.value)}
            </>
        );
    }
    if (of.error !== undefined)
        return <Failed error={of.error} retry={of.reload} />;
    return <p class="waiting">{t('kit.loading')}</p>;
}

export interface PageOf<T> {
    items: T[];
    next?: string | null;
}

export interface List<T> {
    items: T[] | undefined;
    error: ApiError | undefined;
    busy: boolean;
    /** Is there more? */
    more: boolean;
    loadMore: () => void;
    reload: () => void;
    /** Change what is shown, as the stream tells. */
    update: (change: (items: T[]) => T[]) => void;
}

/** A list that is read page by page: {items, next}, ?cursor=. */
export function useList<T>(path: string | undefined, query: Query = {},
                           o: Omit<Options, 'query' | 'signal'> = {}): List<T> {
    const [items, setItems] = useState<T[] | undefined>(undefined);
    const [next, setNext] = useState<string | undefined>(undefined);
    const [error, setError] = useState<ApiError | undefined>(undefined);
    const [busy, setBusy] = useState(false);
    const [round, setRound] = useState(0);
    const ending = useRef<AbortController | undefined>(undefined);
    const asked = `${path ?? ''} ${JSON.stringify(query)}`;
    const shown = useRef('');

    function read(cursor: string | undefined, keep: T[]): void {
        ending.current?.abort();
        const mine = new AbortController();
        ending.current = mine;
        setBusy(true);
        get<PageOf<T>>(path!, { ...o, query: { ...query, cursor }, signal: mine.signal })
            .then((page) => {
                shown.current = asked;
                setItems([...keep, ...page.items]);
                setNext(page.next ?? undefined);
                setError(undefined);
                setBusy(false);
                if (cursor !== undefined)
                    announce(t('kit.more_loaded', { n: page.items.length }));
            }, (e: unknown) => {
                if (mine.signal.aborted)
                    return;
                setError(e instanceof ApiError ? e : new ApiError('offline', undefined));
                setBusy(false);
            });
    }

    useEffect(() => {
        if (path === undefined)
            return undefined;
        if (shown.current !== asked)
            setItems(undefined);
        read(undefined, []);
        return () => ending.current?.abort();
    }, [asked, round]);

    return {
        items, error, busy, more: next !== undefined,
        loadMore: () => {
            if (!busy && next !== undefined)
                read(next, items ?? []);
        },
        reload: () => setRound((n) => n + 1),
        update: (change) => setItems((now) => (now === undefined ? now : change(now))),
    };
}

/** More rows at a press; the rows before it stay. */
export function Pager({ list }: { list: Pick<List<unknown>, 'more' | 'busy' | 'loadMore'> }) {
    if (!list.more)
        return null;
    return (
        <p class="pager">
            <Button busy={list.busy} onClick={list.loadMore}>{t('kit.more')}</Button>
        </p>
    );
}
