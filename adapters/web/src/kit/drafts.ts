// SPDX-License-Identifier: Apache-2.0
// What people have typed and not sent, kept on the device until it is sent or they log out.

const PREFIX = 'yima.draft.';
const OWNER = 'yima.owner';
const BYTES_MAX = 262144; // of one draft; a longer one is not kept

function storage(): Storage | undefined {
    try {
        return window.localStorage;
    } catch {
        return undefined; // forbidden in this browser: nothing is kept
    }
}

export function readDraft<T>(name: string): T | undefined {
    const text = storage()?.getItem(PREFIX + name);
    if (text === null || text === undefined)
        return undefined;
    try {
        return JSON.parse(text) as T;
    } catch {
        return undefined;
    }
}

/** False: it could not be kept. */
export function writeDraft(name: string, value: unknown): boolean {
    const text = JSON.stringify(value);
    if (text.length > BYTES_MAX)
        return false;
    try {
        storage()?.setItem(PREFIX + name, text);
        return true;
    } catch {
        return false;
    }
}

export function dropDraft(name: string): void {
    storage()?.removeItem(PREFIX + name);
}

/** Names of the drafts that begin so. */
export function listDrafts(beginning = ''): string[] {
    const s = storage();
    const names: string[] = [];
    for (let i = 0; s !== undefined && i < s.length; i++) {
        const name = s.key(i);
        if (name?.startsWith(PREFIX + beginning) === true)
            names.push(name.slice(PREFIX.length));
    }
    return names.sort();
}

/** Say who is here. Drafts of another one, who left without logging out, are forgotten. */
export function ownDrafts(owner: string): void {
    try {
        if (storage()?.getItem(OWNER) !== owner)
            forgetDrafts();
        storage()?.setItem(OWNER, owner);
    } catch {
        // Nothing is kept here.
    }
}

export function forgetDrafts(): void {
    for (const name of listDrafts())
        dropDraft(name);
}
