// SPDX-License-Identifier: Apache-2.0
// Who looked at the party's data, when, and what for.
import { DateTime, Empty, Failed, Page, Pager, Table, say, t, useList, useLoad } from '../../kit';
import { Own } from './own';
import type { CodeIssue, Reader } from './types';

function Issues({ id }: { id: string }) {
    const told = useLoad<{ codes?: CodeIssue[] }>(`/api/v1/disputes/${id}/readers`, { limit: 1 });
    const codes = told.value?.codes ?? [];

    if (codes.length === 0)
        return null;
    return (
        <section class="party-issues">
            <h2>{t('party.issued')}</h2>
            <Table caption={t('party.issued')} quiet rows={codes} id={(c) => String(c.issue)} columns={[
                { title: t('party.when'), heads: true, cell: (c) => <DateTime at={c.at} /> },
                { title: t('party.issue'), cell: (c) => c.issue },
                { title: t('party.issuer'),
                  cell: (c) => (c.body_name === null ? say(c.role) : `${c.body_name} · ${say(c.role)}`) },
            ]} />
        </section>
    );
}

function Rows({ id }: { id: string }) {
    const list = useList<Reader>(`/api/v1/disputes/${id}/readers`, { limit: 50 });

    return (
        <Page title={t('party.readers')}>
            <p><a href="/app/party">{t('party.back')}</a></p>
            <p>{t('party.readers_text')}</p>
            {list.error !== undefined && <Failed error={list.error} retry={list.reload} />}
            {list.items !== undefined && list.items.length === 0 && <Empty>{t('party.no_readers')}</Empty>}
            <Table caption={t('party.readers')} quiet rows={list.items ?? []} id={(r) => r.id} columns={[
                { title: t('party.when'), heads: true, cell: (r) => <DateTime at={r.at} /> },
                { title: t('party.who'), cell: (r) => (r.yourself ? t('party.yourself')
                    : r.body_name === null ? say(r.role) : `${r.body_name} · ${say(r.role)}`) },
                { title: t('party.what'), cell: (r) => say(r.what) },
                { title: t('party.purpose'), cell: (r) => say(r.purpose) },
            ]} />
            <Pager list={list} />
            <Issues id={id} />
        </Page>
    );
}

export function Readers() {
    return <Own title={t('party.readers')}>{(_, id) => <Rows id={id} />}</Own>;
}
