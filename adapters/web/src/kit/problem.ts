// SPDX-License-Identifier: Apache-2.0
// What went wrong with a call: a problem document of the server (RFC 9457), or no answer at all.
import type { Word } from './words';

export interface Mistake {
    pointer: string; // "#/parties/0/name"
    code: string;
    detail: string;
    zh?: string; // the same in Chinese, where the server has a text for it
    allowed?: string[];
}

export interface Problem {
    type: string; // "/problems/conflict"
    title: string;
    status: number;
    detail?: string;
    instance?: string; // the request's id, to tell an operator
    errors?: Mistake[];
    more_errors?: boolean;
    refusal?: Word;
    fields?: Word[];
    roles?: Word[];
    rule?: number;
    source?: string;
    version?: number;
    zh?: string; // some problems say it in Chinese, too
}

/** offline: nothing was reached. late: no answer in time. answered: there is a problem document.
 * queued: nothing was reached, and the offline queue will send it. */
export type Failure = 'offline' | 'late' | 'answered' | 'queued';

export class ApiError extends Error {
    constructor(readonly failure: Failure, readonly problem: Problem | undefined,
                readonly retryAfter: number | undefined = undefined) {
        super(problem?.detail ?? problem?.title ?? failure);
        this.name = 'ApiError';
    }

    get status(): number {
        return this.problem?.status ?? 0;
    }

    /** Somebody changed it since it was read. */
    get isStale(): boolean {
        return this.status === 412;
    }

    /** Whether the server may have acted all the same: then the same key must be sent again. */
    get isUncertain(): boolean {
        return this.failure !== 'answered' || this.status >= 500;
    }
}

/** "#/parties/0/name" as "/parties/0/name", with RFC 6901's escapes undone. */
export function pointerPath(pointer: string): string {
    const bare = pointer.startsWith('#') ? pointer.slice(1) : pointer;
    let text = bare;
    try {
        text = decodeURIComponent(bare);
    } catch {
        // Not an URI fragment after all: it is taken as it is.
    }
    return text.replace(/~1/g, '/').replace(/~0/g, '~');
}

/** Which of these pointers a mistake belongs to: its own, else the nearest above it. */
export function nearestPointer(pointer: string, known: Iterable<string>): string | undefined {
    const path = pointerPath(pointer);
    let best: string | undefined;
    for (const k of known) {
        if ((path === k || path.startsWith(`${k}/`)) && (best === undefined || k.length > best.length))
            best = k;
    }
    return best;
}

export async function readProblem(response: Response): Promise<Problem> {
    const bare = { type: 'about:blank', title: response.statusText, status: response.status };
    try {
        const body: unknown = await response.json();
        if (typeof body === 'object' && body !== null && 'title' in body)
            return { ...bare, ...(body as Partial<Problem>), status: response.status };
    } catch {
        // A proxy in between answered in its own words.
    }
    return bare;
}
