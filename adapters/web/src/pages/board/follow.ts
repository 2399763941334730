// SPDX-License-Identifier: Apache-2.0
// The board follows the stream: something changed, so its figures are asked for again, a little
// later, once for many changes. Where many disputes are open the server counts less often and says
// when it will: then it is asked once more at that time.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, type StreamState, get, useStream } from '../../kit';
import type { Board, Cut } from './types';

const GATHER_MS = 300; // changes that come together are one
const REST_MS = 60000; // without any change: days pass, and so do deadlines
const RETRY_MS = 5000;

/** After an answer: in how many milliseconds to ask again; undefined: what changed is in it.
 * changedAt: when the last change was heard; askedAt: when this answer was asked for. */
export function askAgainIn(b: Pick<Board, 'age_ms' | 'fresh_in_ms'>, changedAt: number | undefined,
                           askedAt: number): number | undefined {
    // It was counted at least age_ms before the answer, which came after askedAt.
    if (changedAt === undefined || askedAt - b.age_ms >= changedAt)
        return undefined;
    return Math.max(b.fresh_in_ms, GATHER_MS);
}

export interface Following {
    board: Board | undefined;
    error: ApiError | undefined;
    state: StreamState;
    reload: () => void;
}

export function useBoard(cut: Cut): Following {
    const [board, setBoard] = useState<Board | undefined>(undefined);
    const [error, setError] = useState<ApiError | undefined>(undefined);
    const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
    const changed = useRef<number | undefined>(undefined);
    const asking = useRef<AbortController | undefined>(undefined);
    const cutNow = useRef(cut);
    cutNow.current = cut;

    function later(ms: number): void {
        clearTimeout(timer.current);
        timer.current = setTimeout(ask, ms);
    }

    // One question at a time: a change while it is under way is looked at when it is answered.
    function ask(): void {
        if (asking.current !== undefined)
            return;
        const mine = new AbortController();
        const askedAt = performance.now();
        asking.current = mine;
        get<Board>('/api/v1/board', { query: { ...cutNow.current }, signal: mine.signal }).then((b) => {
            const again = askAgainIn(b, changed.current, askedAt);
            asking.current = undefined;
            setBoard(b);
            setError(undefined);
            if (again === undefined)
                changed.current = undefined;
            later(again ?? REST_MS);
        }, (e: unknown) => {
            if (mine.signal.aborted)
                return;
            asking.current = undefined;
            setError(e instanceof ApiError ? e : new ApiError('offline', undefined));
            later(RETRY_MS);
        });
    }

    useEffect(() => {
        changed.current = undefined;
        setBoard(undefined);
        ask();
        return () => {
            clearTimeout(timer.current);
            asking.current?.abort();
            asking.current = undefined;
        };
    }, [cut.region, cut.body]);

    const state = useStream({ region: cut.region }, {
        change: () => {
            // While it is known that the board must be asked, the time for that is set.
            if (changed.current === undefined && asking.current === undefined)
                later(GATHER_MS);
            changed.current = performance.now();
        },
        load: ask,
    });
    return { board, error, state, reload: ask };
}
