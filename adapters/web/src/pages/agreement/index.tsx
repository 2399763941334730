// SPDX-License-Identifier: Apache-2.0
// The agreement of a dispute, as everybody who may read the dispute reads it. Mounted in the pages of
// mediators, parties and clerks; it reads its own call, which tells the whole history.
import type { ComponentChildren } from 'preact';
import { Day, LinkButton, Loading, Notice, Section, Tag, type Loaded, say, sourceText, t, useLoad } from '../../kit';
import { Compare } from './compare';
import { Confirming } from './confirmation';
import { Ledger, Sums, isSettled } from './ledger';
import { Signatures } from './signatures';
import { type AgreementOf, type Owed, type Person, type Version, type Way, inForce, waiting } from './types';
import { OwnWord } from './word';

export { ConfirmationCheck, Findings, useDraftCheck } from './check';
export { type AgreementOf, inForce, promised, waiting, withAgreement } from './types';

export interface AgreedProps {
    id: string;
    parties: readonly Person[];
    mediator?: string | undefined;
    /** Where a command is given; undefined: it is not offered. */
    href: (command: string) => string | undefined;
    /** A party's own seat: it may say its word on what it owes or is owed. */
    seat?: number | undefined;
    /** Sends nothing and shows no buttons. */
    quiet?: boolean;
    reload?: (() => void) | undefined;
}

function Text({ v }: { v: Version }) {
    return (
        <>
            <p class="agreement-words">{v.terms}</p>
            {v.facts !== null && (
                <details><summary>{t('agreement.facts')}</summary><p class="agreement-words">{v.facts}</p></details>
            )}
        </>
    );
}

function Ways({ ways, href }: { ways: readonly Way[]; href: AgreedProps['href'] }) {
    if (ways.length === 0)
        return null;
    return (
        <Notice kind="warn">
            <p>{t('agreement.ways')}</p>
            <ul class="agreement-ways">
                {ways.map((w) => {
                    const to = w.refusal === null ? href(w.command.code) : undefined;
                    return (
                        <li key={w.command.code}>
                            {to === undefined ? <strong>{say(w.command)}</strong> : <a href={to}>{say(w.command)}</a>}
                            {w.refusal !== null && <> · {say(w.refusal)}</>}
                            {w.until !== null && <> · {t('agreement.until')} <Day day={w.until} /></>}
                            <small> {t('agreement.source', { source: sourceText(w.source) })}</small>
                        </li>
                    );
                })}
            </ul>
        </Notice>
    );
}

/** What this reader may do about an obligation. */
function actOn(p: AgreedProps, a: AgreementOf): ((o: Owed) => ComponentChildren) | undefined {
    const record = p.href('record_performance');

    if (p.quiet === true)
        return undefined;
    if (p.seat !== undefined) {
        const seat = p.seat;
        if (p.href('claim_performance') === undefined)
            return undefined;
        return (o) => (o.payer === seat || o.payee === seat) && o.result?.code !== 'excused' && (
            <OwnWord id={p.id} version={a.seq} seat={seat} o={o} said={p.reload ?? (() => undefined)} />
        );
    }
    return record === undefined ? undefined : (o) => !isSettled(o) && (
        <LinkButton href={`${record}?obligation=${o.n}`}>{t('agreement.record')}</LinkButton>
    );
}

function Waiting({ v, old, p }: { v: Version; old: Version | undefined; p: AgreedProps }) {
    const refuse = p.href('reject_variation');

    return (
        <Section title={t(v.state.code === 'pending' ? 'agreement.change' : 'agreement.draft')}>
            <p><Tag kind="warn">{say(v.state)}</Tag></p>
            {old === undefined || v.state.code !== 'pending'
                ? <><Text v={v} /><Ledger v={v} parties={p.parties} /></>
                : <Compare old={old} next={v} parties={p.parties} />}
            <Signatures v={v} parties={p.parties} mediator={p.mediator} />
            {v.state.code === 'pending' && <p class="hint">{t('agreement.old_stays')}</p>}
            {p.quiet !== true && refuse !== undefined && v.state.code === 'pending' &&
                <LinkButton href={refuse}>{t('agreement.refuse_change')}</LinkButton>}
        </Section>
    );
}

function InForce({ v, a, p }: { v: Version; a: AgreementOf; p: AgreedProps }) {
    return (
        <Section title={t(v.form === 'oral' ? 'agreement.oral' : 'agreement.title')}>
            <p>
                <Tag kind="good">{say(v.state)}</Tag>{' '}
                {v.effective_on !== null && <>{t('agreement.effective')} <Day day={v.effective_on} /></>}
                {v.version > 1 && <> · {t('agreement.version', { n: v.version })}</>}
            </p>
            <Text v={v} />
            <Sums sums={a.sums} parties={p.parties} />
            <Ways ways={a.ways} href={p.href} />
            <Ledger v={v} parties={p.parties} act={actOn(p, a)} />
            {a.performed && (
                <p><a href={`/api/v1/disputes/${p.id}/documents/performance_proof`} target="_blank" rel="noopener">
                    {t('agreement.proof')}</a></p>
            )}
            <Signatures v={v} parties={p.parties} mediator={p.mediator} />
        </Section>
    );
}

/** Versions that bind nobody any more, for who wants to know how it came about. */
function Older({ a, p }: { a: AgreementOf; p: AgreedProps }) {
    const list = a.versions.filter((v) => v !== inForce(a) && v !== waiting(a)).reverse();

    if (list.length === 0)
        return null;
    return (
        <details class="card agreement-older">
            <summary>{t('agreement.older', { n: list.length + a.forgotten })}</summary>
            {list.map((v) => (
                <article key={v.version}>
                    <h3>{t('agreement.version', { n: v.version })} <Tag>{say(v.state)}</Tag></h3>
                    {v.end_reason !== null && <p>{t('agreement.why', { reason: v.end_reason })}</p>}
                    <Text v={v} />
                    <Ledger v={v} parties={p.parties} />
                </article>
            ))}
        </details>
    );
}

/** The agreement, given what was read. Nothing where nothing was agreed. */
export function AgreedView({ a, ...p }: AgreedProps & { a: AgreementOf }) {
    const open = waiting(a);
    const force = inForce(a);

    if (a.versions.length === 0)
        return null;
    return (
        <div class="agreement">
            {open !== undefined && <Waiting v={open} old={force} p={p} />}
            {force !== undefined && <InForce v={force} a={a} p={p} />}
            {p.quiet !== true && force !== undefined &&
                <Confirming id={p.id} a={a} parties={p.parties} href={p.href} />}
            <Older a={a} p={p} />
        </div>
    );
}

export function useAgreement(id: string | undefined): Loaded<AgreementOf> {
    return useLoad<AgreementOf>(id === undefined ? undefined : `/api/v1/disputes/${id}/agreement`);
}

/** Reads and shows. Give it a key that changes with the dispute's version. */
export function Agreed(p: AgreedProps) {
    const a = useAgreement(p.id);

    return (
        <Loading of={a}>
            {(v) => <AgreedView {...p} a={v} reload={() => { a.reload(); p.reload?.(); }} />}
        </Loading>
    );
}
