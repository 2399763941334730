// SPDX-License-Identifier: Apache-2.0
// A value that pages watch: the whole of our state management.
import { useEffect, useState } from 'preact/hooks';

export interface Cell<T> {
    get(): T;
    set(value: T): void;
    /** Calls back after each change; returns what ends it. */
    watch(seen: (value: T) => void): () => void;
}

export function cell<T>(initial: T): Cell<T> {
    let value = initial;
    const watchers = new Set<(value: T) => void>();
    return {
        get: () => value,
        set(next) {
            if (Object.is(next, value))
                return;
            value = next;
            for (const seen of [...watchers])
                seen(value);
        },
        watch(seen) {
            watchers.add(seen);
            return () => watchers.delete(seen);
        },
    };
}

/** The cell's value; the component is drawn again when it changes. */
export function useCell<T>(c: Cell<T>): T {
    const [value, setValue] = useState(c.get());
    useEffect(() => {
        setValue(() => c.get());
        return c.watch((next) => setValue(() => next));
    }, [c]);
    return value;
}
