// SPDX-License-Identifier: Apache-2.0
// What the list and the page of a message share.
import { Tag, language, t, useCell } from '../../kit';
import type { Message } from './types';

/** What a message is about. A key that ended in "_other" would be the plural form of another. */
export function kindText(kind: string): string {
    return kind === 'other' ? t('exchange.any_kind') : t(`exchange.kind_${kind}`);
}

/** Why it was refused, or why nothing has come yet, in words. */
export function reasonOf(m: Message): string {
    const words = language.get() === 'en' ? m.reason?.en ?? m.reason?.zh : m.reason?.zh ?? m.reason?.en;
    if (m.reason !== null)
        return words === undefined || words === '' ? m.reason.code : words;
    if (m.partner !== null && !m.partner.active && m.state === 'ready')
        return t('exchange.by_paper');
    return m.error;
}

export function StateTag({ m }: { m: Message }) {
    const bad = m.state === 'refused' || m.unacknowledged;
    return (
        <>
            <Tag kind={bad ? 'bad' : m.state === 'accepted' || m.state === 'settled' ? 'good' : 'warn'}>
                {t(`exchange.state_${m.state}`)}
            </Tag>
            {m.unacknowledged && <> <Tag kind="bad">{t('exchange.unacknowledged')}</Tag></>}
            {m.paper && <> <Tag kind="good">{t('exchange.paper')}</Tag></>}
        </>
    );
}

export function What({ m }: { m: Message }) {
    useCell(language);
    return (
        <>
            {kindText(m.kind)} · {m.direction === 'out' ? t('exchange.out') : t('exchange.in')}
        </>
    );
}

export function DisputeLink({ dispute }: { dispute: { id: string; number: string } | null }) {
    return dispute === null ? <>{t('exchange.no_dispute')}</>
        : <a href={`/app/disputes/${dispute.id}`} class="exchange-number">{dispute.number}</a>;
}
