// SPDX-License-Identifier: Apache-2.0
// The browser's own database behind Table.

import { MemoryTable, type Table } from './table';

const NAME = 'yima-offline';
const VERSION = 1;

/** One object store each. */
export type TableName = 'outbox' | 'reads' | 'leases';
const NAMES: readonly TableName[] = ['outbox', 'reads', 'leases'];

export interface Database {
    /** False: this browser keeps nothing, and the person is told so. */
    keeps: boolean;
    table<T>(name: TableName): Table<T>;
}

function answer<R>(request: IDBRequest<R>): Promise<R> {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

/** Ends when what was written is on the disk, as far as the browser can tell. */
function finished(tx: IDBTransaction): Promise<void> {
    return new Promise((resolve, reject) => {
        tx.oncomplete = () => resolve();
        tx.onabort = () => reject(tx.error ?? new Error('the browser gave up a transaction'));
    });
}

class IndexedTable<T> implements Table<T> {
    constructor(private db: IDBDatabase, private name: TableName) {}

    private begin(mode: IDBTransactionMode): IDBTransaction {
        return this.db.transaction(this.name, mode, { durability: 'strict' });
    }

    private read<R>(ask: (store: IDBObjectStore) => IDBRequest<R>): Promise<R> {
        return answer(ask(this.begin('readonly').objectStore(this.name)));
    }

    private async write(act: (store: IDBObjectStore) => void): Promise<void> {
        const tx = this.begin('readwrite');
        const end = finished(tx);

        act(tx.objectStore(this.name));
        await end;
    }

    get(key: string): Promise<T | undefined> {
        return this.read((store) => store.get(key) as IDBRequest<T | undefined>);
    }

    put(key: string, row: T): Promise<void> {
        return this.write((store) => store.put(row, key));
    }

    remove(key: string): Promise<void> {
        return this.write((store) => store.delete(key));
    }

    all(): Promise<T[]> {
        return this.read((store) => store.getAll() as IDBRequest<T[]>);
    }

    count(): Promise<number> {
        return this.read((store) => store.count());
    }

    async change<R>(fn: (rows: Map<string, T>) => R): Promise<R> {
        const tx = this.begin('readwrite');
        const store = tx.objectStore(this.name);
        const end = finished(tx);
        let outcome: { value: R } | { thrown: unknown } | null = null;

        // Both requests are answered in this order, so the keys are there when the rows are.
        const keys = store.getAllKeys();
        const rows = store.getAll() as IDBRequest<T[]>;
        rows.onsuccess = () => {
            const before = new Map(keys.result.map((key, i) => [String(key), rows.result[i] as T]));
            const after = new Map(before);

            try {
                outcome = { value: fn(after) };
                this.apply(store, before, after);
            } catch (error) {
                outcome = { thrown: error };
                tx.abort();
            }
        };
        await end.catch((error: unknown) => {
            if (outcome !== null && 'thrown' in outcome)
                throw outcome.thrown;
            throw error;
        });
        return (outcome as unknown as { value: R }).value;
    }

    private apply(store: IDBObjectStore, before: Map<string, T>, after: Map<string, T>): void {
        for (const key of before.keys()) {
            if (!after.has(key))
                store.delete(key);
        }
        for (const [key, row] of after) {
            if (before.get(key) !== row)
                store.put(row, key);
        }
    }
}

function memory(): Database {
    const tables = new Map<TableName, Table<unknown>>(NAMES.map((n) => [n, new MemoryTable()]));

    return { keeps: false, table: <T>(name: TableName) => tables.get(name) as Table<T> };
}

/** Open it once and keep it. A browser without one, or one that refuses (private windows), gets
 *  tables in memory: all works until the tab is closed, and `keeps` says so. */
export async function openDatabase(): Promise<Database> {
    try {
        const request = indexedDB.open(NAME, VERSION);

        request.onupgradeneeded = () => {
            for (const name of NAMES) {
                if (!request.result.objectStoreNames.contains(name))
                    request.result.createObjectStore(name);
            }
        };
        const db = await answer(request);

        // A newer version in another tab may upgrade; this tab then reloads when it is next used.
        db.onversionchange = () => db.close();
        return { keeps: true, table: <T>(name: TableName) => new IndexedTable<T>(db, name) };
    } catch {
        return memory();
    }
}
