// SPDX-License-Identifier: Apache-2.0
// The outbox at work in a page: it sends when the line is back, when somebody logs in, and when the
// page is looked at again; it tells the pages what waits.
import { isOnline, newKey, wireApi } from '../kit/api';
import { cell } from '../kit/cell';
import { loadSession, session, type Session } from '../kit/session';
import { byLeases, byLocks, type Alone, type Lease } from './alone';
import { openDatabase, type Database } from './database';
import type { Entry, Sender, Wish } from './entry';
import { SEND_TIMEOUT_MS } from './limits';
import { Outbox, type Sent, type Shown } from './outbox';
import { Reads, type Read } from './reads';
import type { Reply } from './verdict';

/** What waits, mine and that of others; newest state over all tabs. */
export const waiting = cell<Shown[]>([]);
/** False: this browser keeps nothing beyond the tab. */
export const keeps = cell(true);
/** Grows whenever something that waited has gone out: pages then read again. */
export const arrivals = cell(0);

interface Office {
    outbox: Outbox;
    reads: Reads;
}

let opened: Promise<Office> | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let running: Promise<void> | undefined;
const channel = typeof BroadcastChannel === 'undefined' ? undefined
    : new BroadcastChannel('yima-outbox');

/** Who sends, or reads: stable over log-ins, another for each account. */
export function senderOf(s: Session): Sender {
    const account = s.kind === 'party' ? `p:${s.dispute ?? ''}:${s.seat ?? ''}`
        : `a:${s.login ?? s.name}`;

    return { account, role: s.role.code };
}

function sender(): Sender | null {
    const s = session.get();

    return s === null || s === undefined ? null : senderOf(s);
}

// ---- Sending ----

function headersOf(e: Entry): Record<string, string> {
    return {
        Accept: 'application/json',
        'Idempotency-Key': e.key,
        'X-CSRF-Token': session.get()?.csrf ?? '',
        ...(e.body === '' ? {} : { 'Content-Type': 'application/json' }),
        ...(e.base === null ? {} : { 'If-Match': `"${e.base}"` }),
    };
}

