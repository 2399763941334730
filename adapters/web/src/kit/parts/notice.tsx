// SPDX-License-Identifier: Apache-2.0
// What people should know here, on the page itself.
import type { ComponentChildren } from 'preact';

export type NoticeKind = 'info' | 'good' | 'warn' | 'bad';

const marks: Record<NoticeKind, string> = { info: 'i', good: '✓', warn: '!', bad: '✕' };

/** live: it comes while people are here, and is said. */
export function Notice({ kind = 'info', live = false, children }:
    { kind?: NoticeKind; live?: boolean; children: ComponentChildren }) {
    return (
        <div class={`notice notice-${kind}`} role={live ? (kind === 'bad' ? 'alert' : 'status') : undefined}>
            <span class="notice-mark" aria-hidden="true">{marks[kind]}</span>
            <div>{children}</div>
        </div>
    );
}

export function Empty({ children }: { children: ComponentChildren }) {
    return <p class="empty">{children}</p>;
}
