// SPDX-License-Identifier: Apache-2.0
// The way as a whole: its steps, where it stands, until when, what the court said, and how to go on
// paper.
import { DateTime, Day, DeadlineText, Notice, Section, Tag, type Term, say, sourceText, t, termText } from '../../kit';
import { CLOCKS, STEPS, type Situation, stepState } from './state';
import type { Dispute, Packet } from './types';

const MARKS = { done: '✓', now: '●', later: '○' };

export function Steps({ now }: { now: Situation }) {
    return (
        <ol class="filing-steps" aria-label={t('filing.steps')}>
            {STEPS.map((s) => {
                const at = stepState(s, now);
                return (
                    <li key={s} class={`filing-step filing-step-${at}`} aria-current={at === 'now' ? 'step' : undefined}>
                        <span aria-hidden="true">{MARKS[at]}</span> {t(`filing.step_${s}`)}
                        <span class="hidden"> {t(`filing.mark_${at}`)}</span>
                    </li>
                );
            })}
        </ol>
    );
}

/** What the court asked for, or why it refused, in its own words, and the remedy that the law gives. */
function Answer({ packet, now }: { packet: Packet; now: Situation }) {
    const a = packet.answer;

    if (a === null || !['supplement', 'refused', 'fee_due', 'fee_unpaid'].includes(now))
        return null;
    return (
        <Notice kind={now === 'refused' || now === 'fee_unpaid' ? 'bad' : 'warn'}>
            <p>
                <strong>{say(a.command)}</strong> <DateTime at={a.at} />
                {a.date !== null && <> · {t('filing.until')} <Day day={a.date} /></>}
            </p>
            {a.reason !== null && <p class="filing-words">{a.reason}</p>}
            {now === 'refused' && <p>{t('filing.remedy')}</p>}
        </Notice>
    );
}

function Clocks({ d }: { d: Dispute }) {
    const running = d.deadlines.filter((x) => CLOCKS.includes(x.name) && x.state !== 'ended');

    return (
        <ul class="filing-clocks">
            {running.map((x) => (
                <li key={x.name}>
                    <strong>{say(x)}</strong> <DeadlineText deadline={x} /> <small>{sourceText(x.source)}</small>
                </li>
            ))}
        </ul>
    );
}

/** Where it stands, in one sentence of what that means. */
export function Standing({ d, packet, now, review }:
    { d: Dispute; packet: Packet; now: Situation; review: Term | undefined }) {
    return (
        <Section title={say(d.states.main)}>
            <Steps now={now} />
            <p>{t(`filing.now_${now}`, { term: termText(review) })}</p>
            {packet.case_number !== null && (
                <p class="filing-number">{t('filing.case_number')} <Tag kind="good">{packet.case_number}</Tag></p>
            )}
            {packet.court !== null && (
                <p>
                    {t('filing.court')} {packet.court.name}{' '}
                    {packet.court.phone !== undefined && packet.court.phone !== null && packet.court.phone !== '' && (
                        <a href={`tel:${packet.court.phone.replace(/[^\d+]/g, '')}`}>{packet.court.phone}</a>
                    )}
                </p>
            )}
            {packet.submitted_at !== null && <p>{t('filing.submitted')} <DateTime at={packet.submitted_at} /></p>}
            <Clocks d={d} />
            <Answer packet={packet} now={now} />
        </Section>
    );
}

/** Nobody needs this page to go to court: the same on paper, at each step. */
export function OnPaper({ packet, now, review }: { packet: Packet; now: Situation; review: Term | undefined }) {
    const court = packet.court?.name ?? t('filing.some_court');

    return (
        <Section title={t('filing.paper')}>
            <p>{t(`filing.paper_${now}`, { n: packet.copies, court, term: termText(review) })}</p>
        </Section>
    );
}
