// SPDX-License-Identifier: Apache-2.0
// What the person has read and may read again without a line: the case pages of a working day.
//
// Kept as little and as briefly as serves that: for the account that read it alone, for
// READ_AGE_MAX_MS, without the identity numbers and addresses of parties, and never the notes. All
// of it goes at log-out and when another account logs in. It is not encrypted: a key that works
// without a line lies beside what it locks, and would only look like protection.

import { bytesOf, READ_AGE_MAX_MS, READ_BYTES_MAX, READS_MAX } from './limits';
import type { Table } from './table';

export interface Read {
    account: string;
    path: string;
    body: unknown; // JSON, without what withheld() takes away
    at: number; // ms
}

export interface ReadPorts {
    table: Table<Read>;
    now(): number;
}

/** Paths that may be kept. Everything else, notes and access codes above all, never is. */
const KEPT: readonly RegExp[] = [
    /^\/api\/v1\/disputes\?/,
    /^\/api\/v1\/disputes\/[0-9A-Z-]+$/,
    /^\/api\/v1\/disputes\/[0-9A-Z-]+\/(commands|events|explain|appointments)$/,
    /^\/api\/v1\/session$/,
];

/** Members that are not kept, wherever they stand: what opens something, and what nobody needs to
 *  read on the way. Of a session that leaves who it was. */
const WITHHELD: ReadonlySet<string> = new Set(['identity', 'address', 'token', 'code_url', 'csrf']);

export function mayKeep(path: string): boolean {
    return KEPT.some((pattern) => pattern.test(path));
}

/** What the detail of an event keeps: whom it concerns and what is owed, which the next step is told
 *  from. Never what was said or written: notes, reasons, the text of an agreement. */
const DETAIL_KEPT: ReadonlySet<string> = new Set(['seat', 'days', 'obligation', 'obligations', 'result']);

function structureOf(detail: object): object {
    return Object.fromEntries(Object.entries(detail).filter(([name]) => DETAIL_KEPT.has(name)));
}

/** The same JSON with the withheld members null, and of details only their structure. */
export function withheld(body: unknown): unknown {
    return JSON.parse(JSON.stringify(body), (key: string, value: unknown) => {
        if (WITHHELD.has(key))
            return null;
        return key === 'detail' && typeof value === 'object' && value !== null ? structureOf(value) : value;
    });
}

export class Reads {
    constructor(private ports: ReadPorts) {}

    private isFresh(row: Read): boolean {
        const age = this.ports.now() - row.at;

        return age >= 0 && age <= READ_AGE_MAX_MS;
    }

    /** Keep an answer, if such answers are kept. */
    async keep(account: string, path: string, body: unknown): Promise<void> {
        const row: Read = { account, path, body: withheld(body), at: this.ports.now() };

        if (!mayKeep(path) || bytesOf(JSON.stringify(row.body)) > READ_BYTES_MAX)
            return;
        await this.ports.table.put(`${account}|${path}`, row);
        if ((await this.ports.table.count()) > READS_MAX)
            await this.clean();
    }

    /** What the account read here, and when; undefined: nothing, or too long ago. */
    async recall(account: string, path: string): Promise<Read | undefined> {
        const row = await this.ports.table.get(`${account}|${path}`);

        return row !== undefined && this.isFresh(row) ? row : undefined;
    }

    /** The last answer to a path, whoever it was for: the session, when nobody can be asked. */
    async last(path: string): Promise<Read | undefined> {
        return (await this.ports.table.all()).filter((r) => r.path === path && this.isFresh(r))
            .sort((a, b) => b.at - a.at)[0];
    }

    /** Take away what is too old, and the oldest beyond READS_MAX. */
    clean(): Promise<void> {
        return this.ports.table.change((rows) => {
            const fresh = [...rows].filter(([, row]) => this.isFresh(row))
                .sort(([, a], [, b]) => b.at - a.at).slice(0, READS_MAX);
            const kept = new Set(fresh.map(([key]) => key));

            for (const key of [...rows.keys()]) {
                if (!kept.has(key))
                    rows.delete(key);
            }
        });
    }

    /** Only what this account read stays; null: nothing does. */
    wipe(except: string | null): Promise<void> {
        return this.ports.table.change((rows) => {
            for (const [key, row] of rows) {
                if (row.account !== except)
                    rows.delete(key);
            }
        });
    }
}
