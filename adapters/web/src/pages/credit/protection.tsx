// SPDX-License-Identifier: Apache-2.0
// Protection of a dispute: then no profile tells of it. Whoever handles it protects it, who watches
// over it lifts it; parties are told nothing.
import { useState } from 'preact/hooks';
import { Button, DateTime, Form, Loading, LongField, SelectField, Section, Submit, Tag, can, notify, say, send, t, useForm,
         useLoad } from '../../kit';
import type { Protection } from './types';

const KINDS = ['family_violence', 'minor', 'other'] as const;
const REASON_CHARS_MAX = 1000;

function Change({ id, set, kinds, done }:
    { id: string; set: boolean; kinds: readonly { value: string; label: string }[]; done: (p: Protection) => void }) {
    const form = useForm({
        id: `${set ? 'protect' : 'lift'}-${id}`,
        initial: { kind: '', reason: '' },
        async submit(v, { key }) {
            const answer = await send<Protection>(set ? 'PUT' : 'DELETE', `/api/v1/disputes/${id}/protection`,
                                                  { kind: v.kind, reason: v.reason }, { key });
            notify(t(set ? 'credit.protected_now' : 'credit.lifted_now'), 'good');
            done(answer.value);
        },
    });
    const title = t(set ? 'credit.protect' : 'credit.lift');
    if (kinds.length === 0)
        return null;
    return (
        <details class="credit-decide">
            <summary>{title}</summary>
            <Form form={form} label={title}>
                <SelectField name="kind" label={t('credit.protect_kind')} required choices={[...kinds]} />
                <LongField name="reason" label={t('credit.protect_reason')} required rows={2} max={REASON_CHARS_MAX} />
                <Submit>{title}</Submit>
            </Form>
        </details>
    );
}

/** It is asked for at a press: who opens a case need not be told. */
export function ProtectionCard({ id }: { id: string }) {
    const may = can('credit_protect') || can('credit_review');
    const [open, setOpen] = useState(false);
    const told = useLoad<Protection>(may && open ? `/api/v1/disputes/${id}/protection` : undefined);
    if (!may)
        return null;
    if (!open) {
        return (
            <Section title={t('credit.protection')}>
                <p class="hint">{t('credit.protection_text')}</p>
                <Button onClick={() => setOpen(true)}>{t('credit.protection_show')}</Button>
            </Section>
        );
    }
    return (
        <Section title={t('credit.protection')}>
            <p class="hint">{t('credit.protection_text')}</p>
            <Loading of={told}>{(p) => {
                const has = new Set(p.kinds.map((k) => k.code));
                return (
                    <>
                        {p.kinds.length === 0 ? <p>{t('credit.unprotected')}</p>
                            : <p class="credit-item-head">{p.kinds.map((k) => <Tag key={k.code} kind="warn">{say(k)}</Tag>)}</p>}
                        {p.items.length > 0 && (
                            <ul class="credit-plain">
                                {p.items.map((i) => (
                                    <li key={i.id}>
                                        <DateTime at={i.at} /> {say(i.role)}: {t(i.set ? 'credit.was_set' : 'credit.was_lifted', { kind: say(i.kind) })}
                                        {i.reason !== null && ` · ${i.reason}`}
                                    </li>
                                ))}
                            </ul>
                        )}
                        {can('credit_protect') && (
                            <Change id={id} set done={told.set}
                                kinds={KINDS.filter((k) => !has.has(k)).map((k) => ({ value: k, label: t(`credit.protect_${k}`) }))} />
                        )}
                        {can('credit_review') && (
                            <Change id={id} set={false} done={told.set} kinds={p.kinds.map((k) => ({ value: k.code, label: say(k) }))} />
                        )}
                    </>
                );
            }}</Loading>
        </Section>
    );
}
