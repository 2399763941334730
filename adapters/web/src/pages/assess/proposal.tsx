// SPDX-License-Identifier: Apache-2.0
// One proposal of points, and what may be done with it; an entry that is reversed.
import { useMemo } from 'preact/hooks';
import { ApiError, Button, Form, LongField, Money, Submit, Tag, failureText, monthText, newKey, notify, say, send, sourceText, t,
         useForm } from '../../kit';
import type { Entry, Proposal } from './types';

const REASON_CHARS_MAX = 500;

function Declining({ p, done }: { p: Proposal; done: () => void }) {
    const form = useForm({
        id: `points-decline-${p.id}`,
        initial: { reason: '' },
        async submit(v, { key }) {
            await send('POST', `/api/v1/points_proposals/${p.id}/decline`, { reason: v.reason }, { key });
            notify(t('points.declined'), 'good');
            done();
        },
    });
    return (
        <details>
            <summary>{t('points.decline')}</summary>
            <Form form={form} label={t('points.decline')}>
                <LongField name="reason" label={t('points.why')} required max={REASON_CHARS_MAX} rows={2} />
                <Submit>{t('points.decline')}</Submit>
            </Form>
        </details>
    );
}

function Confirming({ p, done }: { p: Proposal; done: () => void }) {
    const key = useMemo(newKey, [p.id]);
    async function confirm(): Promise<void> {
        try {
            await send('POST', `/api/v1/points_proposals/${p.id}/confirm`, undefined, { key });
            notify(t('points.confirmed'), 'good');
        } catch (e) {
            if (!(e instanceof ApiError))
                throw e;
            notify(failureText(e), 'bad');
        }
        done();
    }
    return <p><Button weight="main" onClick={confirm}>{t('points.confirm')}</Button></p>;
}

const KINDS: Record<string, 'good' | 'warn' | 'bad' | 'plain'> = { open: 'warn', confirmed: 'good', unsupported: 'bad', taken: 'bad' };

export function ProposalCard({ p, done }: { p: Proposal; done: () => void }) {
    return (
        <li class="assess-contest">
            <p class="assess-head">
                <Tag kind={KINDS[p.state.code] ?? 'plain'}>{say(p.state)}</Tag>
                <strong>{p.staff.name ?? p.staff.id}</strong>
                <span>{t('points.gives', { n: p.points })} · <Money fen={p.fen} /></span>
            </p>
            <p>{say(p.rule)}{p.dispute !== null && <> · {p.dispute.number}</>} · {monthText(p.month)}</p>
            {p.note !== null && <p class="assess-words">{p.note}</p>}
            <p class="hint">{t(p.from_facts ? 'points.from_facts' : 'points.from_person')} · {sourceText(p.rule.source)}</p>
            {p.state.code === 'taken' && p.credited !== null && <p>{t('points.credited', { name: p.credited.name ?? p.credited.id })}</p>}
            {p.reason !== null && <p class="assess-words"><strong>{t('points.why')}</strong> {p.reason}</p>}
            {p.may_decide && (
                <div class="assess-decide">
                    <Confirming p={p} done={done} />
                    <Declining p={p} done={done} />
                </div>
            )}
        </li>
    );
}

export function ReverseForm({ e, done }: { e: Entry; done: () => void }) {
    const form = useForm({
        id: `points-reverse-${e.id}`,
        initial: { reason: '' },
        async submit(v, { key }) {
            await send('POST', `/api/v1/points_entries/${e.id}/reverse`, { reason: v.reason }, { key });
            notify(t('points.reversed_now'), 'good');
            done();
        },
    });
    return (
        <details>
            <summary>{t('points.reverse')}</summary>
            <Form form={form} label={t('points.reverse')}>
                <LongField name="reason" label={t('points.why')} required max={REASON_CHARS_MAX} rows={2} />
                <Submit>{t('points.reverse')}</Submit>
            </Form>
        </details>
    );
}
