// SPDX-License-Identifier: Apache-2.0
// The party's own credit profile, and who looked at it.
import { DateTime, Empty, Failed, Page, Pager, Table, Tag, say, t, useList } from '../../kit';
import { OwnProfile } from '../credit/own';
import type { Read } from '../credit/types';
import { Own } from './own';

export function Credit() {
    return (
        <Own title={t('credit.mine')}>
            {() => (
                <Page title={t('credit.mine')}>
                    <p><a href="/app/party">{t('party.back')}</a></p>
                    <p>{t('credit.mine_text')}</p>
                    <p><a href="/app/party/credit/reads">{t('credit.reads')}</a></p>
                    <OwnProfile />
                </Page>
            )}
        </Own>
    );
}

function Rows() {
    const list = useList<Read>('/api/v1/credit/me/reads', { limit: 50 });

    return (
        <Page title={t('credit.reads')}>
            <p><a href="/app/party/credit">{t('credit.back')}</a></p>
            <p>{t('credit.reads_text')}</p>
            {list.error !== undefined && <Failed error={list.error} retry={list.reload} />}
            {list.items !== undefined && list.items.length === 0 && <Empty>{t('party.no_readers')}</Empty>}
            {(list.items ?? []).length > 0 && (
                <Table caption={t('credit.reads')} quiet rows={list.items ?? []} id={(r) => r.id} columns={[
                    { title: t('party.when'), heads: true, cell: (r) => <DateTime at={r.at} /> },
                    { title: t('party.who'), cell: (r) => (r.yourself ? t('party.yourself')
                        : r.body_name === null ? say(r.role) : `${r.body_name} · ${say(r.role)}`) },
                    { title: t('party.purpose'), cell: (r) => (
                        <>{r.purpose}{r.refused && <> <Tag kind="warn">{t('credit.refused')}</Tag></>}</>) },
                ]} />
            )}
            <Pager list={list} />
        </Page>
    );
}

export function CreditReads() {
    return <Own title={t('credit.reads')}>{() => <Rows />}</Own>;
}
