// SPDX-License-Identifier: Apache-2.0
// Calls to the server. Reads are tried again on a bad line; so are writes, since each carries an
// Idempotency-Key and the server acts once. Who is not logged in any more is sent to log in.
import { cell } from './cell';
import { ApiError, readProblem } from './problem';

const READ_MS = 20000;
const WRITE_MS = 30000;
const PIECE_MS = 60000; // 256 KiB on a line of 40 kbit/s
const TRIES = 3;
const WAIT_MS = 500;
const WAIT_MS_MAX = 8000;

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface Options {
    query?: Query;
    signal?: AbortSignal;
    /** Sent as Yima-Purpose: why personal data is looked at. */
    purpose?: string;
    /** 401 is an answer like any other: nobody is sent to log in. */
    anonymous?: boolean;
    /** The browser may keep the answer for as long as the server says: never for what is personal. */
    kept?: boolean;
}

export interface WriteOptions extends Options {
    /** Made when the form was opened; see useForm(). */
    key: string;
    /** The version that was looked at: If-Match. */
    version?: number;
    /** How often it is sent when no answer comes; 3. */
    tries?: number;
    /** What the offline queue shows people, when this may be sent later. */
    queue?: { label: string };
}

export interface Answer<T> {
    value: T;
    status: number;
    etag: string | null;
}

export interface Unsent {
    method: string;
    path: string;
    body: unknown;
    key: string;
    version: number | undefined;
    label: string;
}

interface Wiring {
    csrf: () => string | undefined;
    unauthorized: () => void;
    /** Take a write that could not be sent. True: it will be sent later. */
    unsent: (u: Unsent) => Promise<boolean>;
}

const wiring: Wiring = { csrf: () => undefined, unauthorized: () => undefined,
                         unsent: () => Promise.resolve(false) };

/** Let session and offline queue have their say. */
export function wireApi(parts: Partial<Wiring>): void {
    Object.assign(wiring, parts);
}

/** Whether the last call reached the server. */
export const isOnline = cell(true);

export function newKey(): string {
    if (typeof crypto.randomUUID === 'function')
        return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
}

export function withQuery(path: string, query?: Query): string {
    const pairs = new URLSearchParams();
    for (const [name, value] of Object.entries(query ?? {})) {
        if (value !== undefined && value !== null && value !== '')
            pairs.set(name, String(value));
    }
    const text = pairs.toString();
    return text === '' ? path : `${path}?${text}`;
}

interface Call {
    method: string;
    path: string;
    headers: Record<string, string>;
    body: string | Blob | undefined;
    ms: number;
    signal: AbortSignal | undefined;
    cache: RequestCache;
}

/** One attempt. Fails with an ApiError, or as the caller's signal says. */
async function attempt(call: Call): Promise<Response> {
    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(), call.ms);
    const stop = (): void => ending.abort();
    call.signal?.addEventListener('abort', stop);
    try {
        const response = await fetch(call.path, {
            method: call.method,
            headers: call.headers,
            body: call.body ?? null,
            credentials: 'same-origin',
            cache: call.cache,
            signal: ending.signal,
        });
        isOnline.set(true);
        if (response.ok || response.status === 304)
            return response;
        const wait = Number(response.headers.get('Retry-After'));
        throw new ApiError('answered', await readProblem(response),
                           Number.isFinite(wait) && wait > 0 ? wait : undefined);
    } catch (error) {
        if (error instanceof ApiError)
            throw error;
        call.signal?.throwIfAborted();
        isOnline.set(ending.signal.aborted); // a late server is there; an unreachable one is not
        throw new ApiError(ending.signal.aborted ? 'late' : 'offline', undefined);
    } finally {
        clearTimeout(timer);
        call.signal?.removeEventListener('abort', stop);
    }
}

function mayRetry(error: ApiError): boolean {
    return error.failure !== 'answered' || error.status === 503 || error.status === 502 ||
        error.status === 504;
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, ms);
        signal?.addEventListener('abort', () => {
            clearTimeout(timer);
            reject(signal.reason);
        });
    });
}

async function persist(call: Call, tries: number): Promise<Response> {
    for (let n = 1;; n++) {
        try {
            return await attempt(call);
        } catch (error) {
            if (!(error instanceof ApiError) || n >= tries || !mayRetry(error))
                throw error;
            const wait = error.retryAfter !== undefined ? error.retryAfter * 1000
                : WAIT_MS * 2 ** (n - 1);
            await pause(Math.min(wait, WAIT_MS_MAX), call.signal);
        }
    }
}

function headersOf(o: Options): Record<string, string> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (o.purpose !== undefined)
        headers['Yima-Purpose'] = o.purpose;
    return headers;
}

async function valueOf<T>(response: Response): Promise<Answer<T>> {
    const is_json = (response.headers.get('Content-Type') ?? '').includes('json');
    return {
        value: (is_json ? await response.json() : undefined) as T,
        status: response.status,
        etag: response.headers.get('ETag'),
    };
}

function passOn(error: unknown, o: Options): never {
    if (error instanceof ApiError && error.status === 401 && o.anonymous !== true)
        wiring.unauthorized();
    throw error;
}

export async function get<T>(path: string, o: Options = {}): Promise<T> {
    const call: Call = { method: 'GET', path: withQuery(path, o.query), headers: headersOf(o),
                         body: undefined, ms: READ_MS, signal: o.signal,
                         cache: o.kept === true ? 'default' : 'no-store' };
    try {
        return (await valueOf<T>(await persist(call, TRIES))).value;
    } catch (error) {
        return passOn(error, o);
    }
}

/** A write: POST, PUT, PATCH or DELETE. With o.queue it fails as "queued" when the queue took it. */
export async function send<T>(method: string, path: string, body: unknown,
                              o: WriteOptions): Promise<Answer<T>> {
    const headers = headersOf(o);
    const csrf = wiring.csrf();
    headers['Idempotency-Key'] = o.key;
    if (csrf !== undefined)
        headers['X-CSRF-Token'] = csrf;
    if (o.version !== undefined)
        headers['If-Match'] = `"${o.version}"`;
    if (body !== undefined)
        headers['Content-Type'] = 'application/json';
    const call: Call = { method, path: withQuery(path, o.query), headers,
                         body: body === undefined ? undefined : JSON.stringify(body),
                         ms: WRITE_MS, signal: o.signal, cache: 'no-store' };
    try {
        return await valueOf<T>(await persist(call, o.tries ?? TRIES));
    } catch (error) {
        if (error instanceof ApiError && error.failure !== 'answered' && o.queue !== undefined &&
            await wiring.unsent({ method, path: call.path, body, key: o.key, version: o.version,
                                  label: o.queue.label }))
            throw new ApiError('queued', undefined);
        return passOn(error, o);
    }
}

/** A piece of a file, as it is. It may be sent again, so it bears no key. */
export async function sendBytes(path: string, bytes: Blob, signal?: AbortSignal): Promise<void> {
    const headers: Record<string, string> = { Accept: 'application/json', 'Content-Type': 'application/octet-stream' };
    const csrf = wiring.csrf();
    if (csrf !== undefined)
        headers['X-CSRF-Token'] = csrf;
    const call: Call = { method: 'PUT', path, headers, body: bytes, ms: PIECE_MS, signal, cache: 'no-store' };
    try {
        await persist(call, TRIES);
    } catch (error) {
        passOn(error, {});
    }
}
