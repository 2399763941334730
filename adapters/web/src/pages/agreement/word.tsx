// SPDX-License-Identifier: Apache-2.0
// A party's own word on one obligation: paid, received, or not. It settles nothing by itself; it
// stands beside what is recorded, and the other side and the mediator read it.
import { Form, LongField, RadioField, Submit, TextField, dayOf, notify, send, t, useForm, wordOf,
         type Values } from '../../kit';
import { fenOf } from '../../offline/money';
import { Pick } from '../evidence';
import type { Owed } from './types';

/** What who owes, and who is owed, may say. */
const SAYS = {
    payer: ['fulfilled', 'late', 'partial'],
    payee: ['fulfilled', 'late', 'partial', 'breached', 'excused'],
} as const;

interface OwnWordProps {
    id: string;
    version: number;
    seat: number;
    o: Owed;
    said: () => void;
}

function bodyOf(o: Owed, values: Values): Record<string, unknown> {
    const text = (name: string): string => String(values[name] ?? '').trim();
    const amount = fenOf(text('amount'));

    return {
        command: 'claim_performance', obligation: o.n, result: text('result'),
        ...('fen' in amount ? { amount_fen: amount.fen } : {}),
        ...(text('date') === '' ? {} : { date: text('date') }),
        ...(text('note') === '' ? {} : { note: text('note') }),
        ...(text('attachment') === '' ? {} : { attachment: text('attachment') }),
    };
}

function Fields({ id, o, as }: { id: string; o: Owed; as: 'payer' | 'payee' }) {
    return (
        <>
            <RadioField name="result" required label={t('agreement.word_result')} pointer="/result"
                choices={SAYS[as].map((code) => ({ value: code, label: t(`agreement.word_${as}_${code}`),
                    hint: wordOf('result', code) }))} />
            {o.amount_fen !== null && (
                <TextField name="amount" pointer="/amount_fen" inputmode="decimal"
                    label={t('agreement.word_amount')} hint={t('agreement.word_amount_hint')} />
            )}
            <TextField name="date" type="date" label={t('agreement.word_date')} />
            <LongField name="note" rows={2} max={500} label={t('agreement.word_note')} />
            <Pick dispute={id} name="attachment" purpose="performance" label={t('agreement.word_evidence')} />
        </>
    );
}

function WordForm({ id, version, seat, o, said }: OwnWordProps) {
    const form = useForm<Values>({
        id: `word-${id}-${o.n}-${version}`,
        initial: { result: '', amount: '', date: dayOf(new Date()), note: '', attachment: '' },
        check: (values) => {
            const typed = String(values['amount'] ?? '').trim();
            return typed !== '' && 'error' in fenOf(typed) ? { amount: t('agreement.word_amount_wrong') } : {};
        },
        submit: async (values, { key }) => {
            // Whatever else happened meanwhile, a file put in above too, it stays one's own word.
            await send('POST', `/api/v1/disputes/${id}/commands`, bodyOf(o, values), { key });
            notify(t('agreement.word_done'), 'good');
            said();
        },
    });

    return (
        <Form form={form} label={t('agreement.word')}>
            <p class="hint">{t('agreement.word_hint')}</p>
            <Fields id={id} o={o} as={o.payer === seat ? 'payer' : 'payee'} />
            <Submit wide>{t('agreement.word_send')}</Submit>
        </Form>
    );
}

/** Folded away until somebody wants to say something. */
export function OwnWord(p: OwnWordProps) {
    return (
        <details class="agreement-own">
            <summary>{t('agreement.word')}</summary>
            <WordForm {...p} />
        </details>
    );
}
