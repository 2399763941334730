// SPDX-License-Identifier: Apache-2.0
// Times, deadlines and money as elements.
import { t } from '../i18n';
import { yuan } from '../text';
import { type DeadlineLike, dayText, deadlineText, deadlineUrgency, instantText } from '../time';

/** An instant, in Shanghai. */
export function DateTime({ at }: { at: string | null | undefined }) {
    if (at === null || at === undefined)
        return <span>—</span>;
    return <time dateTime={at}>{instantText(at)}</time>;
}

/** A date that the law counts by. */
export function Day({ day }: { day: string | null | undefined }) {
    if (day === null || day === undefined)
        return <span>—</span>;
    return <time dateTime={day}>{dayText(day)}</time>;
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

/** Fen, as text, in yuan. */
export function Money({ fen }: { fen: string | null | undefined }) {
    if (fen === null || fen === undefined)
        return <span>—</span>;
    return <span class="money">{t('kit.yuan', { amount: yuan(fen) })}</span>;
}
