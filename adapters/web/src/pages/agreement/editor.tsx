// SPDX-License-Identifier: Apache-2.0
// The obligations of an agreement while it is written: payments, acts and plans of up to 64
// instalments in all, with what they come to and what a court would say of them.
import { Button, LongField, Money, RadioField, SelectField, TextField, t, useFormState,
         type Choice } from '../../kit';
import { OBLIGATIONS_MAX, expand, mistakesOf, sums, total, type Row } from '../../offline/obligations';
import { yuanOf } from '../../offline/money';
import { Findings, useDraftCheck } from './check';
import { nameOf } from './item';
import type { Person } from './types';

/** How rows are kept in a form of plain values. */
export interface RowStore {
    name: (i: number, field: keyof Row) => string;
    read: (values: Record<string, string | boolean>) => Row[];
    write: (values: Record<string, string | boolean>, rows: readonly Row[]) => Record<string, string | boolean>;
    fresh: () => Row;
}

interface EditorProps {
    parties: readonly Person[];
    choices: readonly Choice[];
    today: string;
    store: RowStore;
}

function MoneyFields({ i, row, at, store }:
    { i: number; row: Row; at: (field: string) => string; store: RowStore }) {
    return (
        <>
            <TextField name={store.name(i, 'yuan')} pointer={at('amount_fen')} required inputmode="decimal"
                label={t(row.kind === 'plan' ? 'agreement.amount_whole' : 'agreement.amount_yuan')} />
            {row.kind === 'plan' && (
                <>
                    <TextField name={store.name(i, 'count')} required inputmode="numeric" max={2}
                        label={t('agreement.count')} />
                    <RadioField name={store.name(i, 'every')} required label={t('agreement.every')}
                        choices={(['month', 'week'] as const)
                            .map((e) => ({ value: e, label: t(`agreement.every_${e}`) }))} />
                </>
            )}
            <TextField name={store.name(i, 'account')} pointer={at('account')} max={500}
                label={t('agreement.account')} hint={t('agreement.account_hint')} />
        </>
    );
}

function EditRow({ i, row, p, drop }: { i: number; row: Row; p: EditorProps; drop: () => void }) {
    const name = (field: keyof Row): string => p.store.name(i, field);
    const first = expand(p.store.read(useFormState().values).slice(0, i)).length;
    const at = (field: string): string => `/obligations/${first}/${field}`;

    return (
        <fieldset class="agreement-row">
            <legend>{t('agreement.obligation_n', { i: i + 1 })}</legend>
            <RadioField name={name('kind')} label={t('agreement.kind')} required
                choices={(['money', 'plan', 'act'] as const)
                    .map((k) => ({ value: k, label: t(`agreement.kind_${k}`) }))} />
            <SelectField name={name('payer')} pointer={at('payer')} required choices={[...p.choices]}
                label={t(row.kind === 'act' ? 'agreement.doer' : 'agreement.payer')} />
            <SelectField name={name('payee')} pointer={at('payee')} required choices={[...p.choices]}
                label={t(row.kind === 'act' ? 'agreement.for_the_good_of' : 'agreement.payee')} />
            {row.kind === 'act'
                ? <LongField name={name('act')} pointer={at('act')} required rows={2} max={500}
                    label={t('agreement.act')} />
                : <MoneyFields i={i} row={row} at={at} store={p.store} />}
            <TextField name={name('due')} pointer={at('due')} required type="date"
                label={t(row.kind === 'plan' ? 'agreement.first_due' : 'agreement.due')} />
            <TextField name={name('manner')} pointer={at('manner')} max={500}
                label={t('agreement.manner')} hint={t('agreement.manner_hint')} />
            <TextField name={name('consequence')} pointer={at('consequence')} max={500}
                label={t('agreement.consequence')} hint={t('agreement.consequence_hint')} />
            <Button onClick={drop}>{t('agreement.drop_row', { i: i + 1 })}</Button>
        </fieldset>
    );
}

/** What all rows come to, as far as they are filled in. */
function Total({ rows, p }: { rows: readonly Row[]; p: EditorProps }) {
    const bad = new Set(mistakesOf(rows, p.parties.length, p.today).map((m) => m.row));
    const list = expand(rows.filter((_, i) => !bad.has(i)));
    const all = sums(list);

    if (all.length === 0)
        return null;
    return (
        <div class="agreement-total" role="status">
            <ul>
                {all.map((s) => (
                    <li key={`${s.payer}-${s.payee}`}>
                        {t('agreement.pays', { payer: nameOf(p.parties, s.payer), payee: nameOf(p.parties, s.payee) })}{' '}
                        <Money fen={s.fen} />
                    </li>
                ))}
            </ul>
            <p>{t('agreement.sum', { amount: yuanOf(total(list)), parts: list.length })}</p>
        </div>
    );
}

export function ObligationsEditor(p: EditorProps) {
    const form = useFormState();
    const rows = p.store.read(form.values);
    const put = (next: Row[]): void => form.setAll(p.store.write(form.values, next));

    return (
        <div class="agreement-rows">
            <h2>{t('agreement.obligations')}</h2>
            <p class="hint">{t('agreement.obligations_hint')}</p>
            {rows.map((row, i) => (
                <EditRow key={i} i={i} row={row} p={p} drop={() => put(rows.filter((_, at) => at !== i))} />
            ))}
            {rows.length < OBLIGATIONS_MAX && (
                <Button wide onClick={() => put([...rows, p.store.fresh()])}>{t('agreement.add_row')}</Button>
            )}
            <Total rows={rows} p={p} />
        </div>
    );
}

/** What a court would say of the draft, as soon as it is well formed. */
export function DraftCheck({ id, draft }: { id: string; draft: Record<string, unknown> | undefined }) {
    const check = useDraftCheck(id, draft);

    if (check === undefined)
        return null;
    return (
        <section class="agreement-check" role="status" aria-label={t('agreement.draft_check')}>
            <h3>{t('agreement.draft_check')}</h3>
            <Findings check={check} />
        </section>
    );
}
