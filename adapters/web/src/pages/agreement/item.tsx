// SPDX-License-Identifier: Apache-2.0
// One thing that is owed: who, to whom, what, until when, what became of it and what both sides say.
import type { ComponentChildren } from 'preact';
import { DateTime, Day, Money, Tag, say, t } from '../../kit';
import type { Entry, Owed, Person } from './types';

export function nameOf(parties: readonly Person[], seat: number | null): string {
    if (seat === null)
        return '—';
    return parties.find((p) => p.seat === seat)?.name ?? t('agreement.seat', { n: seat + 1 });
}

/** Who owes what to whom. */
export function What({ o, parties }: { o: Owed; parties: readonly Person[] }) {
    const who = { payer: nameOf(parties, o.payer), payee: nameOf(parties, o.payee) };

    return (
        <span class="agreement-what">
            {o.amount_fen !== null && <>{t('agreement.pays', who)} <Money fen={o.amount_fen} /></>}
            {o.amount_fen !== null && o.act !== null && ' · '}
            {o.act !== null && (o.amount_fen === null ? t('agreement.does', { ...who, act: o.act }) : o.act)}
        </span>
    );
}

/** How many days are left, or over, in words. */
export function daysText(days: number): string {
    if (days === 0)
        return t('agreement.today');
    return days > 0 ? t('agreement.days_left', { n: days }) : t('agreement.days_over', { n: -days });
}

const KINDS: Record<string, 'good' | 'warn' | 'bad'> = {
    fulfilled: 'good', excused: 'good', late: 'warn', partial: 'warn', breached: 'bad',
};

export function Standing({ o }: { o: Owed }) {
    return (
        <>
            {o.result !== null && <Tag kind={KINDS[o.result.code] ?? 'plain'}>{say(o.result)}</Tag>}
            {o.days_left !== null && (
                <Tag kind={o.overdue ? 'bad' : 'plain'}>{o.overdue && '⚠ '}{daysText(o.days_left)}</Tag>
            )}
        </>
    );
}

/** What somebody said of it. */
export function Said({ e, parties }: { e: Entry; parties: readonly Person[] }) {
    const who = e.seat === null ? say(e.role) : nameOf(parties, e.seat);

    return (
        <li>
            <strong>{t('agreement.says', { who })}</strong>{' '}
            {e.result !== null && say(e.result)}
            {e.amount_fen !== null && <> <Money fen={e.amount_fen} /></>}
            {e.date !== null && <> · <Day day={e.date} /></>}
            {e.note !== null && <span class="agreement-words"> · {e.note}</span>}
            {e.attachment !== null && <> · {t('agreement.has_evidence')}</>}
            <small> <DateTime at={e.at} /></small>
        </li>
    );
}

function Terms({ o }: { o: Owed }) {
    const rows: [string, string | null][] = [
        [t('agreement.account'), o.account], [t('agreement.manner'), o.manner],
        [t('agreement.consequence'), o.consequence],
    ];

    return <>{rows.map(([k, v]) => v !== null && <span key={k} class="agreement-term">{t('agreement.term', { k, v })}</span>)}</>;
}

/** children: what may be done about it. */
export function Item({ o, parties, terms = true, children }:
    { o: Owed; parties: readonly Person[]; terms?: boolean; children?: ComponentChildren }) {
    const isPart = o.amount_fen !== null && o.paid_fen !== '0' && o.paid_fen !== o.amount_fen;

    return (
        <div class={o.overdue ? 'agreement-item agreement-item-over' : 'agreement-item'}>
            <p><What o={o} parties={parties} /></p>
            <p class="agreement-line">{t('agreement.until')} <Day day={o.due} /> <Standing o={o} /></p>
            {terms && <p class="agreement-terms"><Terms o={o} /></p>}
            {isPart && <p>{t('agreement.paid')} <Money fen={o.paid_fen} /></p>}
            {o.reminders > 0 && <p><small>{t('agreement.reminded', { n: o.reminders })} <DateTime at={o.reminded_at} /></small></p>}
            {(o.claims.length > 0 || o.records.length > 0) && (
                <ul class="agreement-said">
                    {[...o.records, ...o.claims].map((e, i) => <Said key={i} e={e} parties={parties} />)}
                    {o.earlier > 0 && <li><small>{t('agreement.earlier', { n: o.earlier })}</small></li>}
                </ul>
            )}
            {children}
        </div>
    );
}
