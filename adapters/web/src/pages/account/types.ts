// SPDX-License-Identifier: Apache-2.0
// Accounts as the server tells them.
import type { Word } from '../../kit';

export interface Grant {
    role: Word;
    staff: string | null;
    body: string | null;
    region: string | null;
    usable?: boolean; // false: the staff behind it was disabled
}

export interface Account {
    id: string;
    login: string;
    name: string;
    active: boolean;
    totp: boolean;
    has_password: boolean;
    grants: Grant[];
    created_at: string;
    changed_at: string | null;
}

/** A grant as it is sent. */
export interface NewGrant {
    role: string;
    staff?: string;
    body?: string;
    region?: string;
}

export interface Link {
    link: string;
    path: string; // of the page that it opens
    expires_at: string;
}

export interface TotpSetup {
    secret: string;
    otpauth: string;
}
