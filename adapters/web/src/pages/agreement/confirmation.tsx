// SPDX-License-Identifier: Apache-2.0
// Judicial confirmation: the days that are left, who has applied and appeared, what the court said,
// and what stands against it.
import type { ComponentChildren } from 'preact';
import { DateTime, Day, Facts, LinkButton, Notice, Section, say, t, termText } from '../../kit';
import { ConfirmationCheck } from './check';
import type { AgreementOf, Confirmation, Person } from './types';

/** States in which the check still helps. */
const OPEN = ['CONFIRM_OPEN', 'CONFIRM_APPLIED', 'CONFIRM_ACCEPTED'];

/** What is done about a confirmation, in the order in which it comes. */
const STEPS = ['apply_confirmation', 'accept_confirmation', 'reject_confirmation', 'appear', 'confirm',
               'dismiss_confirmation', 'serve', 'object', 'decide_objection', 'withdraw_confirmation'];
const GRAVE = new Set(['reject_confirmation', 'dismiss_confirmation', 'withdraw_confirmation']);

function marks(seats: readonly number[], parties: readonly Person[]): string {
    return parties.filter((p) => p.side !== 'third')
        .map((p) => `${seats.includes(p.seat) ? '✓' : '○'} ${p.name}`).join('　');
}

function Countdown({ c }: { c: Confirmation }) {
    if (c.days_left === null || c.window_until === null || c.state !== 'CONFIRM_OPEN')
        return null;
    if (c.days_left < 0)
        return <Notice kind="bad"><p>{t('agreement.window_over', { term: termText(c.term) })}</p></Notice>;
    return (
        <Notice kind={c.days_left <= c.ending_days ? 'warn' : 'info'}>
            <p>{t('agreement.window', { n: c.days_left })} <Day day={c.window_until} /></p>
        </Notice>
    );
}

function Ruled({ c }: { c: Confirmation }) {
    if (c.ruling === null)
        return null;
    return (
        <p>
            <strong>{say(c.ruling.command)}</strong>{' '}
            {c.ruling.date !== null ? <Day day={c.ruling.date} /> : <DateTime at={c.ruling.at} />}
            {c.ruling.bar !== null && <> · {say(c.ruling.bar)}</>}
            {c.ruling.reason !== null && <span class="agreement-words"> · {c.ruling.reason}</span>}
        </p>
    );
}

/** href: where a command is given; undefined: it is not offered. */
export function Confirming({ id, a, parties, href }:
    { id: string; a: AgreementOf; parties: readonly Person[];
      href: (command: string) => string | undefined }) {
    const c = a.confirmation;
    const rows: [string, ComponentChildren][] = [];

    if (c.state === null || c.state === 'CONFIRM_IDLE')
        return null;
    if (OPEN.includes(c.state))
        rows.push([t('agreement.applied'), marks(c.applied, parties)]);
    if (c.state === 'CONFIRM_ACCEPTED')
        rows.push([t('agreement.appeared'), marks(c.appeared, parties)]);
    if (c.case_number !== null)
        rows.push([t('agreement.case_number'), c.case_number]);
    // Over, and nobody ever applied: there is nothing to tell.
    if (!OPEN.includes(c.state) && rows.length === 0 && c.ruling === null && STEPS.every((s) => href(s) === undefined))
        return null;
    return (
        <Section title={t('agreement.confirmation')}>
            <Countdown c={c} />
            {rows.length > 0 && <Facts rows={rows} />}
            <Ruled c={c} />
            {c.state === 'CONFIRM_OPEN' && (
                <p class="hint">{t('agreement.both_apply', { term: termText(c.term) })}</p>
            )}
            {(c.state === 'CONFIRM_OPEN' || c.state === 'CONFIRM_APPLIED') && (
                <p><a href={`/api/v1/disputes/${id}/documents/confirm_application`} target="_blank" rel="noopener">
                    {t('agreement.application')}</a></p>
            )}
            {OPEN.includes(c.state) && <ConfirmationCheck key={a.seq} id={id} />}
            <div class="actions">
                {STEPS.map((command) => {
                    const to = href(command);
                    return to !== undefined && (
                        <LinkButton key={command} href={to} weight={GRAVE.has(command) ? 'danger' : 'plain'}>
                            {t(`agreement.do_${command}`)}
                        </LinkButton>
                    );
                })}
            </div>
        </Section>
    );
}
