// SPDX-License-Identifier: Apache-2.0
// Where rows are kept: one small interface, so that the logic above it runs under node as well.

/** Rows by key. Rows are values: what is handed out is a copy, and so is what is kept. */
export interface Table<T> {
    get(key: string): Promise<T | undefined>;
    put(key: string, row: T): Promise<void>;
    remove(key: string): Promise<void>;
    all(): Promise<T[]>;
    count(): Promise<number>;
    /** Read all rows, let fn change the map, and write what differs: one step into which no other
     *  tab comes. fn must not wait, and replaces a row instead of changing its members. Rejects,
     *  with nothing written, when fn throws. */
    change<R>(fn: (rows: Map<string, T>) => R): Promise<R>;
}

/** For tests, and for browsers that keep nothing. */
export class MemoryTable<T> implements Table<T> {
    private rows = new Map<string, T>();

    async get(key: string): Promise<T | undefined> {
        return structuredClone(this.rows.get(key));
    }

    async put(key: string, row: T): Promise<void> {
        this.rows.set(key, structuredClone(row));
    }

    async remove(key: string): Promise<void> {
        this.rows.delete(key);
    }

    async all(): Promise<T[]> {
        return structuredClone([...this.rows.values()]);
    }

    async count(): Promise<number> {
        return this.rows.size;
    }

    async change<R>(fn: (rows: Map<string, T>) => R): Promise<R> {
        const copy = structuredClone(this.rows);
        const result = fn(copy);

        this.rows = structuredClone(copy);
        return result;
    }
}
