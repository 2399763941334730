// SPDX-License-Identifier: Apache-2.0
// A question over the page, in the browser's own dialog: it keeps the focus inside and gives it back.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../i18n';
import { Button, type Weight } from './button';

export interface DialogProps {
    title: string;
    /** Shown while true. */
    open: boolean;
    onClose: () => void;
    children: ComponentChildren;
}

export function Dialog({ title, open, onClose, children }: DialogProps) {
    const box = useRef<HTMLDialogElement>(null);
    const id = useId();
    useEffect(() => {
        const dialog = box.current;
        if (dialog === null)
            return;
        if (open && !dialog.open)
            dialog.showModal();
        else if (!open && dialog.open)
            dialog.close();
    }, [open]);
    return (
        <dialog class="dialog" ref={box} aria-labelledby={id} onClose={onClose}>
            {open && (
                <>
                    <div class="dialog-head">
                        <h2 id={id}>{title}</h2>
                        <Button onClick={onClose} label={t('kit.close')}>×</Button>
                    </div>
                    {children}
                </>
            )}
        </dialog>
    );
}

export interface ConfirmProps extends Omit<DialogProps, 'children'> {
    text: ComponentChildren;
    action: string;
    weight?: Weight;
    onConfirm: () => unknown;
}

/** Are you sure? The action names what happens, never "OK". */
export function Confirm({ text, action, weight = 'main', onConfirm, ...dialog }: ConfirmProps) {
    return (
        <Dialog {...dialog}>
            <div class="dialog-text">{text}</div>
            <div class="actions">
                <Button weight={weight} onClick={onConfirm}>{action}</Button>
                <Button onClick={dialog.onClose}>{t('kit.cancel')}</Button>
            </div>
        </Dialog>
    );
}
