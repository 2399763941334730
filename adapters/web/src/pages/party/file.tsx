// SPDX-License-Identifier: Apache-2.0
// The file as its party reads it: where it stands, what is next, what is asked, its rights, and the
// way to court, which never hides.
import type { ComponentChildren } from 'preact';
import { ColourBadge, DateTime, Day, DeadlineText, Facts, LinkButton, Loading, Money, MovedDeadline, Notice, Page,
         type PageOf, Papers, Section, Tag, can, language, say, t, useCell, useLoad, wordOf, sourceText } from '../../kit';
import { type Asked, type PartyOption, asked } from './asked';
import { FilingCard } from '../filing';
import { Files } from '../evidence';
import { SatisfactionAsked } from '../assess/satisfaction';
import { SigningCard } from '../signing';
import { Own } from './own';
import { Terms } from './terms';
import type { Appointment, Deadline, Dispute, Named, Step } from './types';

function both(zh: string, en: string): string {
    return language.get() === 'en' ? en : zh;
}

/** A telephone to press. */
function Phone({ of }: { of: Named | null }) {
    if (of === null)
        return <span>—</span>;
    return (
        <span class="party-contact">
            {of.name}
            {of.phone !== null && of.phone !== '' &&
                <a class="button button-plain" href={`tel:${of.phone.replace(/[^\d+]/g, '')}`}>
                    <span aria-hidden="true">☎</span> {t('party.call', { phone: of.phone })}
                </a>}
        </span>
    );
}

function Standing({ d }: { d: Dispute }) {
    return (
        <Section title={t('party.standing')}>
            <p class="party-standing">
                <ColourBadge colour={d.colour} large />
                <strong>{both(d.stage_zh, d.stage_en)}</strong>
            </p>
            <p class="party-next">{t('party.next', { next: both(d.next_zh, d.next_en) })}</p>
        </Section>
    );
}

/** What the end of a term means is the law's: each row names it. */
function Deadlines({ d }: { d: Dispute }) {
    const running = d.deadlines.filter((x) => x.state !== 'ended');

    if (running.length === 0 && !d.stands_still)
        return null;
    return (
        <Section title={t('party.deadlines')}>
            {d.stands_still && <Notice kind="warn"><p>{t('party.stands_still')}</p></Notice>}
            <ul class="party-list">
                {running.map((x: Deadline) => (
                    <li key={x.name}>
                        <strong>{say(x)}</strong>
                        <DeadlineText deadline={x} />
                        <small>{t('party.source', { source: sourceText(x.source) })}</small>
                    </li>
                ))}
            </ul>
        </Section>
    );
}

function Doing({ o, weight = 'plain' }: { o: PartyOption; weight?: 'main' | 'plain' | 'danger' }) {
    return (
        <li>
            <LinkButton href={`/app/party/do/${o.command}`} weight={weight} wide>{say(o)}</LinkButton>
        </li>
    );
}

function AskedOf({ a }: { a: Asked }) {
    return (
        <Section title={t('party.asked')}>
            {a.steps.length === 0 ? <p>{t('party.nothing_asked')}</p> : (
                <ul class="party-doings">
                    {a.steps.map((o, i) => <Doing key={o.command} o={o} weight={i === 0 ? 'main' : 'plain'} />)}
                </ul>
            )}
            {a.exits.length > 0 && (
                <>
                    <h3>{t('party.exits')}</h3>
                    <p>{t('party.exits_text')}</p>
                    <ul class="party-doings">{a.exits.map((o) => <Doing key={o.command} o={o} />)}</ul>
                </>
            )}
            {a.more.length > 0 && (
                <details>
                    <summary>{t('party.more', { n: a.more.length })}</summary>
                    <ul class="party-doings">{a.more.map((o) => <Doing key={o.command} o={o} />)}</ul>
                </details>
            )}
        </Section>
    );
}

/** Mediation bars nobody from court (人民调解法 3): in every colour this stands here. */
function Court({ d, option }: { d: Dispute; option: PartyOption | undefined }) {
    return (
        <Section title={t('party.court')}>
            <p>{t('party.court_text')}</p>
            {d.court !== null && <p>{t('party.court_name')} <Phone of={d.court} /></p>}
            {option !== undefined
                ? <LinkButton href={`/app/party/do/${option.command}`} weight={d.colour === 'red' ? 'main' : 'plain'} wide>{say(option)}</LinkButton>
                : <p>{t('party.court_self')}</p>}
            <p><a href={`/app/filing/${d.id}`}>{t('filing.open')}</a></p>
        </Section>
    );
}

