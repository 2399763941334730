// SPDX-License-Identifier: Apache-2.0
// One message: what it says, what came of it, and what a person does about it.
import { useMemo, useState } from 'preact/hooks';
import { type PageProps, ApiError, Button, CheckField, DateTime, Facts, Form, LinkButton, Loading, LongField, Notice, Page, Section,
         Submit, can, failureText, language, newKey, notify, send, t, useCell, useForm, useLoad } from '../../kit';
import { DisputeLink, StateTag, What, reasonOf } from './parts';
import { type MessageDetail, isOpen } from './types';

function Resend({ m, done }: { m: MessageDetail; done: () => void }) {
    const [busy, setBusy] = useState(false);
    const key = useMemo(newKey, []);
    async function resend(): Promise<void> {
        setBusy(true);
        try {
            await send('POST', `/api/v1/exchange/${m.id}/resend`, undefined, { key });
            notify(t('exchange.resent'));
            done();
        } catch (e) {
            if (!(e instanceof ApiError))
                throw e;
            notify(failureText(e), 'bad');
        }
        setBusy(false);
    }
    return (
        <p>
            <Button busy={busy} onClick={resend}>{t('exchange.resend')}</Button>{' '}
            <span class="hint">{t(m.state === 'refused' ? 'exchange.resend_new' : 'exchange.resend_same')}</span>
        </p>
    );
}

function Settle({ m, done }: { m: MessageDetail; done: () => void }) {
    const form = useForm({
        id: `settle-${m.id}`,
        initial: { note: '', paper: m.direction === 'out' },
        async submit(values, { key }) {
            await send('POST', `/api/v1/exchange/${m.id}/settle`, { note: values.note, paper: values.paper }, { key });
            notify(t('exchange.settled_now'));
            done();
        },
    });
    return (
        <Form form={form} label={t('exchange.settle')}>
            <LongField name="note" label={t('exchange.note')} hint={t('exchange.note_hint')} required max={250} />
            <CheckField name="paper" label={t('exchange.went_by_paper')} />
            <div class="actions"><Submit>{t('exchange.settle')}</Submit></div>
        </Form>
    );
}

function Todo({ m, reload }: { m: MessageDetail; reload: () => void }) {
    if (!isOpen(m) || !can('exchange_work'))
        return null;
    return (
        <Section title={t('exchange.todo')}>
            {m.direction === 'out' && <Resend m={m} done={reload} />}
            <Settle m={m} done={reload} />
        </Section>
    );
}

/** JSON as people can read it, or as it came. */
function pretty(text: string): string {
    try {
        return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
        return text;
    }
}

function at(instant: string | null) {
    return instant === null ? '—' : <DateTime at={instant} />;
}

export function MessagePage({ params }: PageProps) {
    const message = useLoad<MessageDetail>(`/api/v1/exchange/${params['message'] ?? ''}/content`);
    useCell(language);
    return (
        <Page title={t('exchange.message')} actions={<LinkButton href="/app/exchange">{t('exchange.title')}</LinkButton>}>
            <Loading of={message}>{(m) => (
                <>
                    <p><StateTag m={m} /> <What m={m} /></p>
                    {reasonOf(m) !== '' && <Notice kind={m.state === 'refused' ? 'bad' : 'warn'}>{reasonOf(m)}</Notice>}
                    <Todo key={m.state} m={m} reload={message.reload} />
                    <Section title={t('exchange.facts')}>
                        <Facts rows={[
                            [t('exchange.partner'), m.partner === null ? '—' : `${m.partner.zh} (${m.partner.code})`],
                            [t('exchange.dispute'), <DisputeLink dispute={m.dispute} />],
                            [t('exchange.name'), <span class="exchange-name">{m.name}</span>],
                            [t('exchange.verb'), m.verb],
                            [t('exchange.made'), at(m.made_at)],
                            [t('exchange.tried'), <>{at(m.tried_at)} {m.attempts > 1 && `(${m.attempts})`}</>],
                            [t('exchange.due'), at(m.due_at)],
                            [t('exchange.answered'), at(m.answered_at)],
                            [t('exchange.settled'), m.settled_at === null ? '—' : <>{at(m.settled_at)} {m.settled_by} {m.note}</>],
                        ]} />
                    </Section>
                    <Section title={t('exchange.content')}>
                        {m.content === null ? <p class="empty">{t('exchange.content_gone')}</p>
                            : <pre class="exchange-content">{pretty(m.content)}</pre>}
                    </Section>
                </>
            )}</Loading>
        </Page>
    );
}
