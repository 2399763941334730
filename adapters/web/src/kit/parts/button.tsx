// SPDX-License-Identifier: Apache-2.0
// Buttons: never two acts from a double press, and it shows while one is under way.
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useFormState } from '../form';
import { t } from '../i18n';

export type Weight = 'main' | 'plain' | 'danger';

export interface ButtonProps {
    /** A promise keeps the button busy until it ends. */
    onClick?: () => unknown;
    busy?: boolean;
    disabled?: boolean;
    weight?: Weight;
    /** Over the full width, for a thumb. */
    wide?: boolean;
    type?: 'button' | 'submit';
    label?: string; // for who cannot see what is in it
    expanded?: boolean; // of a button that opens something
    children: ComponentChildren;
}

export function Button(props: ButtonProps) {
    const { onClick, disabled = false, weight = 'plain', wide = false, type = 'button' } = props;
    const acting = useRef(false);
    const [own, setOwn] = useState(false);
    const busy = own || props.busy === true;
    const act = (): void => {
        if (acting.current || busy || onClick === undefined)
            return;
        const done = onClick();
        if (!(done instanceof Promise))
            return;
        acting.current = true;
        setOwn(true);
        void done.finally(() => {
            acting.current = false;
            setOwn(false);
        });
    };
    // A busy button keeps the focus, so it is not disabled: it only does nothing.
    return (
        <button type={type} class={`button button-${weight}${wide ? ' button-wide' : ''}`}
            disabled={disabled} aria-disabled={busy ? true : undefined} aria-label={props.label}
            aria-expanded={props.expanded} data-busy={busy ? '' : undefined}
            onClick={type === 'button' ? act : undefined}>
            {props.children}
            {busy && <span class="hidden"> {t('kit.busy')}</span>}
        </button>
    );
}

/** Sends the form that it stands in. */
export function Submit({ children, weight = 'main', wide = false, disabled = false }:
    { children: ComponentChildren; weight?: Weight; wide?: boolean; disabled?: boolean }) {
    const form = useFormState();
    return <Button type="submit" weight={weight} wide={wide} disabled={disabled}
        busy={form.busy}>{children}</Button>;
}

/** A link that looks like a button. */
export function LinkButton({ href, weight = 'plain', wide = false, children }:
    { href: string; weight?: Weight; wide?: boolean; children: ComponentChildren }) {
    return <a class={`button button-${weight}${wide ? ' button-wide' : ''}`} href={href}>{children}</a>;
}
