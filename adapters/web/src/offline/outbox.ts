// SPDX-License-Identifier: Apache-2.0
// Writes that wait for the line.
//
// An entry is kept before it is sent and removed once the server has answered that it happened, so
// neither a lost line, a closed tab nor a lost reply loses it; and since it goes out under the same
// Idempotency-Key with the same bytes each time, it happens once. Entries of one lane (account,
// role, dispute) go in the order in which they were made; one that needs its person holds those
// behind it, for they were made in the belief that it happens. Nothing is ever sent for another
// account, or in another role, than the one that made it.

import { inOrder, laneOf, type Entry, type Sender, type Wish } from './entry';
import {
    bytesOf, OUTBOX_AGE_MAX_MS, OUTBOX_BODY_BYTES_MAX, OUTBOX_BYTES_MAX, OUTBOX_ENTRIES_MAX,
    OUTBOX_TOTAL_MAX,
} from './limits';
import type { Table } from './table';
import { backoffMs, judge, tooOld, type Judgement, type Reply } from './verdict';

/** What the outbox needs of the world. */
export interface OutboxPorts {
    table: Table<Entry>;
    /** Send the entry as it is. Rejects when no answer came: then nobody knows whether it
     *  happened. */
    send(entry: Entry): Promise<Reply>;
    /** Run fn while no other tab runs one of the same name. wait false: give up at once when one
     *  does. Tells whether fn ran. */
    alone(name: string, wait: boolean, fn: () => Promise<void>): Promise<boolean>;
    now(): number;
    chance(): number; // 0 ≤ x < 1
    /** What is kept has changed. */
    changed(): void;
}

/** Why a wish cannot be kept. key_used: this key waits with other bytes. */
export type Refusal = 'full' | 'too_large' | 'key_used';

export class OutboxError extends Error {
    constructor(readonly reason: Refusal) {
        super(`the outbox does not take it: ${reason}`);
    }
}

/** How a lane was left. empty: all sent. held: an entry needs its person. login: nobody is logged
 *  in. line: no answer. later: the server asked for patience, until `at`. */
export type LaneEnd =
    | { is: 'empty' | 'held' | 'login' | 'busy' }
    | { is: 'line' | 'later'; at: number };

/** What became of an entry that somebody waits for at a form. reply null: another tab sent it. */
export type Sent =
    | { is: 'done'; reply: Reply | null }
    | { is: 'conflict'; entry: Entry }
    | { is: 'waiting'; entry: Entry; why: LaneEnd['is'] };

/** What the person sees of an entry. Of an entry of somebody else only that it is there. */
export type Shown =
    | { mine: true; entry: Entry; other_role: boolean; maybe_done: boolean }
    | { mine: false; account: string; key: string };

function isOf(entry: Sender, sender: Sender): boolean {
    return entry.account === sender.account && entry.role === sender.role;
}

/** How long it still waits by the clock; an entry from before the clock was set back goes now. */
function isLater(entry: Entry, now: number): boolean {
    return entry.not_before > now && entry.created_at <= now;
}

export class Outbox {
    constructor(private ports: OutboxPorts) {}

    /** Keep a wish. The same key with the same bytes is the same entry: a double click or a form
     *  that was reloaded adds nothing. */
    async add(wish: Wish, sender: Sender): Promise<Entry> {
        const entry = await this.ports.table.change((rows) => this.insert(rows, wish, sender));

        this.ports.changed();
        return entry;
    }

    private insert(rows: Map<string, Entry>, wish: Wish, sender: Sender): Entry {
        const old = rows.get(wish.key);

        if (old !== undefined) {
            if (!isOf(old, sender) || old.body !== wish.body || old.path !== wish.path)
                throw new OutboxError('key_used');
            return old;
        }
        this.judgeRoom([...rows.values()], wish, sender);
        const entry: Entry = {
            ...wish, account: sender.account, role: sender.role,
            order: Math.max(0, ...[...rows.values()].map((e) => e.order)) + 1,
            created_at: this.ports.now(), tries: 0, not_before: 0, conflict: null,
        };
        rows.set(entry.key, entry);
        return entry;
    }

