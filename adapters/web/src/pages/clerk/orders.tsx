// SPDX-License-Identifier: Apache-2.0
// The worklist of what 110, 12345, grids, courts and departments sent, and a person has to look at.
import { useEffect } from 'preact/hooks';
import { type PageProps, DateTime, Failed, Page, Pager, Table, Tag, loadWords, say, setQuery, t, useCell, useList, wordOf,
         wordsCell } from '../../kit';
import { Keys } from './keys';
import { type Order, TASKS } from './orders_model';

/** Which task is looked at; none: all. */
function Filter({ shown }: { shown: string }) {
    return (
        <nav aria-label={t('clerk.order_tasks')}>
            <ul class="clerk-lists">
                {['', ...TASKS].map((task) => (
                    <li key={task}>
                        <a href={task === '' ? '/app/outside' : `/app/outside?task=${task}`}
                            aria-current={task === shown ? 'page' : undefined}
                            onClick={(e) => {
                                e.preventDefault();
                                setQuery({ task });
                            }}>
                            {task === '' ? t('clerk.order_all') : t(`clerk.task_${task as typeof TASKS[number]}`)}
                        </a>
                    </li>
                ))}
            </ul>
        </nav>
    );
}

export function OrdersPage({ query }: PageProps) {
    const task = query.get('task') ?? '';
    const list = useList<Order>('/api/v1/outside/orders', task === '' ? {} : { task });
    useCell(wordsCell);
    useEffect(() => {
        void loadWords();
    }, []);
    return (
        <Page title={t('clerk.orders')} actions={<Keys />}>
            <p class="hint">{t('clerk.orders_hint')}</p>
            <Filter shown={task} />
            {list.error !== undefined && <Failed error={list.error} retry={list.reload} />}
            {list.items === undefined ? list.error === undefined && <p class="waiting">{t('kit.loading')}</p> : (
                <Table caption={t('clerk.orders')} quiet rows={list.items} id={(o) => o.id} empty={t('clerk.list_empty')} columns={[
                    { title: t('clerk.external'), heads: true, cell: (o) => (
                        <a href={`/app/outside/${o.id}`} class="number">{o.external_ref}</a>) },
                    { title: t('clerk.channel'), cell: (o) => `${wordOf('channel', o.channel)} · ${o.partner}` },
                    { title: t('clerk.order_tasks'), cell: (o) => (
                        <span class="clerk-tags">{o.tasks.map((w) => <Tag key={w.code} kind="warn">{say(w)}</Tag>)}</span>) },
                    { title: t('clerk.type'), cell: (o) => wordOf('type', o.type) },
                    { title: t('clerk.col_case'), cell: (o) => (o.dispute === null ? '—'
                        : <a href={`/app/disputes/${o.dispute.id}`} class="number">{o.dispute.number}</a>) },
                    { title: t('clerk.col_received'), cell: (o) => <DateTime at={o.received_at} /> },
                ]} />
            )}
            <Pager list={list} />
        </Page>
    );
}
