// SPDX-License-Identifier: Apache-2.0
// One dispute: where it stands and why, whose move it is and until when, who the parties are as far
// as this role may know, what has happened, and what may be done now.
import { useEffect, useState } from 'preact/hooks';
import { type PageProps, type Word, Button, ColourBadge, DateTime, DeadlineText, Facts, Failed, LinkButton, Loading,
         Money, Notice, Page, Papers, Section, Table, Tabs, Tag, can, language, loadWords, say, session, sourceText,
         t, useCell, useList, useLoad, useStream, wordOf, wordsCell } from '../../kit';
import type { CommandOption, CommandOptions } from '../../kit/command/model';
import { Agreed } from '../agreement';
import { SatisfactionHeard } from '../assess/satisfaction';
import { ProtectionCard } from '../credit/protection';
import { FilingCard } from '../filing';
import { Files } from '../evidence';
import { Keys } from './keys';
import { References } from './references';
import { Explained, Timeline } from './timeline';
import type { Deadline, Dispute, Party } from './types';

function Deadlines({ rows }: { rows: Deadline[] }) {
    const running = rows.filter((d) => d.state !== 'ended');
    return (
        <Table caption={t('clerk.deadlines')} quiet rows={running} id={(d) => d.name} empty={t('clerk.no_deadlines')} columns={[
            { title: t('clerk.deadline'), heads: true, cell: (d) => say(d) },
            { title: t('clerk.until'), cell: (d) => <DeadlineText deadline={d} /> },
            { title: t('clerk.law'), cell: (d) => sourceText(d.source) },
        ]} />
    );
}

/** A number or a telephone that this role may not read shows as such, never as empty. */
function Masked({ text }: { text: string | null }) {
    return text === null ? <span class="hint">—</span> : <span class="number">{text}</span>;
}

function Parties({ rows }: { rows: Party[] }) {
    return (
        <Table caption={t('clerk.parties')} quiet rows={rows} id={(p) => String(p.seat)} columns={[
            { title: t('clerk.name'), heads: true, cell: (p) => p.name },
            { title: t('clerk.side'), cell: (p) => wordOf('side', p.side) },
            { title: t('clerk.kind'), cell: (p) => wordOf('party_kind', p.kind) },
            { title: t('clerk.identity'), cell: (p) => <Masked text={p.identity} /> },
            { title: t('clerk.phone'), cell: (p) => (p.phone === null || p.phone.includes('*') ? <Masked text={p.phone} />
                : <a href={`tel:${p.phone}`} class="number">{p.phone}</a>) },
            { title: t('clerk.agent'), cell: (p) => (p.agent === null ? '—' : `${p.agent} ${p.agent_phone ?? ''}`) },
        ]} />
    );
}

interface Note {
    id: string;
    kind: Word;
    text: string | null;
    at: string;
}

/** Neutral notes and undisputed facts; what was said in confidence is not for this page. */
function Notes({ id }: { id: string }) {
    const notes = useList<Note>(`/api/v1/disputes/${id}/notes`);
    const shown = (notes.items ?? []).filter((n) => ['neutral', 'undisputed'].includes(n.kind.code));
    return (
        <Section title={t('clerk.notes')}>
            {notes.error !== undefined && <Failed error={notes.error} retry={notes.reload} />}
            {shown.length === 0 ? <p class="empty">{t('clerk.no_notes')}</p> : (
                <ul class="clerk-notes">
                    {shown.map((n) => (
                        <li key={n.id}><Tag>{say(n.kind)}</Tag> {n.text ?? '—'} <small><DateTime at={n.at} /></small></li>
                    ))}
                </ul>
            )}
        </Section>
    );
}

// What helps on the way, leads elsewhere or keeps the record right: in reach, and out of the way.
const LATER = ['help', 'exit', 'record'] as const;

function CommandList({ id, items, isMain }: { id: string; items: CommandOption[]; isMain?: boolean }) {
    return (
        <ul class="clerk-commands">
            {items.map((x, i) => (
                <li key={x.command}>
                    <LinkButton href={`/app/disputes/${id}/do/${x.command}`} weight={isMain === true && i === 0 ? 'main' : 'plain'} wide>
                        {say(x)}
                    </LinkButton>
                </li>
            ))}
        </ul>
    );
}

interface LaterProps {
    id: string;
    group: typeof LATER[number];
    items: CommandOption[];
    open: boolean;
}

function LaterCommands({ id, group, items, open }: LaterProps) {
    if (items.length === 0)
        return null;
    return (
        <details class="clerk-later" open={open}>
            <summary>{t(`clerk.group_${group}`)} <span class="count">{items.length}</span></summary>
            <CommandList id={id} items={items} />
        </details>
    );
}

function Commands({ id, version }: { id: string; version: number }) {
    const options = useLoad<CommandOptions>(`/api/v1/disputes/${id}/commands`, { });
    useEffect(() => {
        if (options.value !== undefined && options.value.version !== version)
            options.reload();
    }, [version]);
    return (
        <Section title={t('clerk.can_do')}>
            <Loading of={options}>{(o) => (o.items.length === 0 ? <p class="empty">{t('clerk.nothing_to_do')}</p> : (
                <>
                    <CommandList id={id} items={o.items.filter((x) => x.group === 'step')} isMain />
                    {LATER.map((group) => (
                        <LaterCommands key={group} id={id} group={group} items={o.items.filter((x) => x.group === group)}
                            open={!o.items.some((x) => x.group === 'step')} />
                    ))}
                </>
            ))}</Loading>
        </Section>
    );
}

