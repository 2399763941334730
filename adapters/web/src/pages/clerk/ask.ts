// SPDX-License-Identifier: Apache-2.0
// Questions that are asked while somebody types: after a moment of quiet, the last one alone counts.
import { useEffect, useState } from 'preact/hooks';
import { newKey, send } from '../../kit';

const WAIT_MS = 600;

/** What the server says of wish; undefined while nothing is asked or known. It stores nothing. */
export function useAsked<T>(path: string, wish: Record<string, unknown> | undefined): T | undefined {
    const [answer, setAnswer] = useState<T | undefined>(undefined);
    const text = wish === undefined ? '' : JSON.stringify(wish);
    useEffect(() => {
        const ending = new AbortController();
        if (text === '') {
            setAnswer(undefined);
            return undefined;
        }
        const timer = setTimeout(() => {
            send<T>('POST', path, JSON.parse(text), { key: newKey(), signal: ending.signal })
                .then((a) => setAnswer(() => a.value), () => {
                    if (!ending.signal.aborted)
                        setAnswer(undefined); // help that does not come is no reason to stop
                });
        }, WAIT_MS);
        return () => {
            clearTimeout(timer);
            ending.abort();
        };
    }, [path, text]);
    return answer;
}