    private judgeRoom(all: Entry[], wish: Wish, sender: Sender): void {
        const own = all.filter((e) => e.account === sender.account);
        const size = bytesOf(wish.body);
        const held = own.reduce((sum, e) => sum + bytesOf(e.body), 0);

        if (size > OUTBOX_BODY_BYTES_MAX)
            throw new OutboxError('too_large');
        if (own.length >= OUTBOX_ENTRIES_MAX || all.length >= OUTBOX_TOTAL_MAX ||
            held + size > OUTBOX_BYTES_MAX)
            throw new OutboxError('full');
    }

    /** Keep a wish and try to send it now, after those before it. A conflict that the person meets
     *  at the form is not kept: the form shows it, and its fields are still there. */
    async submit(wish: Wish, sender: Sender): Promise<Sent> {
        const entry = await this.add(wish, sender);
        let sent: Sent = { is: 'waiting', entry, why: 'busy' };

        await this.ports.alone(laneOf(entry), true, async () => {
            const end = await this.drain(laneOf(entry), sender, true, (e, judgement, reply) => {
                if (e.key === wish.key && judgement.is === 'done')
                    sent = { is: 'done', reply };
            });
            if (sent.is === 'waiting')
                sent = await this.fateOf(wish.key, end);
        });
        this.ports.changed();
        return sent;
    }

    private async fateOf(key: string, end: LaneEnd): Promise<Sent> {
        const now = await this.ports.table.get(key);

        if (now === undefined)
            return { is: 'done', reply: null };
        if (now.conflict === null)
            return { is: 'waiting', entry: now, why: end.is };
        await this.ports.table.remove(key);
        return { is: 'conflict', entry: now };
    }

    /** Send what the sender may send now. Tells when to come again; null: when something changes. */
    async run(sender: Sender): Promise<{ again: number | null; login: boolean }> {
        const mine = (await this.ports.table.all()).filter((e) => isOf(e, sender)).sort(inOrder);
        const lanes = new Set(mine.map(laneOf));
        let again: number | null = null;
        let login = false;

        for (const lane of lanes) {
            let end: LaneEnd = { is: 'busy' };

            await this.ports.alone(lane, false, async () => {
                end = await this.drain(lane, sender, false, () => undefined);
            });
            end = end as LaneEnd;
            if ('at' in end)
                again = Math.min(again ?? end.at, end.at);
            login = login || end.is === 'login';
            // Without a line the next lane would only wait for the same time-out.
            if (end.is === 'line' || end.is === 'login')
                break;
        }
        if (lanes.size > 0)
            this.ports.changed();
        return { again, login };
    }

    /** Send a lane from its head until it is empty or something stops it. The caller is alone on
     *  the lane. now true: do not wait for a time that was set before. */
    private async drain(
        lane: string, sender: Sender, now: boolean,
        seen: (entry: Entry, judgement: Judgement, reply: Reply) => void,
    ): Promise<LaneEnd> {
        for (;;) {
            const head = (await this.ports.table.all())
                .filter((e) => laneOf(e) === lane && isOf(e, sender)).sort(inOrder)[0];

            if (head === undefined)
                return { is: 'empty' };
            if (head.conflict !== null)
                return { is: 'held' };
            if (!now && isLater(head, this.ports.now()))
                return { is: 'later', at: head.not_before };
            if (this.ports.now() - head.created_at > OUTBOX_AGE_MAX_MS) {
                await this.replace(head.key, (e) => ({ ...e, conflict: tooOld() }));
                return { is: 'held' };
            }
            const end = await this.attempt(head, seen);
            if (end !== null)
                return end;
        }
    }

