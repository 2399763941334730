// SPDX-License-Identifier: Apache-2.0
// Where our record and a partner's differ, and a note of who saw to it.
import { useState } from 'preact/hooks';
import { Button, DateTime, Dialog, Form, Loading, LongField, Notice, Submit, Table, can, language, notify, say, send, t, useCell,
         useForm, useLoad } from '../../kit';
import { DisputeLink, kindText } from './parts';
import type { Difference } from './types';

function Settle({ d, done }: { d: Difference; done: () => void }) {
    const [open, setOpen] = useState(false);
    const form = useForm({
        id: `difference-${d.id}`,
        initial: { note: '' },
        async submit(values, { key }) {
            await send('POST', '/api/v1/discrepancies/settle', { id: d.id, note: values.note }, { key });
            setOpen(false);
            notify(t('exchange.settled_now'));
            done();
        },
    });
    return (
        <>
            <Button onClick={() => setOpen(true)}>{t('exchange.settle')}</Button>
            <Dialog title={t('exchange.settle')} open={open} onClose={() => setOpen(false)}>
                <Form form={form} label={t('exchange.settle')}>
                    <LongField name="note" label={t('exchange.note')} required max={250} />
                    <div class="actions"><Submit>{t('exchange.settle')}</Submit></div>
                </Form>
            </Dialog>
        </>
    );
}

export function Differences({ partner }: { partner: string }) {
    const list = useLoad<{ items: Difference[]; cut: boolean }>('/api/v1/discrepancies', partner === '' ? {} : { partner });
    useCell(language);
    return (
        <Loading of={list}>{(page) => (
            <>
                {page.cut && <Notice kind="warn">{t('exchange.cut')}</Notice>}
                <Table caption={t('exchange.view_differences')} quiet rows={page.items} id={(d) => d.id} empty={t('exchange.no_differences')} columns={[
                    { title: t('exchange.difference'), heads: true, cell: (d) => <>{say(d.what)} · {kindText(d.kind)}</> },
                    { title: t('exchange.dispute'), cell: (d) => <DisputeLink dispute={d.dispute} /> },
                    { title: t('exchange.ours'), cell: (d) => (d.ours === '' ? '—' : d.ours) },
                    { title: t('exchange.theirs'), cell: (d) => <>{d.theirs === '' ? '—' : d.theirs} {d.ref !== null && <small>{d.ref}</small>}</> },
                    { title: t('exchange.partner'), cell: (d) => d.partner?.zh ?? '—' },
                    { title: t('exchange.since'), cell: (d) => <DateTime at={d.since} /> },
                    { title: t('exchange.act'), cell: (d) => (
                        <>
                            {d.message !== null && <a href={`/app/exchange/${d.message}`}>{t('exchange.open_message')}</a>}{' '}
                            {can('exchange_work') && <Settle d={d} done={list.reload} />}
                        </>) },
                ]} />
            </>
        )}</Loading>
    );
}
