// SPDX-License-Identifier: Apache-2.0
// One case on the phone: where it stands, what comes next, who to call, what has happened.
import { ColourBadge, DeadlineText, Facts, Money, Notice, Page, Papers, Section, Tag,
         hasRole, language, session, t, useStream, wordOf, type PageProps } from '../../kit';
import { SigningCard } from '../signing';
import { AgreedView, type AgreementOf, withAgreement } from '../agreement';
import { SatisfactionHeard } from '../assess/satisfaction';
import { ProtectionCard } from '../credit/protection';
import { Files } from '../evidence';
import { principalsOf, progressOf, type Progress } from '../../kit/progress';
import { Doing, Pending, Shown, headed, partyText, sideText, sourceText, stageText } from './common';
import { GRAVE, OTHER_ANSWER, arranged } from './order';
import { Planned } from './planned';
import { useTold, type Told } from './read';
import { Timeline } from './timeline';
import type { Dispute, Happened, Option, Options, Page as PageOf, Party } from './types';

function Deadlines({ d }: { d: Dispute }) {
    const running = d.deadlines.filter((x) => x.state !== 'ended');

    if (d.stands_still)
        return <Notice kind="warn"><p>{t('mediator.stands_still')}</p></Notice>;
    if (running.length === 0)
        return null;
    return (
        <ul class="mediator-deadlines">
            {running.map((x) => (
                <li key={x.name}>
                    <strong>{headed(x)}</strong> <DeadlineText deadline={x} />
                    <small class="mediator-source">{sourceText(x.source)}</small>
                </li>
            ))}
        </ul>
    );
}

/** The first step is the largest; a few more stand below it; the rest is one press away. */
function Actions({ id, options, p, seats }:
    { id: string; options: Options; p: Progress; seats: number[] }) {
    const { next, ways, rest } = arranged(options.items, p, seats);
    const to = (o: Option): string => `/app/my/${id}/do/${o.command}`;
    const list = (items: Option[]) => (
        <ul class="mediator-doings">
            {items.map((o) => (
                <li key={o.command} class={GRAVE.has(o.command) ? 'mediator-grave' : undefined}>
                    <Doing href={to(o)} of={o} />
                </li>
            ))}
        </ul>
    );
    const [first, ...others] = next;
    const answer = ways.find((o) => o.command === OTHER_ANSWER[first?.command ?? '']);

    if (options.items.length === 0)
        return <p>{t('mediator.nothing_to_do')}</p>;
    return (
        <div class="mediator-next">
            {first === undefined ? <p>{t('mediator.not_yours')}</p>
                : <Doing href={to(first)} of={first} main />}
            {answer !== undefined && list([answer])}
            {others.length > 0 && list(others.slice(0, 3))}
            {others.length > 3 && (
                <details>
                    <summary>{t('mediator.more_steps', { n: others.length - 3 })}</summary>
                    {list(others.slice(3))}
                </details>
            )}
            {ways.length > 0 && (
                <details>
                    <summary>{t('mediator.other_ways',
                        { n: ways.length - (answer === undefined ? 0 : 1) })}</summary>
                    {list(ways.filter((o) => o !== answer))}
                </details>
            )}
            {rest.length > 0 && (
                <details>
                    <summary>{t('mediator.rest', { n: rest.length })}</summary>
                    {list(rest)}
                </details>
            )}
        </div>
    );
}

function marks(p: Progress, seat: number, signing: boolean): [string, boolean][] {
    const list: [string, boolean][] = [[t('mediator.mark_notified'), p.notified.has(seat)]];

    list.push(p.refused.has(seat) ? [t('mediator.mark_refused'), true]
        : [t('mediator.mark_consented'), p.consented.has(seat)]);
    if (p.extension !== null)
        list.push([t('mediator.mark_extension'), p.extension.consented.has(seat)]);
    if (signing)
        list.push([t('mediator.mark_signed'), p.signed.has(seat)]);
    return list;
}

/** A telephone number to press. The reading of the page is what is logged; the call is the phone's. */
function Call({ phone, name }: { phone: string; name: string }) {
    return (
        <a class="button button-plain mediator-call" href={`tel:${phone.replace(/[^\d+]/g, '')}`}>
            <span><span aria-hidden="true">☎</span> {t('mediator.call', { name })}</span>
            <span class="mediator-phone">{phone}</span>
        </a>
    );
}

function PartyCard({ id, x, p, signing, can }:
    { id: string; x: Party; p: Progress | undefined; signing: boolean; can: Set<string> }) {
    const told = `seat=${x.seat}&manner=${encodeURIComponent(t('mediator.by_phone'))}`;
    const after = can.has('notify') && p?.notified.has(x.seat) === false;

    return (
        <li class="mediator-party-card">
            <h3>{partyText(x)}</h3>
            {p !== undefined && (
                <ul class="mediator-marks">
                    {marks(p, x.seat, signing).map(([word, yes]) => (
                        <li key={word}><Tag kind={yes ? 'good' : 'plain'}>
                            {t(yes ? 'mediator.yes' : 'mediator.not_yet', { what: word })}
                        </Tag></li>
                    ))}
                </ul>
            )}
            <div class="actions">
                {x.phone !== null && <Call phone={x.phone} name={x.name} />}
                {x.agent !== null && x.agent_phone !== null &&
                    <Call phone={x.agent_phone} name={t('mediator.agent', { name: x.agent })} />}
                {after && (
                    <a class="button button-plain"
                        href={`/app/my/${id}/do/notify?${told}`}>
                        {t('mediator.told_by_phone')}
                    </a>
                )}
            </div>
            {hasRole('mediator') && <p><a href={`/app/my/${id}/credit/${x.seat}`}>{t('credit.of_party')}</a></p>}
            {x.phone === null && x.agent_phone === null && <p class="hint">{t('mediator.no_phone')}</p>}
        </li>
    );
}

