// SPDX-License-Identifier: Apache-2.0
// My cases, the most urgent first.
import { LinkButton, Page, Empty, hasRole, setQuery, t, useStream, type PageProps } from '../../kit';
import { CaseCard, Pending, Shown } from './common';
import { grouped, type Clock, type Group } from './order';
import { useTold } from './read';
import type { Page as PageOf, Row } from './types';

const LIMIT = 200;

/** at_risk_until: what is due by then is due soon. */
type Cases = PageOf<Row> & { at_risk_until: string };

function clockOf(page: Cases): Clock {
    return { now: Date.now(), soon: Date.parse(page.at_risk_until) };
}

function headingOf(group: Group, n: number): string {
    return t(`mediator.group_${group}`, { n });
}

const MANY = 5; // settled cases that stand open; more are one press away

function CaseGroup({ group, rows }: { group: Group; rows: Row[] }) {
    const heading = (
        <h2 id={`group-${group}`} class={`mediator-group mediator-group-${group}`}>
            {headingOf(group, rows.length)}
        </h2>
    );
    const list = <ul class="mediator-case-list">{rows.map((r) => <CaseCard key={r.id} row={r} />)}</ul>;

    if (group === 'agreed' && rows.length > MANY) {
        return (
            <details class="mediator-folded">
                <summary>{heading}</summary>
                {list}
            </details>
        );
    }
    return <section aria-labelledby={`group-${group}`}>{heading}{list}</section>;
}

export function MyCases({ query }: PageProps) {
    const ended = query.get('ended') === 'true';
    const all = useTold<Cases>('/api/v1/disputes', { open: !ended, limit: LIMIT });
    const accept = useTold<Cases>(ended ? undefined : '/api/v1/disputes',
        { work: 'to_accept', limit: LIMIT });
    const toAccept = new Set(accept.value?.items.map((r) => r.id) ?? []);

    useStream(hasRole('mediator') ? { mine: true } : {}, {
        change: () => {
            all.reload();
            accept.reload();
        },
        load: () => undefined,
    });
    return (
        <Page title={t(ended ? 'mediator.ended_cases' : 'mediator.my_cases')} narrow
            actions={(
                <button type="button" class="button button-plain"
                    onClick={() => setQuery({ ended: ended ? undefined : 'true' })}>
                    {t(ended ? 'mediator.show_open' : 'mediator.show_ended')}
                </button>
            )}>
            <Pending />
            <Shown told={all}>
                {(page) => (
                    <>
                        {page.items.length === 0 && <Empty>{t('mediator.no_cases')}</Empty>}
                        {grouped(page.items, toAccept, clockOf(page)).map(([group, rows]) =>
                            <CaseGroup key={group} group={group} rows={rows} />)}
                        {page.next !== null && <p class="hint">{t('mediator.not_all', { n: LIMIT })}</p>}
                    </>
                )}
            </Shown>
            <p class="mediator-foot-actions">
                <LinkButton href="/app/scan" wide>{t('mediator.scan')}</LinkButton>
            </p>
        </Page>
    );
}
