// SPDX-License-Identifier: Apache-2.0
// The manager's desk: what the body must accept, assign or seal, and what runs late.
import { Empty, LinkButton, Page, t, useStream, type PageProps, type Query } from '../../kit';
import { CaseCard, Pending, Shown } from './common';
import { useTold, type Told } from './read';
import type { Page as PageOf, Row } from './types';

const LIMIT = 50;
const SHOWN_MAX = 12; // of one list; all of them are in the search

type Work = 'to_accept' | 'to_assign' | 'to_urge' | 'overdue' | 'agreed' | 'stalled';

function byDue(rows: readonly Row[]): Row[] {
    const due = (r: Row): number => (r.due === null ? Number.MAX_SAFE_INTEGER : Date.parse(r.due));

    return [...rows].sort((a, b) => due(a) - due(b));
}

function useWork(query: Query, isAsked: boolean): Told<PageOf<Row>> {
    return useTold<PageOf<Row>>(isAsked ? '/api/v1/disputes' : undefined, { ...query, limit: LIMIT });
}

/** Which lists this role has; another one is not asked for. */
function useHas(): (work: Work) => boolean {
    const lists = useTold<{ items: { work: { code: string } }[] }>('/api/v1/worklists');
    return (work) => lists.value?.items.some((x) => x.work.code === work) === true;
}

function Worklist({ work, list }: { work: Work; list: Told<PageOf<Row>> }) {
    return (
        <section aria-labelledby={`work-${work}`}>
            <h2 id={`work-${work}`} class={`mediator-group mediator-group-${work}`}>
                {t(`mediator.work_${work}`)}
            </h2>
            <Shown told={list}>
                {(page) => (page.items.length === 0 ? <Empty>{t('mediator.work_none')}</Empty> : (
                    <>
                        <ul class="mediator-case-list">
                            {byDue(page.items).slice(0, SHOWN_MAX).map((r) => (
                                <CaseCard key={r.id} row={r} note={r.mediator !== null &&
                                    <span class="mediator-soft">{r.mediator.name}</span>} />
                            ))}
                        </ul>
                        {(page.next !== null || page.items.length > SHOWN_MAX) &&
                            <p class="hint">{t('mediator.not_all', { n: SHOWN_MAX })}</p>}
                    </>
                ))}
            </Shown>
        </section>
    );
}

export function Team(_: PageProps) {
    const has = useHas();
    const of = (work: Work): [Work, Told<PageOf<Row>>] => [work, useWork({ work }, has(work))];
    const lists: [Work, Told<PageOf<Row>>][] = [
        of('to_accept'), of('to_assign'), of('to_urge'), of('overdue'),
        ['agreed', useWork({ stage: 'agreed', open: true }, true)],
        of('stalled'),
    ];

    useStream({}, {
        change: () => lists.forEach(([, list]) => list.reload()),
        load: () => undefined,
    });
    return (
        <Page title={t('mediator.team')}
            actions={<LinkButton href="/app/disputes">{t('mediator.all_cases')}</LinkButton>}>
            <Pending />
            <div class="mediator-worklists">
                {lists.filter(([work]) => work === 'agreed' || has(work)).map(([work, list]) => <Worklist key={work} work={work} list={list} />)}
            </div>
        </Page>
    );
}
