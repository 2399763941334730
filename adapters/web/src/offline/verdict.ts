// SPDX-License-Identifier: Apache-2.0
// What an answer of the server means for an entry that waits.

import type { Mistake, Verdict } from './entry';
import { BACKOFF_FIRST_MS, BACKOFF_MAX_MS, RETRY_AFTER_MAX_MS } from './limits';

/** An answer, as far as it matters here. */
export interface Reply {
    status: number;
    body: unknown; // parsed JSON; null when there is none
    retryAfterS: number | null;
    version: number | null; // of the ETag
}

/** done: it happened (now or before). login: nobody is logged in. later: ask again.
 *  conflict: only the person can go on. */
export type Judgement =
    | { is: 'done'; version: number | null }
    | { is: 'login' }
    | { is: 'later'; afterMs: number | null }
    | { is: 'conflict'; verdict: Verdict };

const KINDS: Readonly<Record<number, Verdict['kind']>> = {
    400: 'invalid', 403: 'forbidden', 404: 'forbidden', 409: 'refused', 410: 'forbidden',
    412: 'changed', 413: 'invalid', 422: 'invalid',
};

type Json = Readonly<Record<string, unknown>>;

function object(value: unknown): Json {
    return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function text(value: unknown): string {
    return typeof value === 'string' ? value : '';
}

function whole(value: unknown): number | null {
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}

function mistakes(value: unknown): Mistake[] {
    if (!Array.isArray(value))
        return [];
    return value.map(object).map((m) => ({
        pointer: text(m['pointer']), code: text(m['code']), detail: text(m['detail']),
    }));
}

/** The server's refusal in the form in which it is kept and shown. */
export function verdictOf(reply: Reply): Verdict {
    const problem = object(reply.body);
    const refusal = object(problem['refusal']);

    return {
        kind: KINDS[reply.status] ?? 'unexpected',
        status: reply.status,
        type: text(problem['type']),
        title: text(problem['title']),
        detail: text(problem['detail']),
        zh: text(refusal['zh']),
        en: text(refusal['en']),
        rule: whole(problem['rule']),
        source: text(problem['source']),
        version: whole(problem['version']),
        errors: mistakes(problem['errors']),
    };
}

/** The verdict on an entry that has waited for too long. */
export function tooOld(): Verdict {
    return {
        kind: 'old', status: 0, type: '', title: '', detail: '', zh: '', en: '', rule: null, source: '',
        version: null, errors: [],
    };
}

/** A 409 is the procedure's no, unless it says that the dispute changed while it was looked at:
 *  then nothing is wrong with the command. */
function isPassing(reply: Reply): boolean {
    const type = text(object(reply.body)['type']);

    return reply.status >= 500 || reply.status === 408 || reply.status === 425 ||
        reply.status === 429 || (reply.status === 409 && type.endsWith('/conflict'));
}

export function judge(reply: Reply): Judgement {
    if (reply.status >= 200 && reply.status < 300) {
        const version = whole(object(reply.body)['version']) ?? reply.version;
        return { is: 'done', version };
    }
    if (reply.status === 401)
        return { is: 'login' };
    if (isPassing(reply)) {
        const s = reply.retryAfterS;
        return { is: 'later', afterMs: s === null ? null : Math.min(s * 1000, RETRY_AFTER_MAX_MS) };
    }
    return { is: 'conflict', verdict: verdictOf(reply) };
}

/** How long to wait after the n-th try (n from 1): doubling, with up to a half taken off by chance
 *  (0 ≤ chance < 1), so that the phones of a street do not ask in step when the line is back. */
export function backoffMs(n: number, chance: number): number {
    const whole = Math.min(BACKOFF_FIRST_MS * 2 ** Math.min(n - 1, 30), BACKOFF_MAX_MS);

    return Math.round(whole * (1 - chance / 2));
}
