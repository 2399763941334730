// SPDX-License-Identifier: Apache-2.0
// The sheet for one party, A6: the code to scan, the access code to type, and what they open. Shown
// over the page and printed alone; the access code lives in it and nowhere else.
import { useEffect } from 'preact/hooks';
import { Button, Day, t } from '../../kit';

export interface SheetProps {
    dispute: string;
    number: string;
    party: string;
    code: string;
    expires: string;
    signs: boolean;
    onClose: () => void;
}

export function CodeSheet({ dispute, number, party, code, expires, signs, onClose }: SheetProps) {
    useEffect(() => {
        document.documentElement.classList.add('party-printing');
        return () => document.documentElement.classList.remove('party-printing');
    }, []);
    return (
        <div class="party-sheet" role="group" aria-label={t('party.sheet')}>
            <h2>{t('party.sheet')} · {party}</h2>
            <img class="party-sheet-qr" src={`/api/v1/disputes/${dispute}/code.svg`}
                alt={t('party.sheet_qr', { number })} />
            <p>{t('party.sheet_scan')}</p>
            <p class="party-sheet-code">{code}</p>
            <p>{t('party.sheet_until')} <Day day={expires} /></p>
            <p>{t(signs ? 'party.sheet_full' : 'party.sheet_reads')}</p>
            <p class="party-sheet-keep">{t('party.sheet_keep')}</p>
            <div class="actions">
                <Button weight="main" onClick={() => window.print()}>{t('party.sheet_print')}</Button>
                <Button onClick={onClose}>{t('kit.close')}</Button>
            </div>
        </div>
    );
}