function About({ d }: { d: Dispute }) {
    const rows: [string, preact.ComponentChildren][] = [
        [t('mediator.number'), d.number],
        [t('mediator.type'), wordOf('type', d.type)],
        [t('mediator.place'), d.region_name ?? d.region],
        [t('mediator.body'), d.body?.name ?? '—'],
        [t('mediator.mediator'), d.mediator?.name ?? '—'],
        [t('mediator.risk'), wordOf('risk', d.risk)],
    ];

    if (d.amount_fen !== null)
        rows.splice(2, 0, [t('mediator.amount'), <Money fen={d.amount_fen} />]);
    return (
        <Section title={t('mediator.about')}>
            {d.description !== '' && <p class="mediator-words">{d.description}</p>}
            <Facts rows={rows} />
        </Section>
    );
}

function Tools({ id }: { id: string }) {
    const role = session.get()?.role.code;

    return (
        <Section title={t('mediator.tools')}>
            <ul class="mediator-doings">
                <li><a class="button button-plain button-wide" href={`/app/my/${id}/appointments`}>
                    {t('mediator.appointments')}</a></li>
                <li><a class="button button-plain button-wide" href={`/app/my/${id}/notes`}>
                    {t('mediator.notes')}</a></li>
                {(role === 'mediator' || role === 'body_manager') && (
                    <li><a class="button button-plain button-wide" href={`/app/my/${id}/codes`}>
                        {t('mediator.codes')}</a></li>
                )}
            </ul>
        </Section>
    );
}

function Whole({ d, options, events, agreement }:
    { d: Dispute; options: Told<Options>; events: Told<PageOf<Happened>>; agreement: Told<AgreementOf> }) {
    const seats = principalsOf(d.parties);
    const p = events.value === undefined ? undefined
        : withAgreement(progressOf(events.value.items, seats), agreement.value);
    const can = new Set(options.value?.items.map((o) => o.command));

    return (
        <>
            <p class="mediator-standing">
                <ColourBadge colour={d.colour} large />
                <span class="mediator-stage">{stageText(d)}</span>
            </p>
            <Pending id={d.id} />
            <Section title={t('mediator.next')}>
                <p class="mediator-next-words">{language.get() === 'en' ? d.next_en : d.next_zh}</p>
                <Deadlines d={d} />
                <Shown told={options} quiet>
                    {(o) => <Actions id={d.id} options={o} seats={seats}
                        p={p ?? progressOf([], seats)} />}
                </Shown>
            </Section>
            <Planned id={d.id} />
            <Section title={t('mediator.parties')}>
                <ul class="mediator-parties" aria-label={t('mediator.parties')}>
                    {d.parties.map((x) => (
                        <PartyCard key={x.seat} id={d.id} x={x} p={p} can={can}
                            signing={p?.terms !== undefined && p.terms !== '' && !p.oral} />
                    ))}
                </ul>
            </Section>
            <Shown told={agreement} quiet>{(a) => <AgreedView id={d.id} a={a} parties={d.parties} mediator={d.mediator?.name}
                href={(command) => (can.has(command) ? `/app/my/${d.id}/do/${command}` : undefined)} />}</Shown>
            {agreement.value !== undefined && agreement.value.versions.length > 0 &&
                <SigningCard id={d.id} done={agreement.reload} />}
            <Tools id={d.id} />
            <About d={d} />
            <Files key={`files ${d.version}`} dispute={d.id} parties={d.parties} />
            <Papers key={d.version} id={d.id} />
            <ProtectionCard id={d.id} />
            {hasRole('body_manager') && d.states.main.phase !== 'open' && <SatisfactionHeard key={`heard ${d.version}`} dispute={d.id} parties={d.parties} />}
            <Section title={t('mediator.timeline')}>
                <Shown told={events} quiet>{(page) =>
                    <Timeline id={d.id} events={page.items} sides={d.parties.map(sideText)} />}</Shown>
            </Section>
        </>
    );
}

export function CasePage({ params }: PageProps) {
    const id = params['id'] ?? '';
    const base = `/api/v1/disputes/${id}`;
    const dispute = useTold<Dispute>(base);
    const options = useTold<Options>(`${base}/commands`);
    const events = useTold<PageOf<Happened>>(`${base}/events`);
    const agreement = useTold<AgreementOf>(`${base}/agreement`);

    // A manager's case is no mediator's own: it is watched with all others that the manager may see.
    useStream(hasRole('mediator') ? { mine: true } : {}, {
        change: (c) => {
            if (c.id !== id || c.version === dispute.value?.version)
                return;
            dispute.reload();
            options.reload();
            events.reload();
            agreement.reload();
        },
        load: () => undefined,
    });
    return (
        <Page title={dispute.value?.title ?? t('mediator.case')} narrow>
            <p><a class="mediator-back" href={hasRole('body_manager') ? '/app/team' : '/app/my'}>
                {t('mediator.back_list')}</a></p>
            <Shown told={dispute}>
                {(d) => <Whole d={d} options={options} events={events} agreement={agreement} />}
            </Shown>
        </Page>
    );
}
