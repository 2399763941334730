// SPDX-License-Identifier: Apache-2.0
// What went to the court and what it acknowledged, for who works on the exchange. The worklist of
// messages is where something is done about it.
import { DateTime, type PageOf, Section, Table, t, useLoad } from '../../kit';
import { StateTag, What, reasonOf } from '../exchange/parts';
import type { Message } from '../exchange/types';

/** Give it the version as key: a step may send something. */
export function Receipts({ id }: { id: string }) {
    const list = useLoad<PageOf<Message>>('/api/v1/exchange', { dispute: id, state: 'all' });
    const rows = list.value?.items ?? [];

    if (list.error !== undefined || rows.length === 0)
        return null;
    return (
        <Section title={t('filing.receipts')}>
            <Table caption={t('filing.receipts')} quiet rows={rows} id={(m) => m.id} columns={[
                { title: t('filing.when'), heads: true, cell: (m) => <DateTime at={m.made_at} /> },
                { title: t('filing.message'), cell: (m) => <What m={m} /> },
                { title: t('filing.state'), cell: (m) => <><StateTag m={m} /> {reasonOf(m)}</> },
                { title: t('filing.answered'), cell: (m) => <DateTime at={m.answered_at} /> },
            ]} />
            <p><a href="/app/exchange">{t('filing.to_worklist')}</a></p>
        </Section>
    );
}
