// SPDX-License-Identifier: Apache-2.0
// The numbers that a dispute bears elsewhere, and how each came to it.
import { type Word, DateTime, Section, Table, say, t, useLoad, wordOf } from '../../kit';

interface Reference {
    partner: string;
    channel: string;
    external_ref: string;
    how: Word;
    order: string;
    received_at: string;
}

/** Nothing where there are none: most disputes come by people. */
export function References({ id }: { id: string }) {
    const all = useLoad<{ items: Reference[] }>(`/api/v1/disputes/${id}/references`);
    const rows = all.value?.items ?? [];
    if (rows.length === 0)
        return null;
    return (
        <Section title={t('clerk.references')}>
            <Table caption={t('clerk.references')} quiet rows={rows} id={(r) => `${r.partner} ${r.external_ref}`} columns={[
                { title: t('clerk.external'), heads: true, cell: (r) => <span class="number">{r.external_ref}</span> },
                { title: t('clerk.channel'), cell: (r) => `${wordOf('channel', r.channel)} · ${r.partner}` },
                { title: t('clerk.reference_how'), cell: (r) => say(r.how) },
                { title: t('clerk.col_received'), cell: (r) => <DateTime at={r.received_at} /> },
            ]} />
        </Section>
    );
}
