// SPDX-License-Identifier: Apache-2.0
// Access codes on paper: one for each party, shown once, to be copied by hand or printed.
//
// Not through the outbox: the code is in the answer, and an answer that comes while nobody looks
// would be lost.
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { ApiError, Button, Confirm, Day, Notice, Page, Tag, announce, failureText, newKey, send, t,
         instantText, type PageProps, type Word } from '../../kit';
import { CodeSheet } from '../party/sheet';
import { Back, Shown, partyText } from './common';
import { useTold } from './read';
import type { Dispute, Page as PageOf, Party } from './types';

interface Code {
    seat: number;
    issue: number;
    issued_at: string;
    expires_at: string;
    expired: boolean;
    locked: boolean;
    locked_until: string | null;
    used_at: string | null;
    signs: boolean;
    bar: Word | null;
}

interface Issued {
    code: string;
    number: string;
    expires_at: string;
    signs: boolean;
    bar: Word | null;
}

function standing(code: Code | undefined): [string, 'good' | 'warn' | 'bad' | 'plain'] {
    if (code === undefined)
        return [t('mediator.code_none'), 'plain'];
    if (code.locked)
        return [code.locked_until === null ? t('mediator.code_locked_all')
            : t('mediator.code_locked', { until: instantText(code.locked_until) }), 'bad'];
    if (code.expired)
        return [t('mediator.code_expired'), 'warn'];
    return [t(code.used_at === null ? 'mediator.code_unused' : 'mediator.code_used'), 'good'];
}

/** What the party can do with it, before it has left. */
function Uses({ of }: { of: { bar: Word | null } }) {
    if (of.bar === null)
        return <p>{t('mediator.code_full')}</p>;
    return <p class="mediator-code-reads">{t('mediator.code_reads', { why: t(`mediator.bar_${of.bar.code}`) })}</p>;
}

function PartyCode({ id, party, code, reload }:
    { id: string; party: Party; code: Code | undefined; reload: () => void }) {
    const [asking, setAsking] = useState(false);
    const [shown, setShown] = useState<Issued>();
    const [printing, setPrinting] = useState(false);
    const [error, setError] = useState<ApiError>();
    const key = useRef(newKey()); // of this issue: pressed twice, it is one
    const [word, kind] = standing(code);

    async function issue(): Promise<void> {
        setAsking(false);
        try {
            const answer = await send<Issued>('POST', `/api/v1/disputes/${id}/access-codes`,
                { seat: party.seat }, { key: key.current });
            setShown(answer.value);
            setError(undefined);
            announce(t('mediator.code_new'));
            key.current = newKey();
            reload();
        } catch (e) {
            if (!(e instanceof ApiError))
                throw e;
            if (!e.isUncertain)
                key.current = newKey();
            setError(e);
        }
    }

    return (
        <li class="mediator-party-card">
            <h2>{partyText(party)}</h2>
            <p><Tag kind={kind}>{word}</Tag>{' '}
                {code !== undefined && !code.expired && <>{t('mediator.until')} <Day day={code.expires_at} /></>}
            </p>
            {shown === undefined && code !== undefined && !code.expired && <Uses of={code} />}
            {shown !== undefined && (
                <Notice kind="good" live>
                    <p>{t('mediator.code_new')}</p>
                    <p class="mediator-code">{shown.code}</p>
                    <p>{t('mediator.code_once')}</p>
                    <Uses of={shown} />
                    <Button onClick={() => setPrinting(true)}>{t('mediator.print')}</Button>
                </Notice>
            )}
            {shown !== undefined && printing && (
                <CodeSheet dispute={id} number={shown.number} party={party.name} code={shown.code}
                    expires={shown.expires_at} signs={shown.signs} onClose={() => setPrinting(false)} />
            )}
            {error !== undefined && <Notice kind="bad" live><p>{failureText(error)}</p></Notice>}
            <Button wide weight={code === undefined ? 'main' : 'plain'}
                onClick={() => (code === undefined ? issue() : setAsking(true))}>
                {t(code === undefined ? 'mediator.code_issue' : 'mediator.code_reissue')}
            </Button>
            <Confirm title={t('mediator.code_reissue')} open={asking} onClose={() => setAsking(false)}
                text={<p>{t('mediator.code_ends')}</p>} action={t('mediator.code_reissue')}
                onConfirm={issue} />
        </li>
    );
}

function CodesPage({ id, back }: { id: string; back: ComponentChildren }) {
    const dispute = useTold<Dispute>(`/api/v1/disputes/${id}`);
    const codes = useTold<PageOf<Code>>(`/api/v1/disputes/${id}/access-codes`);

    return (
        <Page title={t('mediator.codes')} narrow>
            {back}
            <p>{t('mediator.codes_hint')}</p>
            <Shown told={dispute}>
                {(d) => (
                    <Shown told={codes}>
                        {(page) => (
                            <ul class="mediator-parties">
                                {d.parties.map((p) => (
                                    <PartyCode key={p.seat} id={id} party={p} reload={codes.reload}
                                        code={page.items.find((c) => c.seat === p.seat)} />
                                ))}
                            </ul>
                        )}
                    </Shown>
                )}
            </Shown>
        </Page>
    );
}

export function Codes({ params }: PageProps) {
    const id = params['id'] ?? '';

    return <CodesPage id={id} back={<Back id={id} />} />;
}

/** The same among the pages of the window and the court. */
export function DeskCodes({ params }: PageProps) {
    const id = params['id'] ?? '';

    return <CodesPage id={id} back={<p><a href={`/app/disputes/${id}`}>{t('mediator.back')}</a></p>} />;
}
