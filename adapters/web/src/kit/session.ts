// SPDX-License-Identifier: Apache-2.0
// Who is logged in, and what they may do. The cookie is the server's; we hold what it tells us.
import { get, newKey, send, wireApi } from './api';
import { cell } from './cell';
import { forgetDrafts, ownDrafts } from './drafts';
import { ApiError } from './problem';
import type { Word } from './words';

export interface Session {
    kind: 'account' | 'party';
    name: string;
    login?: string;
    totp?: boolean; // the second factor is on
    role: Word;
    roles: Word[];
    staff?: string | null;
    body?: string | null;
    region?: string | null;
    dispute?: string;
    seat?: number;
    code_bar?: Word; // why the code by which a party came does not speak for it
    rights: string[];
    csrf: string;
    expires_at: string;
}

/** undefined: not asked yet. null: nobody. */
export const session = cell<Session | null | undefined>(undefined);

export function can(right: string): boolean {
    return session.get()?.rights.includes(right) ?? false;
}

export function hasRole(...codes: string[]): boolean {
    const role = session.get()?.role.code;
    return role !== undefined && codes.includes(role);
}

/** Ask the server who we are. */
export async function loadSession(): Promise<Session | null> {
    try {
        session.set(await get<Session>('/api/v1/session', { anonymous: true }));
    } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 401)
            throw error;
        session.set(null);
    }
    return session.get() ?? null;
}

export interface Credentials {
    login: string;
    password: string;
    totp?: string;
    role?: string;
}

export async function logIn(c: Credentials, key: string): Promise<Session> {
    const answer = await send<Session>('POST', '/api/v1/session', c, { key, anonymous: true });
    session.set(answer.value);
    return answer.value;
}

let left = false;

/** Did somebody log out here? Then the next one to log in is not led to where that one was. */
export function hasLeft(): boolean {
    return left;
}

/** End the session, here or everywhere. What was drafted on this device goes, too: the next one to
 * use it may be somebody else. */
export async function logOut(everywhere = false): Promise<void> {
    try {
        await send('DELETE', everywhere ? '/api/v1/sessions' : '/api/v1/session', undefined,
                   { key: newKey(), anonymous: true });
    } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 401)
            throw error;
    }
    forgetDrafts();
    left = true;
    session.set(null);
}

export async function switchRole(role: string, key: string): Promise<void> {
    session.set((await send<Session>('PUT', '/api/v1/session/role', { role }, { key })).value);
}

/** What was drafted here belongs to who drafted it: another one who logs in does not find it. */
session.watch((s) => {
    if (s === null || s === undefined)
        return;
    left = false;
    ownDrafts(s.kind === 'party' ? `p:${s.dispute ?? ''}:${s.seat ?? ''}` : `a:${s.login ?? ''}`);
});

wireApi({
    csrf: () => session.get()?.csrf,
    unauthorized: () => session.set(null),
});
