// SPDX-License-Identifier: Apache-2.0
// Work without a mouse: single keys, listed by "?", that can be switched off (WCAG 2.1.4) and are
// never taken from a field that is being typed in.
import { useEffect, useState } from 'preact/hooks';
import { Button, Dialog, cell, navigate, t, useCell } from '../../kit';

const STORED = 'yima.clerk.keys';
const CHORD_MS = 1500;

function stored(): boolean {
    try {
        return localStorage.getItem(STORED) !== 'off';
    } catch {
        return true;
    }
}

const areOn = cell(stored());

function switchKeys(on: boolean): void {
    areOn.set(on);
    try {
        localStorage.setItem(STORED, on ? 'on' : 'off');
    } catch {
        // It lasts as long as the page.
    }
}

/** Is this key meant for something that is typed in or chosen from? */
export function isTyping(target: EventTarget | null): boolean {
    return target instanceof HTMLElement &&
        (target.isContentEditable || target.closest('input, select, textarea, dialog') !== null);
}

const places: Record<string, string> = { w: '/app/work', i: '/app/intake', s: '/app/disputes' };

/** "g" and then a letter, within a moment. */
function chord(): (key: string) => string | undefined {
    let began = 0;
    return (key) => {
        const isSecond = Date.now() - began < CHORD_MS;
        began = key === 'g' ? Date.now() : 0;
        return isSecond ? places[key] : undefined;
    };
}

const listed: [string, string][] = [
    ['?', 'help'], ['g w', 'work'], ['g i', 'intake'], ['g s', 'search'], ['/', 'find'],
    ['j ↓', 'down'], ['k ↑', 'up'], ['x', 'mark'], ['Enter', 'open'],
];

/** The keys that all clerk's pages share, and their list. */
export function Keys() {
    const on = useCell(areOn);
    const [open, setOpen] = useState(false);
    useEffect(() => {
        const second = chord();
        const onKey = (e: KeyboardEvent): void => {
            if (e.ctrlKey || e.metaKey || e.altKey || isTyping(e.target) || !areOn.get())
                return;
            const to = second(e.key);
            if (to !== undefined) {
                e.preventDefault();
                navigate(to);
            } else if (e.key === '?') {
                e.preventDefault();
                setOpen(true);
            } else if (e.key === '/') {
                const field = document.querySelector<HTMLInputElement>('[name="q"]');
                if (field !== null) {
                    e.preventDefault();
                    field.focus();
                }
            }
        };
        addEventListener('keydown', onKey);
        return () => removeEventListener('keydown', onKey);
    }, []);
    return (
        <>
            <Button onClick={() => setOpen(true)} label={t('clerk.keys')}>
                <kbd aria-hidden="true">?</kbd>
            </Button>
            <Dialog title={t('clerk.keys')} open={open} onClose={() => setOpen(false)}>
                <dl class="clerk-keys">
                    {listed.map(([key, name]) => (
                        <div key={key}><dt><kbd>{key}</kbd></dt><dd>{t(`clerk.key_${name}`)}</dd></div>
                    ))}
                </dl>
                <label class="choice clerk-switch">
                    <input type="checkbox" checked={on}
                        onChange={(e) => switchKeys(e.currentTarget.checked)} />
                    <span>{t('clerk.keys_on')}</span>
                </label>
            </Dialog>
        </>
    );
}

export function keysAreOn(): boolean {
    return areOn.get();
}