function wholeOf(text: string | null | undefined): number | null {
    return text !== null && text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

async function call(e: Entry): Promise<Reply> {
    const ending = new AbortController();
    const clock = setTimeout(() => ending.abort(), SEND_TIMEOUT_MS);

    try {
        const r = await fetch(e.path, {
            method: e.method, headers: headersOf(e), body: e.body === '' ? null : e.body,
            credentials: 'same-origin', cache: 'no-store', signal: ending.signal,
        });
        const isJson = (r.headers.get('Content-Type') ?? '').includes('json');
        const body: unknown = isJson ? await r.json() : null;

        isOnline.set(true);
        return {
            status: r.status, body,
            retryAfterS: wholeOf(r.headers.get('Retry-After')),
            version: wholeOf(/^"(\d+)"$/.exec(r.headers.get('ETag') ?? '')?.[1]),
        };
    } catch (error) {
        isOnline.set(ending.signal.aborted);
        throw error;
    } finally {
        clearTimeout(clock);
    }
}

/** A 403 may only mean that another tab has logged in anew, or somebody else: the cookie is shared.
 *  Then the same person tries once more, and for anybody else the entry waits. */
async function send(e: Entry): Promise<Reply> {
    const csrf = session.get()?.csrf;
    const reply = await call(e);

    if (reply.status !== 403)
        return reply;
    const now = await loadSession();
    if (now === null || senderOf(now).account !== e.account || senderOf(now).role !== e.role)
        return { ...reply, status: 401 };
    return now.csrf === csrf ? reply : call(e);
}

// ---- Opening ----

function aloneFor(db: Database): Alone {
    if ('locks' in navigator && navigator.locks !== undefined)
        return byLocks(navigator.locks);
    return byLeases({
        table: db.table<Lease>('leases'),
        holder: newKey(),
        now: () => Date.now(),
        pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    });
}

async function open(): Promise<Office> {
    const db = await openDatabase();

    keeps.set(db.keeps);
    return {
        outbox: new Outbox({
            table: db.table<Entry>('outbox'),
            send,
            alone: aloneFor(db),
            now: () => Date.now(),
            chance: () => Math.random(),
            changed: () => {
                channel?.postMessage('changed');
                void refresh();
            },
        }),
        reads: new Reads({ table: db.table<Read>('reads'), now: () => Date.now() }),
    };
}

export function office(): Promise<Office> {
    opened ??= open();
    return opened;
}

async function refresh(): Promise<void> {
    const me = sender() ?? { account: '', role: '' };
    const { outbox } = await office();
    const shown = await outbox.list(me);

    if (shown.length < waiting.get().length)
        arrivals.set(arrivals.get() + 1);
    waiting.set(shown);
}

// ---- Going ----

async function round(): Promise<void> {
    const { outbox } = await office();
    const who = session.get();

    clearTimeout(timer);
    if (who !== null && who !== undefined && !isProven(who))
        await loadSession();
    const me = sender();
    if (me === null)
        return;
    const end = await outbox.run(me);
    if (end.login)
        await loadSession().catch(() => undefined);
    if (end.again !== null)
        timer = setTimeout(go, Math.max(1000, end.again - Date.now()));
}

/** Send what may go; calls while one is under way join it. */
export function go(): void {
    running ??= round().catch(() => undefined).finally(() => (running = undefined));
}

/** Send a form's wish now if the line is there, later if not. Throws OutboxError, or Error when
 *  nobody is logged in. */
export async function submit(wish: Wish): Promise<Sent> {
    const me = sender();
    const { outbox } = await office();

    if (me === null)
        throw new Error('nobody is logged in');
    const sent = await outbox.submit(wish, me);
    if (sent.is === 'waiting')
        timer = setTimeout(go, 2000);
    return sent;
}

export async function drop(key: string): Promise<void> {
    const me = sender();

    if (me !== null)
        await (await office()).outbox.drop(key, me);
    go();
}

/** The person has seen the case at this version and wants it all the same. */
export async function sendAgain(key: string, seenVersion: number | null): Promise<void> {
    const me = sender();

    if (me !== null)
        await (await office()).outbox.again(key, newKey(), seenVersion, me);
    go();
}

// ---- Who ----

const SESSION = '/api/v1/session';

/** Was it the server who said so, in the life of this page? */
function isProven(s: Session): boolean {
    return s.csrf !== '';
}

/** Who was here last, when the server cannot be asked: enough to read what this device keeps, and
 *  to write down what is sent once the server has said who it is. Ends by itself, with the reads. */
export async function lastSession(): Promise<Session | undefined> {
    const row = await (await office()).reads.last(SESSION);

    return row === undefined ? undefined : { ...(row.body as Session), csrf: '' };
}

/** What this account has read stays for it alone; without one nothing does. */
async function onSession(s: Session | null | undefined): Promise<void> {
    if (s === undefined)
        return;
    const { reads } = await office();

    await reads.wipe(s === null ? null : senderOf(s).account);
    if (s !== null && isProven(s))
        await reads.keep(senderOf(s).account, SESSION, s);
    await refresh();
    go();
}

/** Once, when the page starts. */
export function startOffice(): void {
    wireApi({
        unsent: async (u) => {
            const me = sender();

            if (me === null)
                return false;
            const { outbox } = await office();
            await outbox.add({
                key: u.key, method: u.method as Wish['method'], path: u.path,
                body: u.body === undefined ? '' : JSON.stringify(u.body),
                subject: /\/disputes\/([^/?]+)/.exec(u.path)?.[1] ?? u.path,
                base: u.version ?? null, title: u.label,
            }, me);
            timer = setTimeout(go, 2000);
            return true;
        },
    });
    session.watch((s) => void onSession(s));
    isOnline.watch((there) => there && go());
    addEventListener('online', go);
    document.addEventListener('visibilitychange', () => document.hidden || go());
    channel?.addEventListener('message', () => void refresh());
    void onSession(session.get());
}
