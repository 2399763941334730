// SPDX-License-Identifier: Apache-2.0
// What waits to be sent, and what needs its person: conflicts in plain words, each with a way on.
import { useEffect, useState } from 'preact/hooks';
import { ApiError, Button, Confirm, DateTime, Empty, LinkButton, Notice, Page, failureText, get,
         language, t, useCell, type PageProps } from '../../kit';
import type { Entry, Verdict } from '../../offline/entry';
import { drop, go, sendAgain, waiting } from '../../offline/office';
import type { Shown } from '../../offline/outbox';
import { stageText } from './common';
import type { Dispute } from './types';

/** What the server said, as one sentence; then what it means for the person. */
function Said({ v }: { v: Verdict }) {
    const reason = language.get() === 'en' ? v.en : v.zh;

    return (
        <>
            <p><strong>{t(`mediator.conflict_${v.kind}`)}</strong></p>
            {reason !== '' && <p>{v.source === '' ? reason
                : t('mediator.conflict_reason', { reason, source: v.source })}</p>}
            {reason === '' && v.detail !== '' && v.kind === 'invalid' && <p lang="en">{v.detail}</p>}
            {v.errors.length > 0 && (
                <ul>{v.errors.map((e) => <li key={e.pointer} lang="en">{e.pointer} {e.detail}</li>)}</ul>
            )}
        </>
    );
}

/** The case as it is now, looked at before anything is sent again. */
function Look({ entry }: { entry: Entry }) {
    const [seen, setSeen] = useState<Dispute>();
    const [error, setError] = useState<ApiError>();
    const isCase = entry.base !== null;

    async function look(): Promise<void> {
        try {
            setSeen(await get<Dispute>(`/api/v1/disputes/${entry.subject}`, { purpose: 'handling' }));
            setError(undefined);
        } catch (e) {
            setError(e instanceof ApiError ? e : new ApiError('offline', undefined));
        }
    }

    if (seen === undefined) {
        return (
            <>
                {error !== undefined && <Notice kind="bad" live><p>{failureText(error)}</p></Notice>}
                <Button wide onClick={look}>{t('mediator.look_first')}</Button>
            </>
        );
    }
    return (
        <Notice live>
            <p>{t('mediator.stands_now', { title: seen.title, stage: stageText(seen),
                next: language.get() === 'en' ? seen.next_en : seen.next_zh })}</p>
            <p><a href={`/app/my/${entry.subject}`}>{t('mediator.look_case')}</a></p>
            <Button wide weight="main"
                onClick={() => sendAgain(entry.key, isCase ? seen.version : null)}>
                {t('mediator.send_again')}
            </Button>
        </Notice>
    );
}

function Mine({ s }: { s: Extract<Shown, { mine: true }> }) {
    const { entry: e } = s;
    const [asking, setAsking] = useState(false);

    return (
        <li class={e.conflict === null ? 'mediator-waiting-entry'
            : 'mediator-waiting-entry mediator-conflict'}>
            <h2>{e.title}</h2>
            <p class="mediator-soft">
                {t('mediator.made_at')} <DateTime at={new Date(e.created_at).toISOString()} />
            </p>
            {e.conflict === null
                ? <p>{t(s.other_role ? 'mediator.waits_role' : 'mediator.waits')}</p>
                : <Said v={e.conflict} />}
            {e.conflict !== null && !s.other_role && <Look entry={e} />}
            <Button wide weight="danger" onClick={() => setAsking(true)}>{t('mediator.drop')}</Button>
            <Confirm title={t('mediator.drop')} open={asking} onClose={() => setAsking(false)}
                weight="danger" action={t('mediator.drop')} onConfirm={() => drop(e.key)}
                text={<p>{t(s.maybe_done ? 'mediator.drop_maybe' : 'mediator.drop_sure',
                    { title: e.title })}</p>} />
        </li>
    );
}

export function OutboxPage(_: PageProps) {
    const all = useCell(waiting);
    const mine = all.filter((s) => s.mine);
    const others = all.length - mine.length;
    const conflicts = mine.filter((s) => s.entry.conflict !== null);

    useEffect(go, []);
    return (
        <Page title={t('mediator.outbox')} narrow>
            <p>{t('mediator.outbox_hint')}</p>
            {all.length === 0 && <Empty>{t('mediator.outbox_empty')}</Empty>}
            {conflicts.length > 0 &&
                <Notice kind="bad"><p>{t('mediator.pending_conflicts', { n: conflicts.length })}</p></Notice>}
            <ul class="mediator-waiting-list">{mine.map((s) => <Mine key={s.entry.key} s={s} />)}</ul>
            {others > 0 &&
                <Notice kind="warn"><p>{t('mediator.pending_others', { n: others })}</p></Notice>}
            <p><LinkButton href="/" wide>{t('mediator.home')}</LinkButton></p>
        </Page>
    );
}
