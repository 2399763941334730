// SPDX-License-Identifier: Apache-2.0
// A file on its way: announced, sent in parts, finished. A line that breaks costs a part, not the
// file: whoever chooses the same file again goes on where it was, also after the page was closed,
// since the key of an upload is made of what it says.
import { ApiError, newKey, send, sendBytes } from '../../kit';
import type { Attachment, Upload, Wish } from './types';

const AT_ONCE = 3;

export interface Progress {
    sent: number; // bytes
    total: number;
}

async function sha256(bytes: BufferSource): Promise<string> {
    const hash = await crypto.subtle.digest('SHA-256', bytes);
    return [...new Uint8Array(hash)].map((b) => b.toString(16).padStart(2, '0')).join('');
}

interface Announcement extends Partial<Wish> {
    name: string;
    bytes: number;
    sha256: string;
}

async function announce(path: string, body: Announcement, signal: AbortSignal): Promise<Upload> {
    const key = `file-${await sha256(new TextEncoder().encode(JSON.stringify(body)))}`;
    try {
        return (await send<Upload>('POST', path, body, { key, signal })).value;
    } catch (e) {
        if (!(e instanceof ApiError) || e.status !== 409)
            throw e;
        // That upload is over: it was refused, or lay about too long.
        return (await send<Upload>('POST', path, body, { key: newKey(), signal })).value;
    }
}

/** Send what is missing, a few parts at once: a line that answers late is not a slow line. */
async function sendParts(path: string, file: Blob, up: Upload, signal: AbortSignal, tell: (p: Progress) => void): Promise<void> {
    const left = [...up.missing];
    const bytesOf = (i: number): number => Math.min(up.part_bytes, file.size - i * up.part_bytes);
    let sent = file.size - left.reduce((sum, i) => sum + bytesOf(i), 0);
    const lane = async (): Promise<void> => {
        for (let i = left.shift(); i !== undefined; i = left.shift()) {
            const from = i * up.part_bytes;
            try {
                await sendBytes(`${path}/${up.id}/parts/${i}`, file.slice(from, from + up.part_bytes), signal);
            } catch (e) {
                left.length = 0; // the other lanes stop, too
                throw e;
            }
            sent += bytesOf(i);
            tell({ sent, total: file.size });
        }
    };

    tell({ sent, total: file.size });
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

/** Names as the server takes them: a phone may call a picture anything. */
export function cleanName(name: string): string {
    const plain = name.normalize('NFC').replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff/\\:*?"<>|]/g, ' ')
        .replace(/\s+/g, ' ').replace(/^[ .]+|[ .]+$/g, '');
    const dot = plain.lastIndexOf('.');
    const [stem, ext] = dot > 0 ? [plain.slice(0, dot), plain.slice(dot)] : [plain, ''];
    return [...stem].slice(0, 120 - ext.length).join('').trimEnd() + ext;
}

/** Put a file in; fails with an ApiError, and may then be called again with the same. */
export async function upload(dispute: string, file: File, wish: Wish, signal: AbortSignal,
                             tell: (p: Progress) => void): Promise<Attachment> {
    const path = `/api/v1/disputes/${dispute}/attachments`;
    const body: Announcement = {
        name: cleanName(file.name), bytes: file.size, sha256: await sha256(await file.arrayBuffer()),
        kind: wish.kind, purpose: wish.purpose,
        ...(wish.parties ? { parties: true } : {}), ...(wish.court ? { court: true } : {}),
    };
    const up = await announce(path, body, signal);

    await sendParts(path, file, up, signal, tell);
    return (await send<Attachment>('POST', `${path}/${up.id}/finish`, undefined, { key: newKey(), signal })).value;
}
