// SPDX-License-Identifier: Apache-2.0
// One work order of another: what it says, what it may be a double of, and what a person does with it.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { type PageProps, type Values, Button, CheckField, ColourBadge, Confirm, DateTime, Facts, Form, LinkButton, Loading,
         LongField, Money, Notice, Page, Section, Submit, Table, Tag, ApiError, failureText, loadWords, newKey, notify, say, send, t, useCell, useForm, useLoad, wordOf,
         wordsCell } from '../../kit';
import type { Likely, OrderDetail } from './orders_model';

function Content({ o }: { o: OrderDetail }) {
    const c = o.content;
    if (c === null)
        return <Notice kind="warn">{t('clerk.order_sealed')}</Notice>;
    return (
        <Section title={c.title}>
            {c.description !== '' && <p class="clerk-words">{c.description}</p>}
            <Facts rows={[
                [t('clerk.channel'), `${wordOf('channel', o.channel)} · ${o.partner}`],
                [t('clerk.external'), <span class="number">{o.external_ref}</span>],
                [t('clerk.order_class'), o.external_type ?? '—'],
                [t('clerk.type'), wordOf('type', o.type)],
                [t('clerk.cause'), o.cause === null ? '—' : `${o.cause} (${o.cause_list ?? ''})`],
                [t('clerk.region'), o.region],
                [t('clerk.amount'), <Money fen={c.amount_fen} />],
                [t('clerk.order_occurred'), c.occurred_at === null ? '—' : <DateTime at={c.occurred_at} />],
                [t('clerk.col_received'), <DateTime at={o.received_at} />],
                [t('clerk.order_state'), <>{say(o.state)}{o.revision > 0 && ` · ${t('clerk.order_revision', { n: o.revision + 1 })}`}</>],
                [t('clerk.col_case'), o.dispute === null ? '—'
                    : <a href={`/app/disputes/${o.dispute.id}`} class="number">{o.dispute.number}</a>],
                [t('clerk.order_left_out'), c.left_out.length === 0 ? '—' : c.left_out.join('、')],
            ]} />
            <Table caption={t('clerk.parties')} quiet rows={c.parties.map((p, seat) => ({ ...p, seat }))} id={(p) => String(p.seat)} columns={[
                { title: t('clerk.name'), heads: true, cell: (p) => <>{p.name} {!p.is_known && <Tag kind="warn">{t('clerk.order_unknown')}</Tag>}</> },
                { title: t('clerk.side'), cell: (p) => wordOf('side', p.side) },
                { title: t('clerk.identity'), cell: (p) => (p.has_identity ? t('clerk.order_given') : '—') },
                { title: t('clerk.phone'), cell: (p) => (p.has_phone ? t('clerk.order_given') : '—') },
            ]} />
        </Section>
    );
}

/** Run one act; say what came of it. */
async function act(what: () => Promise<unknown>, done: () => void): Promise<void> {
    try {
        await what();
        notify(t('clerk.order_done'));
        done();
    } catch (e) {
        if (!(e instanceof ApiError))
            throw e;
        notify(failureText(e), 'bad');
    }
}

function LikelyRow({ o, like, reload }: { o: OrderDetail; like: Likely; reload: () => void }) {
    const [asking, setAsking] = useState(false);
    const key = useMemo(newKey, []);
    const into = async (): Promise<void> => {
        setAsking(false);
        await act(async () => {
            await send('POST', `/api/v1/disputes/${o.dispute!.id}/commands`,
                { command: 'merge', dispute: like.id, reason: t('clerk.merge_reason') }, { key: `${key}.merge` });
            await send('POST', `/api/v1/outside/orders/${o.id}/settle`,
                { tasks: ['duplicate'], note: t('clerk.merge_into', { number: like.number }) }, { key });
        }, reload);
    };
    return (
        <li>
            <a href={`/app/disputes/${like.id}`} class="number">{like.number}</a> <ColourBadge colour={like.colour} /> {like.title}
            <small class="clerk-under">{t('clerk.order_because', { points: like.points, signs: like.signs.map((s) => say(s)).join('、') })}</small>
            {o.dispute !== null && o.dispute.id !== like.id && like.open && (
                <Button onClick={() => setAsking(true)}>{t('clerk.order_merge', { number: like.number })}</Button>
            )}
            {asking && (
                <Confirm open title={t('clerk.order_merge', { number: like.number })} onClose={() => setAsking(false)}
                    text={<p>{t('clerk.order_merge_ask', { number: like.number })}</p>} action={t('clerk.order_merge_do')} onConfirm={into} />
            )}
        </li>
    );
}

