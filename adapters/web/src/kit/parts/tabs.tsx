// SPDX-License-Identifier: Apache-2.0
// Tabs, by arrow keys too; which one is open stands in the address.
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { setQuery, usePlace } from '../router';

export interface Tab {
    id: string;
    title: string;
    count?: number;
    body: () => ComponentChildren;
}

/** name: the parameter of the address that says which is open. */
export function Tabs({ label, tabs, name = 'tab' }: { label: string; tabs: Tab[]; name?: string }) {
    const asked = usePlace().query.get(name);
    const list = useRef<HTMLDivElement>(null);
    const at = Math.max(0, tabs.findIndex((x) => x.id === asked));
    const open = tabs[at];
    const go = (i: number): void => {
        const next = tabs[(i + tabs.length) % tabs.length]!;
        setQuery({ [name]: next.id });
        list.current?.querySelector<HTMLElement>(`#${name}-${next.id}`)?.focus();
    };
    const onKey = (e: KeyboardEvent): void => {
        const step = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[e.key];
        if (step === undefined)
            return;
        e.preventDefault();
        go(step);
    };
    if (open === undefined)
        return null;
    return (
        <div class="tabs">
            <div class="tablist" role="tablist" aria-label={label} ref={list} onKeyDown={onKey}>
                {tabs.map((x, i) => (
                    <button key={x.id} type="button" role="tab" id={`${name}-${x.id}`}
                        aria-selected={i === at} aria-controls={`${name}-panel`}
                        tabIndex={i === at ? 0 : -1} onClick={() => go(i)}>
                        {x.title}{x.count !== undefined && <span class="count">{x.count}</span>}
                    </button>
                ))}
            </div>
            <div role="tabpanel" id={`${name}-panel`} aria-labelledby={`${name}-${open.id}`} tabIndex={0}>
                {open.body()}
            </div>
        </div>
    );
}
