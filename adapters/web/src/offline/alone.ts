// SPDX-License-Identifier: Apache-2.0
// One tab at a time. The key of an entry keeps it from happening twice in any case; this keeps two
// tabs from sending it twice, and from overtaking each other.

import { LEASE_MS } from './limits';
import type { Table } from './table';

export type Alone = (name: string, wait: boolean, fn: () => Promise<void>) => Promise<boolean>;

/** By the browser's own locks, which end with the tab that holds them. */
export function byLocks(locks: LockManager): Alone {
    return async (name, wait, fn) => {
        let ran = false;

        await locks.request(`yima-outbox ${name}`, { ifAvailable: !wait }, async (lock) => {
            if (lock === null)
                return;
            ran = true;
            await fn();
        });
        return ran;
    };
}

/** Who holds a name until when. */
export interface Lease {
    holder: string;
    until: number;
}

export interface LeasePorts {
    table: Table<Lease>;
    holder: string; // of this tab, drawn by chance
    now(): number;
    pause(ms: number): Promise<void>;
}

const ASK_AGAIN_MS = 250;

/** By leases in the database, for browsers without locks. A tab that dies holds a name until its
 *  lease ends; one whose clock was set back is taken to have died. */
export function byLeases(ports: LeasePorts): Alone {
    const take = (name: string): Promise<boolean> =>
        ports.table.change((rows) => {
            const now = ports.now();
            const old = rows.get(name);

            if (old !== undefined && old.holder !== ports.holder && old.until > now &&
                old.until <= now + LEASE_MS)
                return false;
            rows.set(name, { holder: ports.holder, until: now + LEASE_MS });
            return true;
        });
    const give = (name: string): Promise<void> =>
        ports.table.change((rows) => {
            if (rows.get(name)?.holder === ports.holder)
                rows.delete(name);
        });
    // Within one tab the lease does not part two callers, so they queue up here.
    const busy = new Map<string, Promise<void>>();

    const hold = async (name: string, wait: boolean, fn: () => Promise<void>): Promise<boolean> => {
        while (!(await take(name))) {
            if (!wait)
                return false;
            await ports.pause(ASK_AGAIN_MS);
        }
        let isOver = false;
        // Work that takes longer than a lease keeps it.
        const renew = async (): Promise<void> => {
            for (;;) {
                await ports.pause(LEASE_MS / 4);
                if (isOver || !(await take(name)))
                    return;
            }
        };

        void renew();
        try {
            await fn();
        } finally {
            isOver = true;
            await give(name);
        }
        return true;
    };

    return async (name, wait, fn) => {
        while (busy.has(name)) {
            if (!wait)
                return false;
            await busy.get(name);
        }
        const turn = hold(name, wait, fn);
        const quiet = turn.then(() => undefined, () => undefined);

        busy.set(name, quiet);
        try {
            return await turn;
        } finally {
            busy.delete(name);
        }
    };
}
