// SPDX-License-Identifier: Apache-2.0
// A page: its title in the tab and as the one heading, which takes the focus when one comes here.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { usePlace } from '../router';
import { t } from '../i18n';

export interface PageFrameProps {
    title: string;
    /** Beside the title: what can be done here. */
    actions?: ComponentChildren;
    /** For text and forms: no wider than is good to read. */
    narrow?: boolean;
    children: ComponentChildren;
}

let focused = 0;

export function Page({ title, actions, narrow = false, children }: PageFrameProps) {
    const { visit } = usePlace();
    const heading = useRef<HTMLHeadingElement>(null);
    useEffect(() => {
        document.title = `${title} · ${t('shell.name')}`;
    }, [title]);
    useEffect(() => {
        // Not on the very first page: there the reader begins at the top by itself.
        if (visit === 0 || visit === focused)
            return;
        focused = visit;
        window.scrollTo(0, 0);
        heading.current?.focus({ preventScroll: true });
    }, [visit]);
    return (
        <div class={narrow ? 'page page-narrow' : 'page'}>
            <div class="page-head">
                <h1 tabIndex={-1} ref={heading}>{title}</h1>
                {actions !== undefined && <div class="actions">{actions}</div>}
            </div>
            {children}
        </div>
    );
}

export function Section({ title, actions, children }:
    { title: string; actions?: ComponentChildren; children: ComponentChildren }) {
    return (
        <section class="card">
            <div class="card-head">
                <h2>{title}</h2>
                {actions !== undefined && <div class="actions">{actions}</div>}
            </div>
            {children}
        </section>
    );
}

/** Pairs of what and which. */
export function Facts({ rows }: { rows: [string, ComponentChildren][] }) {
    return (
        <dl class="facts">
            {rows.map(([name, value]) => (
                <div key={name}><dt>{name}</dt><dd>{value}</dd></div>
            ))}
        </dl>
    );
}
