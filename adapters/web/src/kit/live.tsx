// SPDX-License-Identifier: Apache-2.0
// What has just happened, said to everybody: a line on the screen, and a live region.
import { cell, useCell } from './cell';
import { t } from './i18n';

const SHOWN_MS = 8000;

interface Toast {
    id: number;
    text: string;
    kind: 'good' | 'bad';
}

const spoken = cell('');
const toasts = cell<Toast[]>([]);
let last = 0;

/** For who listens; nothing is shown. */
export function announce(text: string): void {
    // The same sentence twice is said twice only when it differs.
    spoken.set(spoken.get() === text ? `${text}\u00a0` : text);
}

/** Show and say it. What must not be missed belongs on the page instead. */
export function notify(text: string, kind: 'good' | 'bad' = 'good'): void {
    const id = ++last;
    toasts.set([...toasts.get().slice(-2), { id, text, kind }]);
    announce(text);
    setTimeout(() => dismiss(id), SHOWN_MS);
}

function dismiss(id: number): void {
    toasts.set(toasts.get().filter((x) => x.id !== id));
}

export function Live() {
    return <div class="hidden" role="status" aria-live="polite">{useCell(spoken)}</div>;
}

export function Toasts() {
    const shown = useCell(toasts);
    return (
        <div class="toasts" role="region" aria-label={t('kit.messages')}>
            {shown.map((x) => (
                <div key={x.id} class={`toast toast-${x.kind}`}>
                    <span>{x.text}</span>
                    <button type="button" class="plain" aria-label={t('kit.close')}
                        onClick={() => dismiss(x.id)}>×</button>
                </div>
            ))}
        </div>
    );
}