function Appointments({ id }: { id: string }) {
    const list = useLoad<PageOf<Appointment>>(`/api/v1/disputes/${id}/appointments`);

    return (
        <Section title={t('party.appointments')}>
            <Loading of={list}>
                {(page) => (page.items.length === 0 ? <p>{t('party.no_appointments')}</p> : (
                    <ul class="party-list">
                        {page.items.map((a) => (
                            <li key={a.id}>
                                <strong><DateTime at={a.at} /></strong>
                                {a.cancelled && <Tag kind="bad">{t('party.cancelled')}</Tag>}
                                <span>{t('party.minutes', { n: a.minutes })} · {a.place ?? '—'}</span>
                                {a.note !== null && a.note !== '' && <span>{a.note}</span>}
                                {a.reason !== null && <span>{t('party.reason', { reason: a.reason })}</span>}
                                <a href={a.calendar} download>{t('party.calendar')}</a>
                            </li>
                        ))}
                    </ul>
                ))}
            </Loading>
        </Section>
    );
}

const RIGHTS = ['refuse', 'free', 'leave', 'recusal', 'private', 'data'];

function Rights() {
    return (
        <Section title={t('party.rights')}>
            <ul class="party-rights">
                {RIGHTS.map((r) => <li key={r}>{t(`party.right_${r}`)}</li>)}
            </ul>
            <p><a href="/app/party/readers">{t('party.readers')}</a></p>
            {can('credit_own') && <p><a href="/app/party/credit">{t('credit.mine')}</a></p>}
        </Section>
    );
}

function History({ id }: { id: string }) {
    const told = useLoad<{ steps: Step[] }>(`/api/v1/disputes/${id}/explain`);

    return (
        <Section title={t('party.history')}>
            <Loading of={told}>
                {(e) => (
                    <ol class="party-history">
                        {[...e.steps].reverse().map((s) => (
                            <li key={s.seq}>
                                <DateTime at={s.at} /> <strong>{both(s.command_zh, s.command_en)}</strong>
                                {s.moved && <Tag>{both(s.stage_zh, s.stage_en)}</Tag>}
                                {s.rescheduled && <MovedDeadline of={s.rescheduled} />}
                                {s.migrated && <p>{both(s.migrated.zh, s.migrated.en)}</p>}
                                {s.migrated?.reason && <p>{t('party.migrated_why', { reason: s.migrated.reason })}</p>}
                                <small>{wordOf('role', s.role)} · {sourceText(s.source)}</small>
                            </li>
                        ))}
                    </ol>
                )}
            </Loading>
        </Section>
    );
}

function About({ d, seat }: { d: Dispute; seat: number }) {
    const rows: [string, ComponentChildren][] = [
        [t('party.number'), d.number],
        [t('party.type'), wordOf('type', d.type)],
        [t('party.received'), <Day day={d.received_at} />],
        [t('party.body'), <Phone of={d.body} />],
        [t('party.mediator'), d.mediator?.name ?? t('party.no_mediator')],
    ];
    if (d.amount_fen !== null)
        rows.push([t('party.amount'), <Money fen={d.amount_fen} />]);
    return (
        <Section title={t('party.about')}>
            {d.description !== '' && <p class="party-words">{d.description}</p>}
            <Facts rows={rows} />
            <h3>{t('party.parties')}</h3>
            <ul class="party-list">
                {d.parties.map((p) => (
                    <li key={p.seat}>
                        <span>{p.name} · {wordOf('side', p.side)}</span>
                        {p.seat === seat && <Tag kind="good">{t('party.you')}</Tag>}
                    </li>
                ))}
            </ul>
        </Section>
    );
}

function Whole({ d, id, seat, reload }: { d: Dispute; id: string; seat: number; reload: () => void }) {
    const options = useLoad<{ items: PartyOption[] }>(`/api/v1/disputes/${id}/commands`);

    useCell(language);
    return (
        <Page title={d.title}>
            <Standing d={d} />
            <Loading of={options}>
                {(o) => {
                    const a = asked(o.items, d.states.perform.phase === 'settled');
                    return (
                        <>
                            <AskedOf a={a} />
                            <Court d={d} option={a.court} />
                            <FilingCard d={d} />
                        </>
                    );
                }}
            </Loading>
            <Terms key={d.version} d={d} seat={seat} options={options.value?.items ?? []} reload={reload} />
            {(d.states.main.phase === 'settled' || options.value?.items.some((o) => o.command === 'sign') === true) &&
                <SigningCard id={id} done={reload} />}
            {can('satisfaction') && <SatisfactionAsked dispute={id} seat={seat} />}
            <Deadlines d={d} />
            <Appointments id={id} />
            <About d={d} seat={seat} />
            <Files key={`files ${d.version}`} dispute={id} parties={d.parties} />
            <Papers key={d.version} id={id} />
            <Rights />
            <History id={id} />
        </Page>
    );
}

export function File() {
    return (
        <Own title={t('party.title')}>
            {(who, id) => <Loaded id={id} seat={who.seat ?? -1} />}
        </Own>
    );
}

function Loaded({ id, seat }: { id: string; seat: number }) {
    const dispute = useLoad<Dispute>(`/api/v1/disputes/${id}`);

    return <Loading of={dispute}>{(d) => <Whole key={d.version} d={d} id={id} seat={seat} reload={dispute.reload} />}</Loading>;
}
