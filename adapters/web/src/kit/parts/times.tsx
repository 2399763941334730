// SPDX-License-Identifier: Apache-2.0
// Times, deadlines and money as elements.
import { say, t } from '../i18n';
import type { Movable, Rescheduled } from '../shapes';
import { yuan } from '../text';
import { type DeadlineLike, dayText, deadlineText, deadlineUrgency, guessText, instantText } from '../time';

/** An instant, in Shanghai. */
export function DateTime({ at }: { at: string | null | undefined }) {
    if (at === null || at === undefined)
        return <span>—</span>;
    return <time dateTime={at}>{instantText(at)}</time>;
}

/** A date that the law counts by. */
export function Day({ day, provisional }: { day: string | null | undefined; provisional?: boolean | undefined }) {
    if (day === null || day === undefined)
        return <span>—</span>;
    return <time dateTime={day}>{dayText(day)}{guessText(provisional)}</time>;
}

const marks = { none: '', far: '', near: '◔ ', over: '⚠ ' };

export function DeadlineText({ deadline }: { deadline: DeadlineLike | null | undefined }) {
    const text = deadlineText(deadline);
    if (text === '')
        return <span>—</span>;
    const urgency = deadlineUrgency(deadline);
    return (
        <span class={`deadline deadline-${urgency}`}>
            {marks[urgency] !== '' && <span aria-hidden="true">{marks[urgency]}</span>}
            {text}
        </span>
    );
}

/** Which deadline was moved, from which day to which, and why. */
export function MovedDeadline({ of }: { of: Rescheduled }) {
    return <p class="moved-deadline">{t('kit.moved_deadline', { name: say(of), was: dayText(of.was),
        last: dayText(of.last_day) + guessText(of.provisional), ground: say(of.ground) })}</p>;
}

/** Deadlines to choose from, each with its last day and the latest that it may be given. */
export function movableChoices(all: readonly Movable[]): { value: string; label: string; hint: string }[] {
    return all.map((d) => ({ value: d.name, label: say(d),
        hint: t('kit.movable', { last: dayText(d.last_day) + guessText(d.provisional), latest: dayText(d.latest_day) }) }));
}

/** Fen, as text, in yuan. */
export function Money({ fen }: { fen: string | null | undefined }) {
    if (fen === null || fen === undefined)
        return <span>—</span>;
    return <span class="money">{t('kit.yuan', { amount: yuan(fen) })}</span>;
}
