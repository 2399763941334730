// SPDX-License-Identifier: Apache-2.0
// An objection as party and desk read it: about what, by when it is answered, what was answered.
import type { ComponentChildren } from 'preact';
import { Day, DeadlineText, Tag, dayOf, monthText, say, t } from '../../kit';
import type { Objection } from './types';

function day(instant: string) {
    return <Day day={dayOf(new Date(instant))} />;
}

export function ObjectionCard({ o, children }: { o: Objection; children?: ComponentChildren }) {
    const open = o.state.code === 'open';
    return (
        <li class="credit-objection">
            <p class="credit-item-head">
                <Tag kind={open ? 'warn' : 'plain'}>{say(o.state)}</Tag>
                {open && <DeadlineText deadline={{ last_day: o.due, overdue: o.overdue, working_days_left: o.working_days_left, provisional: o.provisional }} />}
                {open && !o.extended && <span class="hint">{t('credit.at_latest')} <Day day={o.latest} /></span>}
                {open && o.extended && <Tag>{t('credit.extended')}</Tag>}
            </p>
            <p>
                <strong>{say(o.kind)}</strong> · {t('credit.in_dispute', { number: o.dispute })}{' '}
                {t('credit.objects', { month: monthText(o.month) })} {day(o.at)}
            </p>
            <p class="credit-words">{o.reason ?? '—'}</p>
            {o.answer !== null && o.decided_at !== null && (
                <p class="credit-words"><strong>{t('credit.answered')}</strong> {o.answer} ({say(o.decided_role)}, {day(o.decided_at)})</p>
            )}
            {children}
        </li>
    );
}
