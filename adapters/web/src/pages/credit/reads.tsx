// SPDX-License-Identifier: Apache-2.0
// Who looked at profiles, and who was refused: one party's looks, or all of a region.
import { DateTime, Empty, Failed, LinkButton, Page, Pager, Table, Tag, language, monthText, say, t, useCell, useList } from '../../kit';
import type { Read } from './types';

function who(r: Read): string {
    if (r.yourself)
        return t('party.yourself');
    return r.body_name === null ? say(r.role) : `${r.body_name} · ${say(r.role)}`;
}

export function ReadsTable({ path, caption }: { path: string; caption: string }) {
    const list = useList<Read>(path);
    const rows = list.items ?? [];
    useCell(language);
    return (
        <>
            {list.error !== undefined && <Failed error={list.error} retry={list.reload} />}
            {list.items === undefined && list.error === undefined && <p class="waiting">{t('kit.loading')}</p>}
            {list.items !== undefined && rows.length === 0 && <Empty>{t('party.no_readers')}</Empty>}
            {rows.length > 0 && (
                <Table caption={caption} quiet rows={rows} id={(r) => r.id} columns={[
                    { title: t('party.when'), heads: true, cell: (r) => <DateTime at={r.at} /> },
                    { title: t('party.who'), cell: who },
                    { title: t('party.what'), cell: (r) => (
                        <>
                            {say(r.what)}{r.month !== null && ` · ${monthText(r.month)}`}
                            {typeof r.dispute === 'string' && ` · ${r.dispute}`}
                            {r.refused && <> <Tag kind="warn">{say(r.verdict)}</Tag></>}
                        </>) },
                    { title: t('party.purpose'), cell: (r) => r.purpose ?? '—' },
                ]} />
            )}
            <Pager list={list} />
        </>
    );
}

export function AllReads() {
    return (
        <Page title={t('credit.all_reads')} actions={<LinkButton href="/app/credit/objections">{t('credit.desk')}</LinkButton>}>
            <p>{t('credit.all_reads_text')}</p>
            <ReadsTable path="/api/v1/credit/reads" caption={t('credit.all_reads')} />
        </Page>
    );
}
