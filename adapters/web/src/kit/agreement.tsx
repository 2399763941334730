// SPDX-License-Identifier: Apache-2.0
// The agreement in force: its terms, who owes what to whom until when, and who has signed.
import { t } from './i18n';
import { Tag } from './parts/badge';
import { Section } from './parts/page';
import { Day, Money } from './parts/times';
import { type Progress, type Side, principalsOf } from './progress';
import { wordOf } from './words';

export interface AgreementSeat extends Side {
    name: string;
}

export interface AgreementProps {
    parties: readonly AgreementSeat[];
    p: Progress;
    /** Who signs besides the parties; undefined: signatures are not shown. */
    signatures?: { mediator: string | undefined } | undefined;
}

function Signatures({ parties, p, mediator }:
    { parties: readonly AgreementSeat[]; p: Progress; mediator: string | undefined }) {
    const signers = new Set(principalsOf(parties));
    const rows: [string, boolean][] = parties.filter((x) => signers.has(x.seat))
        .map((x) => [x.name, p.signed.has(x.seat)]);
    rows.push([mediator ?? t('kit.agreement_mediator'), p.mediatorSigned]);
    return (
        <ul class="agreement-marks">
            {rows.map(([name, yes], i) => (
                <li key={i}><Tag kind={yes ? 'good' : 'plain'}>
                    {t(yes ? 'kit.agreement_signed' : 'kit.agreement_unsigned', { name })}
                </Tag></li>
            ))}
            <li><Tag kind={p.sealed ? 'good' : 'plain'}>
                {t(p.sealed ? 'kit.agreement_sealed' : 'kit.agreement_unsealed')}
            </Tag></li>
        </ul>
    );
}

/** Nothing where nothing was agreed. */
export function Agreement({ parties, p, signatures }: AgreementProps) {
    const name = (seat: number): string => parties.find((x) => x.seat === seat)?.name ?? String(seat);

    if (p.terms === '')
        return null;
    return (
        <Section title={t(p.oral ? 'kit.agreement_oral' : 'kit.agreement')}>
            <p class="agreement-words">{p.terms}</p>
            {p.owed.length > 0 && (
                <ol class="agreement-owed">
                    {p.owed.map((o, i) => (
                        <li key={i}>
                            {o.amount_fen !== undefined
                                ? <>{t('kit.agreement_pays', { payer: name(o.payer), payee: name(o.payee) })}{' '}
                                    <Money fen={o.amount_fen} /></>
                                : t('kit.agreement_does', { payer: name(o.payer), payee: name(o.payee), act: o.act ?? '' })}
                            {' · '}{t('kit.agreement_until')} <Day day={o.due} />
                            {o.manner !== undefined && ` · ${o.manner}`}
                            {o.consequence !== undefined && ` · ${t('kit.agreement_else', { what: o.consequence })}`}{' '}
                            {o.result !== null && <Tag>{wordOf('result', o.result)}</Tag>}
                        </li>
                    ))}
                </ol>
            )}
            {!p.oral && signatures !== undefined &&
                <Signatures parties={parties} p={p} mediator={signatures.mediator} />}
        </Section>
    );
}
