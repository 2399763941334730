// SPDX-License-Identifier: Apache-2.0
// Every size and time of what a browser keeps for a person. One past a limit is told; nothing is
// cut or thrown away in silence.

export const DAY_MS = 86_400_000;

/** What waits to be sent. The age is far below the 90 days for which a server knows a repeated key. */
export const OUTBOX_ENTRIES_MAX = 100; // of one account
export const OUTBOX_TOTAL_MAX = 400; // of all accounts that use this browser
export const OUTBOX_BODY_BYTES_MAX = 65_536; // of one entry, as the server takes it
export const OUTBOX_BYTES_MAX = 2_097_152; // of all bodies of one account
export const OUTBOX_AGE_MAX_MS = 7 * DAY_MS; // older ones are sent only when the person says so again

/** How an entry is sent. */
export const SEND_TIMEOUT_MS = 30_000;
export const BACKOFF_FIRST_MS = 2_000;
export const BACKOFF_MAX_MS = 300_000;
export const RETRY_AFTER_MAX_MS = 3_600_000; // a server that says more is asked after this anyway
export const LEASE_MS = 2 * SEND_TIMEOUT_MS; // how long a tab without Web Locks holds a lane

/** What was read and may be read again without a line. */
export const READS_MAX = 120; // of one account
export const READ_BYTES_MAX = 131_072; // of one answer
export const READ_AGE_MAX_MS = 12 * 3_600_000; // a working day

/** The number of bytes of a text as it travels. */
export function bytesOf(text: string): number {
    return new TextEncoder().encode(text).length;
}
