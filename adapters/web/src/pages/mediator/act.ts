// SPDX-License-Identifier: Apache-2.0
// Doing something in a case: through the outbox, so that a lost line loses nothing.
import { ApiError, notify, t, type Problem } from '../../kit';
import type { Method, Verdict, Wish } from '../../offline/entry';
import { submit } from '../../offline/office';
import { OutboxError, type LaneEnd } from '../../offline/outbox';

/** The server's no, as the kit's forms show it. */
export function problemOf(v: Verdict): Problem {
    return {
        type: v.type, title: v.title, status: v.status, detail: v.detail, source: v.source,
        ...(v.zh === '' ? {} : { refusal: { code: '', zh: v.zh, en: v.en } }),
        ...(v.rule === null ? {} : { rule: v.rule }),
        ...(v.version === null ? {} : { version: v.version }),
        ...(v.errors.length === 0 ? {} : { errors: v.errors }),
    };
}

export interface Act {
    id: string; // of the dispute
    path: string; // below it: "commands", "notes"
    body: unknown;
    key: string;
    base: number | null;
    title: string; // what the outbox shows
    method?: Method;
}

/** done with what the server answered, or kept until the line is back. */
export type Acted = { sent: true; reply: unknown } | { sent: false; why: LaneEnd['is'] };

/** Say what became of it: done, or kept and why. */
export function tell(acted: Acted | { sent: boolean; why?: LaneEnd['is'] | undefined }, done: string): void {
    if (acted.sent)
        notify(done);
    else
        notify(t(acted.why === 'held' ? 'mediator.kept_behind'
            : acted.why === 'login' ? 'mediator.kept_login' : 'mediator.kept'));
}

/** Throws ApiError when the server says no, or when nothing more can be kept. */
export async function act(a: Act): Promise<Acted> {
    const wish: Wish = {
        key: a.key, method: a.method ?? 'POST', path: `/api/v1/disputes/${a.id}/${a.path}`,
        body: a.body === undefined ? '' : JSON.stringify(a.body), subject: a.id, base: a.base,
        title: a.title,
    };
    let sent;

    try {
        sent = await submit(wish);
    } catch (e) {
        if (!(e instanceof OutboxError))
            throw e;
        const text = t(`mediator.outbox_${e.reason}`);
        throw new ApiError('answered', { type: '', title: text, status: 409, detail: text,
            refusal: { code: '', zh: text, en: text } });
    }
    if (sent.is === 'conflict') {
        const verdict = sent.entry.conflict;
        throw new ApiError('answered', verdict === null ? undefined : problemOf(verdict));
    }
    if (sent.is === 'waiting')
        return { sent: false, why: sent.why };
    return { sent: true, reply: sent.reply?.body ?? null };
}

/** The version of an answer, for what follows it at once. */
function versionOf(reply: unknown): number | null {
    const v = (reply as { version?: unknown } | null)?.version;

    return typeof v === 'number' ? v : null;
}

/** What became of several: how many were taken, whether all of those were sent, and the no that
 *  ended it, if it came after the first. */
export interface Many {
    done: number;
    sent: boolean;
    why: LaneEnd['is'] | undefined; // not all were sent
    error: ApiError | undefined;
}

/** Several commands one after the other, each under a key of its own that follows from the form's:
 *  a repetition repeats each. Throws when the very first is refused: then nothing has happened. */
export async function actAll(id: string, bodies: readonly Record<string, unknown>[], key: string,
                             base: number, title: (i: number) => string): Promise<Many> {
    let version: number | null = base;
    let why: LaneEnd['is'] | undefined;

    for (const [i, body] of bodies.entries()) {
        try {
            const acted = await act({ id, path: 'commands', body, key: `${key}.${i}`,
                base: version, title: title(i) });
            version = acted.sent ? versionOf(acted.reply) : version;
            why = acted.sent ? why : why ?? acted.why;
        } catch (e) {
            if (i === 0 || !(e instanceof ApiError))
                throw e;
            return { done: i, sent: why === undefined, why, error: e };
        }
    }
    return { done: bodies.length, sent: why === undefined, why, error: undefined };
}
