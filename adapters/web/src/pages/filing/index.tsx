// SPDX-License-Identifier: Apache-2.0
// The way to court of one dispute: what is needed, the complaint, where it stands at the court.
import { useEffect } from 'preact/hooks';
import { ColourBadge, LinkButton, Loading, Page, type PageProps, type Route, Section, can, hasRole, language, loadWords, say, t,
         useCell, useLoad, useStream } from '../../kit';
import type { CommandOption } from '../../kit/command/model';
import { Acts } from './act';
import { PacketView } from './packet';
import { Receipts } from './receipts';
import { type Procedure, isOnTheWay, reviewTerm, situationOf } from './state';
import type { Dispute, Packet } from './types';
import { OnPaper, Standing, Steps } from './way';

function isParty(): boolean {
    return hasRole('party', 'agent');
}

function isCourt(): boolean {
    return hasRole('court_clerk', 'filing_judge', 'confirming_judge');
}

/** The page of the case for this session, and of one command on it. */
function home(id: string): string {
    if (isParty())
        return '/app/party';
    return hasRole('mediator') || hasRole('body_manager') ? `/app/my/${id}` : `/app/disputes/${id}`;
}

function doing(id: string, command: string): string {
    return `${home(id)}/do/${command}`;
}

function Way({ d, packet, options, reload }:
    { d: Dispute; packet: Packet; options: readonly CommandOption[]; reload: () => void }) {
    const now = situationOf(d.states.main.name, packet);
    const rules = useLoad<Procedure>(d.procedure === null ? undefined : `/api/v1/procedures/${d.procedure.id}`,
        { version: d.procedure?.version });
    const review = reviewTerm(rules.value);

    useCell(language);
    return (
        <>
            <p class="filing-head">
                <ColourBadge colour={d.colour} /> <a href={home(d.id)}>{d.number}</a> {d.title}
            </p>
            <Standing d={d} packet={packet} now={now} review={review} />
            <Acts d={d} packet={packet} options={options} now={now} href={(c) => doing(d.id, c)} done={reload} />
            {can('exchange') && <Receipts key={d.version} id={d.id} />}
            <PacketView id={d.id} packet={packet} home={isCourt() ? undefined : home(d.id)} />
            <OnPaper packet={packet} now={now} review={review} />
        </>
    );
}

function Filing({ params }: PageProps) {
    const id = params['id'] ?? '';
    const base = `/api/v1/disputes/${id}`;
    const dispute = useLoad<Dispute>(base);
    const packet = useLoad<Packet>(`${base}/filing/packet`);
    const options = useLoad<{ items: CommandOption[] }>(`${base}/commands`);
    const reload = (): void => {
        dispute.reload();
        packet.reload();
        options.reload();
    };
    const version = dispute.value?.version ?? 0;

    useEffect(() => {
        void loadWords();
    }, []);
    useStream({}, {
        change(c) {
            if (c.id === dispute.value?.id && c.version > version)
                reload();
        },
        load: () => undefined,
    });
    return (
        <Page title={t('filing.title')}>
            <Loading of={dispute}>{(d) => (
                <Loading of={packet}>{(p) => (
                    <Loading of={options}>{(o) => <Way d={d} packet={p} options={o.items} reload={reload} />}</Loading>
                )}</Loading>
            )}</Loading>
        </Page>
    );
}

/** On the page of a case: where it stands on its way to court. Nothing while it is not on it. */
export function FilingCard({ d }: { d: { id: string; states: { main: { name: string; zh: string; en: string } } } }) {
    useCell(language);
    if (!isOnTheWay(d.states.main.name))
        return null;
    return (
        <Section title={t('filing.title')}>
            <Steps now={situationOf(d.states.main.name, undefined)} />
            <p>{say(d.states.main)}</p>
            <LinkButton href={`/app/filing/${d.id}`} weight="main" wide>{t('filing.open')}</LinkButton>
        </Section>
    );
}

export const routes: Route[] = [
    { path: '/app/filing/:id', view: Filing, open: true },
];
