// SPDX-License-Identifier: Apache-2.0
// What several of these pages show: how old a reading is, what waits to be sent, a case in a list.
import type { ComponentChildren } from 'preact';
import { ColourBadge, DeadlineText, Failed, LinkButton, Notice, Tag, instantText, language, say, t,
         useCell, wordOf, type ApiError } from '../../kit';
import { keeps, waiting } from '../../offline/office';
import type { Told } from './read';
import type { Party, Row } from './types';

/** Children with what was read; before it, that it is coming, or why not. quiet: what is around it
 *  says how old it is. */
export function Shown<T>({ told, quiet = false, children }:
    { told: Told<T>; quiet?: boolean; children: (value: T) => ComponentChildren }) {
    if (told.value === undefined) {
        return told.error === undefined ? <p class="waiting">{t('kit.loading')}</p>
            : <Failed error={told.error} retry={told.reload} />;
    }
    return (
        <>
            <Age since={quiet ? undefined : told.since} error={told.error} retry={told.reload} />
            {children(told.value)}
        </>
    );
}

/** That what is shown is not what the server says now. */
export function Age({ since, error, retry }:
    { since: number | undefined; error: ApiError | undefined; retry: () => void }) {
    if (error !== undefined)
        return <Failed error={error} retry={retry} />;
    if (since === undefined)
        return null;
    return (
        <Notice kind="warn">
            <p>{t('mediator.old_reading', { at: instantText(new Date(since).toISOString()) })}</p>
        </Notice>
    );
}

/** What waits to be sent, of one dispute or of all. */
export function Pending({ id }: { id?: string }) {
    const all = useCell(waiting);
    const kept = useCell(keeps);
    const mine = all.flatMap((s) => (s.mine && (id === undefined || s.entry.subject === id)
        ? [s.entry] : []));
    const others = id === undefined ? all.filter((s) => !s.mine).length : 0;
    const conflicts = mine.filter((e) => e.conflict !== null).length;

    return (
        <>
            {!kept && <Notice kind="warn"><p>{t('mediator.keeps_nothing')}</p></Notice>}
            {mine.length + others > 0 && (
                <Notice kind={conflicts > 0 ? 'bad' : 'info'} live>
                    {conflicts > 0 && <p>{t('mediator.pending_conflicts', { n: conflicts })}</p>}
                    {mine.length > conflicts &&
                        <p>{t('mediator.pending', { n: mine.length - conflicts })}</p>}
                    {others > 0 && <p>{t('mediator.pending_others', { n: others })}</p>}
                    <p><a href="/app/outbox">{t('mediator.outbox_look')}</a></p>
                </Notice>
            )}
        </>
    );
}

/** The name of a stage in the page's language. */
export function stageText(r: { stage_zh: string; stage_en: string }): string {
    return language.get() === 'en' ? r.stage_en : r.stage_zh;
}

export function sideText(p: Party): string {
    return language.get() === 'en' ? wordOf('side', p.side) : p.side_zh;
}

/** "申请人 冯桑秋". */
export function partyText(p: Party): string {
    return t('mediator.party', { side: sideText(p), name: p.name });
}

/** One case, the whole of it a link. */
export function CaseCard({ row, note }: { row: Row; note?: ComponentChildren }) {
    return (
        <li class="mediator-case-card">
            <a href={`/app/my/${row.id}`} class="mediator-case-link">
                <strong>{row.title}</strong>
                <span class="mediator-case-line">
                    <ColourBadge colour={row.colour} />
                    <span>{stageText(row)}</span>
                </span>
                <span class="mediator-case-line">
                    {row.open ? <DeadlineText deadline={row} /> : <Tag>{t('mediator.ended')}</Tag>}
                </span>
                <span class="mediator-case-number">{row.number}</span>
                {note}
            </a>
        </li>
    );
}

export { sourceText } from '../../kit';

/** Back to the case, at the head of what belongs to it. */
export function Back({ id }: { id: string }) {
    return <p><a class="mediator-back" href={`/app/my/${id}`}>{t('mediator.back')}</a></p>;
}

/** A word of the server's at the head of something: in English it begins with a capital. */
export function headed(of: { zh: string; en: string }): string {
    const text = say(of);

    return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A command as a large button. */
export function Doing({ href, of, main = false }:
    { href: string; of: { zh: string; en: string }; main?: boolean }) {
    return <LinkButton href={href} weight={main ? 'main' : 'plain'} wide>{headed(of)}</LinkButton>;
}