    /** One entry, once. null: it happened, the next one may go. */
    private async attempt(
        head: Entry, seen: (entry: Entry, judgement: Judgement, reply: Reply) => void,
    ): Promise<LaneEnd | null> {
        const tries = head.tries + 1;
        const pause = (least: number) =>
            this.ports.now() + Math.max(least, backoffMs(tries, this.ports.chance()));
        let reply: Reply;

        // Counted before it goes out: whoever drops it later is told that it may have happened.
        await this.replace(head.key, (e) => ({ ...e, tries }));
        try {
            reply = await this.ports.send({ ...head, tries });
        } catch {
            return this.postpone(head.key, 'line', pause(0));
        }
        const judgement = judge(reply);
        if (judgement.is === 'done') {
            await this.settle(head, judgement.version);
            seen(head, judgement, reply);
            return null;
        }
        if (judgement.is === 'later')
            return this.postpone(head.key, 'later', pause(judgement.afterMs ?? 0));
        // It did not happen this time; whether it did before, behind a lost reply, an answer that
        // came from in front of the procedure does not say.
        if (judgement.is === 'login') {
            await this.replace(head.key, (e) => ({ ...e, tries: head.tries }));
            return { is: 'login' };
        }
        const conflict = judgement.verdict;
        const isSure = conflict.kind === 'refused' || conflict.kind === 'changed';
        await this.replace(head.key,
            (e) => ({ ...e, tries: isSure ? 0 : head.tries, conflict }));
        return { is: 'held' };
    }

    private async postpone(key: string, is: 'line' | 'later', at: number): Promise<LaneEnd> {
        await this.replace(key, (e) => ({ ...e, not_before: at }));
        return { is, at };
    }

    /** It happened. Those behind it that were made on the same version are now based on the one
     *  that it led to: the person made them knowing of it. If somebody else came in between, the
     *  server has said so already, since the version is checked each time. */
    private settle(head: Entry, version: number | null): Promise<void> {
        const lane = laneOf(head);

        return this.ports.table.change((rows) => {
            rows.delete(head.key);
            for (const [key, e] of rows) {
                if (version !== null && head.base !== null && e.base === head.base &&
                    laneOf(e) === lane && inOrder(head, e) < 0)
                    rows.set(key, { ...e, base: version });
            }
        });
    }

    /** Change an entry that may have been dropped meanwhile. */
    private replace(key: string, fn: (entry: Entry) => Entry): Promise<void> {
        return this.ports.table.change((rows) => {
            const old = rows.get(key);

            if (old !== undefined)
                rows.set(key, fn(old));
        });
    }

    /** What waits, for the person to see. */
    async list(sender: Sender): Promise<Shown[]> {
        const all = (await this.ports.table.all()).sort(inOrder);

        return all.map((entry): Shown =>
            entry.account === sender.account
                ? { mine: true, entry, other_role: entry.role !== sender.role,
                    maybe_done: entry.tries > 0 }
                : { mine: false, account: entry.account, key: entry.key });
    }

    /** The person does not want it any more. Of somebody else's entries nothing is dropped. */
    async drop(key: string, sender: Sender): Promise<boolean> {
        const dropped = await this.ports.table.change((rows) =>
            rows.get(key)?.account === sender.account && rows.delete(key));

        this.ports.changed();
        return dropped;
    }

    /** The person has looked at the case as it is now, at seenVersion, and wants it all the same:
     *  a new command under a new key, in the place of the old one. One that is merely old keeps its
     *  key: it may have happened behind a lost reply, and must not happen again. */
    async again(key: string, newKey: string, seenVersion: number | null, sender: Sender):
        Promise<boolean> {
        const done = await this.ports.table.change((rows) => {
            const old = rows.get(key);

            if (old === undefined || !isOf(old, sender) || old.conflict === null)
                return false;
            const next = old.conflict.kind === 'old' ? key : newKey;

            rows.delete(key);
            rows.set(next, {
                ...old, key: next, base: old.base === null ? null : seenVersion,
                created_at: this.ports.now(), tries: next === key ? old.tries : 0, not_before: 0,
                conflict: null,
            });
            return true;
        });

        this.ports.changed();
        return done;
    }
}