function LikelyOnes({ o, reload }: { o: OrderDetail; reload: () => void }) {
    if (o.likely.length + o.elsewhere === 0)
        return null;
    return (
        <Section title={t('clerk.order_likely')}>
            <ul class="clerk-found">{o.likely.map((l) => <LikelyRow key={l.id} o={o} like={l} reload={reload} />)}</ul>
            {o.elsewhere > 0 && <p class="hint">{t('clerk.elsewhere', { n: o.elsewhere })}</p>}
        </Section>
    );
}

function Split({ o, reload }: { o: OrderDetail; reload: () => void }) {
    const [asking, setAsking] = useState(false);
    const key = useMemo(newKey, []);
    if (o.state.code !== 'attached')
        return null;
    return (
        <>
            <Button onClick={() => setAsking(true)}>{t('clerk.order_split')}</Button>
            {asking && (
                <Confirm open title={t('clerk.order_split')} onClose={() => setAsking(false)} text={<p>{t('clerk.order_split_ask')}</p>}
                    action={t('clerk.order_split')} onConfirm={async () => {
                        setAsking(false);
                        await act(() => send('POST', `/api/v1/outside/orders/${o.id}/split`, {}, { key }), reload);
                    }} />
            )}
        </>
    );
}

function Settle({ o, reload }: { o: OrderDetail; reload: () => void }) {
    const form = useForm({
        id: `settle-${o.id}`,
        initial: { note: '', ...Object.fromEntries(o.tasks.map((w) => [`task.${w.code}`, true])) } as Values,
        async submit(values, { key }) {
            await send('POST', `/api/v1/outside/orders/${o.id}/settle`,
                { tasks: o.tasks.map((w) => w.code).filter((code) => values[`task.${code}`] === true), note: values['note'] }, { key });
            notify(t('clerk.order_done'));
            reload();
        },
    });
    if (o.tasks.length === 0) {
        return (
            <Notice kind="good">
                {t('clerk.order_ended')} {o.done_at !== null && <DateTime at={o.done_at} />} {o.note ?? ''}
            </Notice>
        );
    }
    return (
        <Section title={t('clerk.order_tasks')}>
            <div class="actions clerk-order-acts">
                {o.dispute !== null && (
                    <LinkButton href={`/app/disputes/${o.dispute.id}/do/correct`}>{t('clerk.order_correct')}</LinkButton>
                )}
                <Split o={o} reload={reload} />
            </div>
            <Form form={form} label={t('clerk.order_settle')}>
                {o.tasks.map((w) => (
                    <CheckField key={w.code} name={`task.${w.code}`} label={`${say(w)}：${t(`clerk.order_how_${w.code as 'update'}`)}`} />
                ))}
                <LongField name="note" label={t('clerk.order_note')} required max={500} />
                <div class="actions"><Submit>{t('clerk.order_settle')}</Submit></div>
            </Form>
        </Section>
    );
}

export function OrderPage({ params }: PageProps) {
    const order = useLoad<OrderDetail>(`/api/v1/outside/orders/${params['order'] ?? ''}`);
    useCell(wordsCell);
    useEffect(() => {
        void loadWords();
    }, []);
    return (
        <Page title={order.value?.external_ref ?? t('clerk.orders')}
            actions={<LinkButton href="/app/outside">{t('clerk.orders')}</LinkButton>}>
            <Loading of={order}>{(o) => (
                <>
                    <Settle key={o.tasks.map((w) => w.code).join(' ')} o={o} reload={order.reload} />
                    <LikelyOnes o={o} reload={order.reload} />
                    <Content o={o} />
                </>
            )}</Loading>
        </Page>
    );
}
