// SPDX-License-Identifier: Apache-2.0
// What would make a court refuse to confirm the agreement, told before anybody applies.
import { useEffect, useState } from 'preact/hooks';
import { Loading, Notice, Tag, newKey, say, send, sourceText, t, useLoad } from '../../kit';
import type { Check, Finding } from './types';

/** "1–60、62": numbers as people count, neighbours together. */
export function ranges(list: readonly number[]): string {
    const parts: [number, number][] = [];

    for (const n of list) {
        const last = parts[parts.length - 1];
        if (last !== undefined && last[1] === n - 1)
            last[1] = n;
        else
            parts.push([n, n]);
    }
    return parts.map(([a, b]) => (a === b ? String(a + 1) : `${a + 1}–${b + 1}`)).join('、');
}

function Found({ f, titles }: { f: Finding; titles: boolean }) {
    return (
        <li class={`agreement-finding agreement-${f.severity}`}>
            <p>
                <Tag kind={f.severity === 'stops' ? 'bad' : 'warn'}>{t(`agreement.severity_${f.severity}`)}</Tag>{' '}
                {titles && <strong>{say(f.bar)}</strong>}
            </p>
            <p>{say(f)}</p>
            {f.words.length > 0 && <p>{t('agreement.words_found', { words: f.words.join('、') })}</p>}
            {f.obligations.length > 0 && (
                <p>{t('agreement.at_obligations', { list: ranges(f.obligations) })}</p>
            )}
            <small>{t('agreement.source', { source: sourceText(f.source) })}</small>
        </li>
    );
}

export function Findings({ check }: { check: Check }) {
    if (check.items.length === 0)
        return <Notice kind="good"><p>{t('agreement.nothing_found')}</p></Notice>;
    return (
        <>
            {check.stops && <Notice kind="bad"><p>{t('agreement.stops')}</p></Notice>}
            <ul class="agreement-findings">
                {check.items.map((f) => <Found key={f.finding} f={f} titles={f.bar.code !== 'other'} />)}
            </ul>
            <p class="hint">{t('agreement.check_note')}</p>
        </>
    );
}

/** The agreement as it stands. court: the one that would be asked. */
export function ConfirmationCheck({ id, court }: { id: string; court?: string | undefined }) {
    const check = useLoad<Check>(`/api/v1/disputes/${id}/confirmation/check`,
        court === undefined || court === '' ? {} : { court });

    return (
        <section class="agreement-check" aria-label={t('agreement.check')}>
            <h3>{t('agreement.check')}</h3>
            <Loading of={check}>{(c) => <Findings check={c} />}</Loading>
        </section>
    );
}

const PAUSE_MS = 700; // after the last key, before the server is asked

/** What would stand against a draft, once it is well formed; undefined: not asked, or not answered. */
export function useDraftCheck(id: string, draft: Record<string, unknown> | undefined): Check | undefined {
    const [check, setCheck] = useState<Check | undefined>(undefined);
    const text = draft === undefined ? undefined : JSON.stringify(draft);

    useEffect(() => {
        let isOver = false;
        if (text === undefined) {
            setCheck(undefined);
            return undefined;
        }
        const clock = setTimeout(() => {
            send<Check>('POST', `/api/v1/disputes/${id}/confirmation/check`, JSON.parse(text),
                { key: newKey(), tries: 1 })
                .then((answer) => !isOver && setCheck(answer.value))
                .catch(() => undefined); // without a line nothing is said
        }, PAUSE_MS);
        return () => {
            isOver = true;
            clearTimeout(clock);
        };
    }, [id, text]);
    return check;
}
