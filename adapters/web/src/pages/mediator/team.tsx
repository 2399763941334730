// SPDX-License-Identifier: Apache-2.0
// The manager's desk: what the body must accept, assign or seal, and what runs late.
import { Empty, LinkButton, Page, t, useStream, type PageProps, type Query } from '../../kit';
import { CaseCard, Pending, Shown } from './common';
import { useTold, type Told } from './read';
import type { Page as PageOf, Row } from './types';

const LIMIT = 50;

type Work = 'to_accept' | 'to_assign' | 'overdue' | 'agreed' | 'stalled';

function useWork(query: Query): Told<PageOf<Row>> {
    return useTold<PageOf<Row>>('/api/v1/disputes', { ...query, limit: LIMIT });
}

function Worklist({ work, list }: { work: Work; list: Told<PageOf<Row>> }) {
    return (
        <section aria-labelledby={`work-${work}`}>
            <h2 id={`work-${work}`} class={`mediator-group mediator-group-${work}`}>{t(`mediator.work_${work}`)}</h2>
            <Shown told={list}>
                {(page) => (page.items.length === 0 ? <Empty>{t('mediator.work_none')}</Empty> : (
                    <>
                        <ul class="mediator-case-list">
                            {page.items.map((r) => (
                                <CaseCard key={r.id} row={r} note={r.mediator !== null &&
                                    <span class="mediator-soft">{r.mediator.name}</span>} />
                            ))}
                        </ul>
                        {page.next !== null && <p class="hint">{t('mediator.not_all', { n: LIMIT })}</p>}
                    </>
                ))}
            </Shown>
        </section>
    );
}

export function Team(_: PageProps) {
    const lists: [Work, Told<PageOf<Row>>][] = [
        ['to_accept', useWork({ work: 'to_accept' })],
        ['to_assign', useWork({ work: 'to_assign' })],
        ['overdue', useWork({ work: 'overdue' })],
        ['agreed', useWork({ stage: 'agreed', open: true })],
        ['stalled', useWork({ work: 'stalled' })],
    ];

    useStream({}, {
        change: () => lists.forEach(([, list]) => list.reload()),
        load: () => undefined,
    });
    return (
        <Page title={t('mediator.team')} actions={<LinkButton href="/app/disputes">{t('mediator.all_cases')}</LinkButton>}>
            <Pending />
            <div class="mediator-worklists">
                {lists.map(([work, list]) => <Worklist key={work} work={work} list={list} />)}
            </div>
        </Page>
    );
}