function Standing({ d }: { d: Dispute }) {
    const isEn = language.get() === 'en';
    return (
        <Facts rows={[
            [t('clerk.next'), isEn ? d.next_en : d.next_zh],
            [t('clerk.body'), <>{d.body?.name ?? '—'} {d.body?.phone ?? ''}</>],
            [t('clerk.mediator'), <>{d.mediator?.name ?? t('clerk.no_mediator')} {d.mediator?.phone ?? ''}</>],
            [t('clerk.court'), d.court?.name ?? '—'],
            [t('clerk.type'), wordOf('type', d.type)],
            [t('clerk.risk'), wordOf('risk', d.risk)],
            [t('clerk.amount'), <Money fen={d.amount_fen} />],
            [t('clerk.region'), d.region_name ?? d.region],
            [t('clerk.channel'), wordOf('channel', d.channel)],
            [t('clerk.external'), d.external_ref ?? '—'],
            [t('clerk.col_received'), <DateTime at={d.received_at} />],
            [t('clerk.confirm_track'), say(d.states.confirm)],
            [t('clerk.perform_track'), say(d.states.perform)],
        ]} />
    );
}

/** What was agreed, what became of it, and its confirmation. */
function AgreedHere({ d }: { d: Dispute }) {
    const options = useLoad<CommandOptions>(`/api/v1/disputes/${d.id}/commands`);
    return (
        <Agreed id={d.id} parties={d.parties} mediator={d.mediator?.name} href={(command) =>
            (options.value?.items.some((o) => o.command === command) ? `/app/disputes/${d.id}/do/${command}` : undefined)} />
    );
}

function Case({ d }: { d: Dispute }) {
    useCell(wordsCell);
    const me = useCell(session);
    return (
        <>
            <p class="clerk-head">
                <ColourBadge colour={d.colour} large /> <strong>{say({ zh: d.stage_zh, en: d.stage_en })}</strong>
                {d.stands_still && <Tag kind="warn">{t('kit.deadline_stopped')}</Tag>}
            </p>
            <div class="clerk-case">
                <aside><Commands id={d.id} version={d.version} /></aside>
                <div>
                    <Section title={d.title}>
                        {d.description !== '' && <p class="clerk-words">{d.description}</p>}
                        <Standing d={d} />
                    </Section>
                    <Section title={t('clerk.deadlines')}><Deadlines rows={d.deadlines} /></Section>
                    <Section title={t('clerk.parties')}><Parties rows={d.parties} /></Section>
                    {me?.kind === 'account' && <References id={d.id} />}
                    <AgreedHere key={`agreed ${d.version}`} d={d} />
                    <FilingCard d={d} />
                    <Files key={`files ${d.version}`} dispute={d.id} parties={d.parties} />
                    <Papers key={d.version} id={d.id} />
                    <ProtectionCard id={d.id} />
                    {can('satisfaction') && d.states.main.phase !== 'open' && <SatisfactionHeard key={`heard ${d.version}`} dispute={d.id} parties={d.parties} />}
                    {can('notes') && <Notes id={d.id} />}
                    <Section title={t('clerk.history')}>
                        <Tabs label={t('clerk.history')} tabs={[
                            { id: 'timeline', title: t('clerk.timeline'), body: () => <Timeline id={d.id} version={d.version} procedure={d.procedure} /> },
                            { id: 'explain', title: t('clerk.explain'), body: () => <Explained id={d.id} version={d.version} /> },
                        ]} />
                    </Section>
                </div>
            </div>
        </>
    );
}

export function CasePage({ params }: PageProps) {
    const id = params['id'] ?? '';
    const dispute = useLoad<Dispute>(`/api/v1/disputes/${id}`);
    const [newer, setNewer] = useState(0);
    const version = dispute.value?.version ?? 0;
    useEffect(() => {
        void loadWords();
    }, []);
    useStream({}, {
        change(c) {
            if (c.id === dispute.value?.id && c.version > version)
                setNewer(c.version);
        },
        load: () => undefined,
    });
    return (
        <Page title={dispute.value?.number ?? t('clerk.case')} actions={(
            <>
                {can('access_codes') && dispute.value !== undefined && (
                    <LinkButton href={`/app/disputes/${dispute.value.id}/codes`}>{t('clerk.codes')}</LinkButton>
                )}
                {can('labels') && dispute.value !== undefined && (
                    <LinkButton href={`/app/work/labels?ids=${dispute.value.id}`}>{t('clerk.print_label')}</LinkButton>
                )}
                <Keys />
            </>
        )}>
            {newer > version && (
                <Notice kind="warn" live>
                    {t('clerk.case_changed')} <Button onClick={dispute.reload}>{t('clerk.reload')}</Button>
                </Notice>
            )}
            <Loading of={dispute}>{(d) => <Case d={d} />}</Loading>
        </Page>
    );
}
