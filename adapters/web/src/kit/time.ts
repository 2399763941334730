// SPDX-License-Identifier: Apache-2.0
// Times as people and the law read them: always in Asia/Shanghai, whatever the device thinks.
import { language, t } from './i18n';

const ZONE = 'Asia/Shanghai';

/** "2026-11-22" of an instant, there. */
export function dayOf(instant: Date): string {
    const parts = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, year: 'numeric',
        month: '2-digit', day: '2-digit' }).formatToParts(instant);
    const of = (type: string): string => parts.find((p) => p.type === type)?.value ?? '';
    return `${of('year')}-${of('month')}-${of('day')}`;
}

/** Days from one day to another, both "2026-11-22". */
export function daysBetween(from: string, to: string): number {
    return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86400000);
}

/** "2026年11月22日" or "22 Nov 2026". */
export function dayText(day: string): string {
    const [y, m, d] = day.slice(0, 10).split('-').map(Number);
    if (y === undefined || m === undefined || d === undefined)
        return day;
    if (language.get() === 'en') {
        return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short',
            year: 'numeric' }).format(Date.UTC(y, m - 1, d));
    }
    return `${y}年${m}月${d}日`;
}

/** "2026年10月" or "October 2026" of "2026-10"; anything else as it is. */
export function monthText(month: string): string {
    const found = /^(\d{4})-(\d{2})$/.exec(month);
    if (found === null)
        return month;
    if (language.get() !== 'en')
        return `${found[1]}年${Number(found[2])}月`;
    return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' })
        .format(Date.UTC(Number(found[1]), Number(found[2]) - 1, 1));
}

/** An instant ("2026-11-22T12:48:23+08:00") as day and minute. */
export function instantText(instant: string): string {
    const at = new Date(instant);
    if (Number.isNaN(at.getTime()))
        return instant;
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit',
        minute: '2-digit', hourCycle: 'h23' }).format(at);
    return `${dayText(dayOf(at))} ${clock}`;
}

/** A term of a procedure. */
export interface Term {
    n: number;
    unit: string;
}

/** "30日", "30 days"; without one, that there is one by law. */
export function termText(term: Term | null | undefined): string {
    return term === null || term === undefined ? t('kit.term_unknown') : t(`kit.term_${term.unit}`, { n: term.n });
}

/** A deadline as the server gives it; what is not there is worked out or left out. */
export interface DeadlineLike {
    last_day?: string | null;
    due?: string | null;
    state?: string;
    overdue?: boolean;
    days_left?: number | null;
    working_days_left?: number | null;
    /** The holidays of its last day are not published yet: it was counted from Monday to Friday. */
    provisional?: boolean | undefined;
}

/** What stands behind such a day; "" behind any other. */
export function guessText(provisional: boolean | undefined): string {
    return provisional === true ? t('kit.provisional') : '';
}

function wordsOf(d: DeadlineLike | null | undefined, now: Date): string {
    if (d === null || d === undefined)
        return '';
    if (d.state === 'stopped')
        return t('kit.deadline_stopped');
    // due is the instant at which the last day ends.
    const last = d.last_day ??
        (typeof d.due === 'string' ? dayOf(new Date(Date.parse(d.due) - 1000)) : null);
    if (last === null || d.state === 'ended')
        return '';
    const left = d.days_left ?? daysBetween(dayOf(now), last);
    const day = dayText(last);
    if (d.overdue === true || left < 0)
        return t('kit.deadline_over', { day });
    if (left === 0)
        return t('kit.deadline_today', { day });
    if (typeof d.working_days_left === 'number')
        return t('kit.deadline_working', { n: d.working_days_left, day });
    return t('kit.deadline_days', { n: left, day });
}

/** "还剩3个工作日，至2026年11月25日", "今天截止", "已届满（…）", or "" without a deadline. */
export function deadlineText(d: DeadlineLike | null | undefined, now = new Date()): string {
    const text = wordsOf(d, now);
    return text === '' || d?.state === 'stopped' ? text : text + guessText(d?.provisional);
}

/** How near a deadline is: for the eye, beside the words. */
export function deadlineUrgency(d: DeadlineLike | null | undefined,
                                now = new Date()): 'none' | 'far' | 'near' | 'over' {
    if (d === null || d === undefined || d.state === 'stopped' || d.state === 'ended')
        return 'none';
    const last = d.last_day ??
        (typeof d.due === 'string' ? dayOf(new Date(Date.parse(d.due) - 1000)) : null);
    if (last === null)
        return 'none';
    const left = d.days_left ?? daysBetween(dayOf(now), last);
    if (d.overdue === true || left < 0)
        return 'over';
    return (d.working_days_left ?? left) <= 3 ? 'near' : 'far';
}
