// SPDX-License-Identifier: Apache-2.0
// What has happened, newest first, each with who did it and by which rule.
import { useState } from 'preact/hooks';
import { Button, ColourShape, DateTime, MovedDeadline, Notice, Tag, language, t, wordOf } from '../../kit';
import { Shown, headed, sourceText } from './common';
import { detailOf } from '../../kit/progress';
import { useTold } from './read';
import type { Happened } from './types';

/** Words that a person said with the command: reason, note, place, manner. */
function wordsOf(e: Happened): string[] {
    const detail = e.payload?.detail ?? {};

    return ['reason', 'note', 'manner', 'place'].flatMap((name) =>
        (typeof detail[name] === 'string' ? [detail[name] as string] : []));
}

function seatOf(e: Happened): number | undefined {
    const seat = detailOf(e)['seat'];

    return typeof seat === 'number' ? seat : undefined;
}

function Happening({ e, sides }: { e: Happened; sides: readonly string[] }) {
    const isEn = language.get() === 'en';
    const seat = seatOf(e);

    return (
        <li>
            <p class="mediator-happening">
                <strong>{headed({ zh: e.command_zh, en: e.command_en })}</strong>
                {seat !== undefined && <span> · {sides[seat] ?? seat}</span>}
                {e.moved && (
                    <Tag><ColourShape colour={e.colour} /> {isEn ? e.stage_en : e.stage_zh}</Tag>
                )}
            </p>
            <p class="mediator-soft">
                <DateTime at={e.at} />
                {e.role !== null && <> · {isEn ? wordOf('role', e.role) : e.role_zh}</>}
            </p>
            {e.rescheduled !== undefined && <MovedDeadline of={e.rescheduled} />}
            {wordsOf(e).map((words) => <p key={words} class="mediator-words">{words}</p>)}
            <details>
                <summary>{t('mediator.why')}</summary>
                <p class="mediator-soft">
                    {t('mediator.rule', { rule: e.rule, source: sourceText(e.source) })}
                </p>
            </details>
        </li>
    );
}

interface Explanation {
    colour: string;
    colour_zh: string;
    proof: { events: number; fold_equals_stored: boolean; head_equals_last_hash: boolean };
}

/** Recompute the history, and say whether it is what it claims to be. */
function Proof({ id }: { id: string }) {
    const [asked, setAsked] = useState(false);
    const told = useTold<Explanation>(asked ? `/api/v1/disputes/${id}/explain` : undefined);

    if (!asked)
        return <Button wide onClick={() => setAsked(true)}>{t('mediator.prove')}</Button>;
    return (
        <Shown told={told}>
            {({ proof }) => {
                const isWhole = proof.fold_equals_stored && proof.head_equals_last_hash;
                return (
                    <Notice kind={isWhole ? 'good' : 'bad'} live>
                        <p>{t(isWhole ? 'mediator.proved' : 'mediator.not_proved',
                            { n: proof.events })}</p>
                    </Notice>
                );
            }}
        </Shown>
    );
}

export function Timeline({ id, events, sides }:
    { id: string; events: readonly Happened[]; sides: readonly string[] }) {
    return (
        <>
            <ol class="mediator-timeline">
                {[...events].reverse().map((e) => <Happening key={e.seq} e={e} sides={sides} />)}
            </ol>
            <Proof id={id} />
        </>
    );
}
