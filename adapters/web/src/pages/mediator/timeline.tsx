// SPDX-License-Identifier: Apache-2.0
// What has happened, newest first, each with who did it and by which rule.
import { ColourShape, DateTime, Tag, language, t, wordOf } from '../../kit';
import { sourceText } from './common';
import type { Happened } from './types';

/** Words that a person said with the command: reason, note, place, manner. */
function wordsOf(e: Happened): string[] {
    const detail = e.payload?.detail ?? {};

    return ['reason', 'note', 'manner', 'place'].flatMap((name) =>
        (typeof detail[name] === 'string' ? [detail[name] as string] : []));
}

function seatOf(e: Happened): number | undefined {
    const seat = e.payload?.detail?.['seat'];

    return typeof seat === 'number' ? seat : undefined;
}

function Happening({ e, sides }: { e: Happened; sides: readonly string[] }) {
    const isEn = language.get() === 'en';
    const seat = seatOf(e);

    return (
        <li>
            <p class="mediator-happening">
                <strong>{isEn ? e.command_en : e.command_zh}</strong>
                {seat !== undefined && <span> · {sides[seat] ?? seat}</span>}
                {e.moved && (
                    <Tag><ColourShape colour={e.colour} /> {isEn ? e.stage_en : e.stage_zh}</Tag>
                )}
            </p>
            <p class="mediator-soft">
                <DateTime at={e.at} /> · {isEn ? wordOf('role', e.role) : e.role_zh}
            </p>
            {wordsOf(e).map((words) => <p key={words} class="mediator-words">{words}</p>)}
            <details>
                <summary>{t('mediator.why')}</summary>
                <p class="mediator-soft">{t('mediator.rule', { rule: e.rule, source: sourceText(e.source) })}</p>
            </details>
        </li>
    );
}

export function Timeline({ events, sides }:
    { events: readonly Happened[]; sides: readonly string[] }) {
    return (
        <ol class="mediator-timeline">
            {[...events].reverse().map((e) => <Happening key={e.seq} e={e} sides={sides} />)}
        </ol>
    );
}
