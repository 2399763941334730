// SPDX-License-Identifier: Apache-2.0
// Who has signed, when and how, and who has not.
import { DateTime, Day, Tag, say, sourceText, t } from '../../kit';
import { nameOf } from './item';
import type { Person, Signature, Version } from './types';

function Signed({ s, name }: { s: Signature; name: string }) {
    return (
        <li>
            <Tag kind="good">✓ {name}</Tag>{' '}
            {s.signing !== null ? say(s.signing) : s.manner}
            {' · '}{s.date !== null ? <Day day={s.date} /> : <DateTime at={s.at} />}
            {s.document_code !== null && (
                <> · <a href={`/v/${s.document_code}`}>{t('agreement.sealed_document', { code: s.document_code })}</a></>
            )}
        </li>
    );
}

function Missing({ name }: { name: string }) {
    return <li><Tag>○ {t('agreement.unsigned', { name })}</Tag></li>;
}

export function Signatures({ v, parties, mediator }:
    { v: Version; parties: readonly Person[]; mediator?: string | undefined }) {
    const names = { party: '', mediator: mediator ?? t('agreement.mediator'), body: t('agreement.body_seal') };
    const needed = v.needed;

    if (v.form === 'oral')
        return <p class="hint">{t('agreement.oral_note')}</p>;
    return (
        <>
            <ul class="agreement-marks">
                {v.signatures.map((s, i) => (
                    <Signed key={i} s={s} name={s.who === 'party' ? nameOf(parties, s.seat) : names[s.who]} />
                ))}
                {needed?.seats.map((seat) => <Missing key={seat} name={nameOf(parties, seat)} />)}
                {needed?.mediator === true && <Missing name={names.mediator} />}
                {needed?.seal === true && <Missing name={names.body} />}
            </ul>
            {needed !== null && (
                <p class="hint">
                    {needed.court ? t('agreement.court_closes') : t('agreement.needed')}
                    {needed.source !== '' &&
                        <small> {t('agreement.source', { source: sourceText(needed.source) })}</small>}
                </p>
            )}
        </>
    );
}
