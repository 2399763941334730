// SPDX-License-Identifier: Apache-2.0
// Reading with a memory: what was read today is there without a line, and says how old it is.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, get, isOnline, session, useCell, withQuery, type Query } from '../../kit';
import { arrivals, office, senderOf } from '../../offline/office';

export interface Told<T> {
    value: T | undefined;
    /** When it was read, if it is not what the server says now. */
    since: number | undefined;
    error: ApiError | undefined;
    reload: () => void;
}

/** How long an answer may take before what is remembered is shown in its place. */
const PATIENCE_MS = 2500;

function lineIsGone(): boolean {
    return !isOnline.get() || !navigator.onLine;
}

async function remembered<T>(path: string): Promise<{ value: T; at: number } | undefined> {
    const who = session.get();

    if (who === null || who === undefined)
        return undefined;
    const row = await (await office()).reads.recall(senderOf(who).account, path);
    return row === undefined ? undefined : { value: row.body as T, at: row.at };
}

async function remember(path: string, value: unknown): Promise<void> {
    const who = session.get();

    if (who !== null && who !== undefined)
        await (await office()).reads.keep(senderOf(who).account, path, value);
}

/** GET path; undefined: nothing is asked. Read again when something that waited has gone out. */
export function useTold<T>(path: string | undefined, query?: Query): Told<T> {
    const whole = path === undefined ? undefined : withQuery(path, query);
    const [told, setTold] = useState<Omit<Told<T>, 'reload'>>(
        { value: undefined, since: undefined, error: undefined });
    const [round, setRound] = useState(0);
    const arrived = useCell(arrivals);
    const shown = useRef('');

    useEffect(() => {
        if (whole === undefined)
            return undefined;
        const ending = new AbortController();
        let answered = false;
        // What is remembered is shown when the line is known to be gone, or keeps people waiting.
        const recall = async (): Promise<boolean> => {
            const old = await remembered<T>(whole).catch(() => undefined);
            if (old === undefined || answered || ending.signal.aborted)
                return false;
            setTold({ value: old.value, since: old.at, error: undefined });
            return true;
        };
        const isNew = shown.current !== whole;
        const clock = setTimeout(() => isNew && void recall(), lineIsGone() ? 0 : PATIENCE_MS);

        if (isNew)
            setTold({ value: undefined, since: undefined, error: undefined });
        get<T>(whole, { signal: ending.signal, purpose: 'handling' }).then((value) => {
            answered = true;
            shown.current = whole;
            setTold({ value, since: undefined, error: undefined });
            void remember(whole, value).catch(() => undefined);
        }, async (e: unknown) => {
            if (ending.signal.aborted)
                return;
            const error = e instanceof ApiError ? e : new ApiError('offline', undefined);
            if (error.failure === 'answered' || !(await recall()))
                setTold((now) => ({ ...now, error }));
        });
        return () => {
            clearTimeout(clock);
            ending.abort();
        };
    }, [whole, round, arrived]);
    return { ...told, reload: () => setRound((n) => n + 1) };
}
