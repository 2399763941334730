// SPDX-License-Identifier: Apache-2.0
// What the server says of attachments.
import type { Word } from '../../kit';

export interface Attachment {
    id: string;
    name: string | null;
    bytes: number;
    media: Word & { type: string };
    kind: Word;
    purpose: Word;
    parties: boolean;
    court: boolean;
    seat: number | null;
    role: Word;
    author: { seat: number | null; staff: string | null; name: string | null };
    mine: boolean;
    at: string;
}

export interface Upload {
    id: string;
    part_bytes: number;
    parts: number;
    missing: number[];
    attached: boolean;
}

export type Kind = 'neutral' | 'undisputed' | 'concession' | 'caucus';
export type Purpose = 'evidence' | 'identity' | 'signature_scan' | 'performance' | 'ruling' | 'other';

export interface Wish {
    kind: Kind;
    purpose: Purpose;
    parties: boolean;
    court: boolean;
}

export const PURPOSES: readonly Purpose[] = ['evidence', 'identity', 'signature_scan', 'performance', 'ruling', 'other'];
export const BYTES_MAX = 20 * 1024 * 1024;
/** For the picker of the system; what is taken is judged by content. */
export const ACCEPT = '.pdf,.jpg,.jpeg,.png,.webp,.heic,.heif,.mp4,.m4v,.3gp,.mov,.m4a,.mp3,.wav,.amr,.docx,.xlsx,.ofd,.txt';
