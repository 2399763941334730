// SPDX-License-Identifier: Apache-2.0
// What goes to and comes from courts, centres and channels, and has to be looked at.
import { type PageProps, DateTime, Failed, Page, Pager, Table, language, setQuery, t, useCell, useList } from '../../kit';
import { Differences } from './differences';
import { DisputeLink, StateTag, What, reasonOf } from './parts';
import type { Message } from './types';

const VIEWS = ['', 'refused', 'unacknowledged', 'pending', 'ready', 'differences', 'all'] as const;
type View = typeof VIEWS[number];

function Views({ shown, partner }: { shown: View; partner: string }) {
    return (
        <nav aria-label={t('exchange.views')}>
            <ul class="exchange-views">
                {VIEWS.map((view) => (
                    <li key={view}>
                        <a href={`/app/exchange?state=${view}&partner=${partner}`}
                            aria-current={view === shown ? 'page' : undefined}
                            onClick={(e) => {
                                e.preventDefault();
                                setQuery({ state: view });
                            }}>
                            {t(`exchange.view_${view === '' ? 'open' : view}`)}
                        </a>
                    </li>
                ))}
            </ul>
        </nav>
    );
}

function Messages({ view, partner }: { view: View; partner: string }) {
    const list = useList<Message>('/api/v1/exchange', {
        ...(view === '' ? {} : { state: view }), ...(partner === '' ? {} : { partner }) });
    useCell(language);
    return (
        <>
            {list.error !== undefined && <Failed error={list.error} retry={list.reload} />}
            {list.items === undefined ? list.error === undefined && <p class="waiting">{t('kit.loading')}</p> : (
                <Table caption={t('exchange.title')} quiet rows={list.items} id={(m) => m.id} empty={t('exchange.nothing')} columns={[
                    { title: t('exchange.message'), heads: true, cell: (m) => (
                        <a href={`/app/exchange/${m.id}`}><What m={m} /></a>) },
                    { title: t('exchange.state'), cell: (m) => <StateTag m={m} /> },
                    { title: t('exchange.reason'), cell: (m) => <span class="exchange-reason">{reasonOf(m)}</span> },
                    { title: t('exchange.partner'), cell: (m) => (m.partner === null ? '—' : (
                        <a href={`/app/exchange?state=${view}&partner=${m.partner.code}`}>{m.partner.zh}</a>)) },
                    { title: t('exchange.dispute'), cell: (m) => <DisputeLink dispute={m.dispute} /> },
                    { title: t('exchange.made'), cell: (m) => <DateTime at={m.made_at} /> },
                    { title: t('exchange.due'), cell: (m) => (m.due_at === null ? '—' : <DateTime at={m.due_at} />) },
                ]} />
            )}
            <Pager list={list} />
        </>
    );
}

export function ExchangePage({ query }: PageProps) {
    const asked = query.get('state') ?? '';
    const view: View = VIEWS.find((v) => v === asked) ?? '';
    const partner = query.get('partner') ?? '';
    return (
        <Page title={t('exchange.title')}>
            <p class="hint">{t('exchange.hint')}</p>
            <Views shown={view} partner={partner} />
            {partner !== '' && (
                <p>
                    {t('exchange.only', { partner })} <a href={`/app/exchange?state=${view}`}>{t('exchange.all_partners')}</a>
                </p>
            )}
            {view === 'differences' ? <Differences partner={partner} /> : <Messages view={view} partner={partner} />}
        </Page>
    );
}
