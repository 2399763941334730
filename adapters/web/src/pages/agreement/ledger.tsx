// SPDX-License-Identifier: Apache-2.0
// All that is owed under one version: instalments of one promise stand together, and what is next or
// overdue stands open.
import type { ComponentChildren } from 'preact';
import { Day, Money, Tag, t } from '../../kit';
import { Item, Standing, nameOf } from './item';
import type { Owed, Person, Sum, Version } from './types';

/** Consecutive obligations of one promise in one group. */
export function grouped(list: readonly Owed[]): Owed[][] {
    const groups: Owed[][] = [];

    for (const o of list) {
        const last = groups[groups.length - 1];
        if (last !== undefined && o.plan !== null && last[0]?.plan === o.plan)
            last.push(o);
        else
            groups.push([o]);
    }
    return groups;
}

export function isSettled(o: Owed): boolean {
    return ['fulfilled', 'late', 'excused'].includes(o.result?.code ?? '');
}

function sumOf(list: readonly Owed[], of: (o: Owed) => string | null): string {
    return String(list.reduce((n, o) => n + BigInt(of(o) ?? '0'), 0n));
}

interface LedgerProps {
    v: Version;
    parties: readonly Person[];
    /** What may be done about an obligation. */
    act?: ((o: Owed) => ComponentChildren) | undefined;
}

function Plan({ list, parties, act }: { list: Owed[] } & Omit<LedgerProps, 'v'>) {
    const first = list[0]!;
    const last = list[list.length - 1]!;
    const done = list.filter(isSettled).length;
    const open = list.filter((o) => !isSettled(o));
    const now = open.filter((o, i) => o.overdue || i === 0);

    return (
        <div class="agreement-plan">
            <p>
                {t('agreement.pays', { payer: nameOf(parties, first.payer), payee: nameOf(parties, first.payee) })}{' '}
                <Money fen={sumOf(list, (o) => o.amount_fen)} />{' · '}
                {t('agreement.in_parts', { n: list.length })} <Day day={first.due} />–<Day day={last.due} />{' '}
                {first.days_left !== null || done > 0 ? <Tag kind={done === list.length ? 'good' : 'plain'}>
                    {t('agreement.parts_done', { done, n: list.length })}</Tag> : null}
            </p>
            {now.map((o) => <Item key={o.n} o={o} parties={parties}>{act?.(o)}</Item>)}
            <details>
                <summary>{t('agreement.all_parts', { n: list.length })}</summary>
                <ol class="agreement-parts">
                    {list.map((o) => (
                        <li key={o.n} value={o.n + 1}>
                            <Money fen={o.amount_fen} /> · <Day day={o.due} /> <Standing o={o} />
                            {!now.includes(o) && act?.(o)}
                        </li>
                    ))}
                </ol>
            </details>
        </div>
    );
}

export function Ledger({ v, parties, act }: LedgerProps) {
    if (v.obligations.length === 0)
        return <p class="hint">{t('agreement.nothing_owed')}</p>;
    return (
        <ol class="agreement-owed">
            {grouped(v.obligations).map((list) => (
                <li key={list[0]!.n} value={list[0]!.n + 1}>
                    {list.length > 1 ? <Plan list={list} parties={parties} act={act} />
                        : <Item o={list[0]!} parties={parties}>{act?.(list[0]!)}</Item>}
                </li>
            ))}
        </ol>
    );
}

/** What each payer owes in all, and what of it was paid. */
export function Sums({ sums, parties }: { sums: readonly Sum[]; parties: readonly Person[] }) {
    if (sums.length === 0)
        return null;
    return (
        <ul class="agreement-sums">
            {sums.map((s) => (
                <li key={`${s.payer} ${s.payee}`}>
                    {t('agreement.pays', { payer: nameOf(parties, s.payer), payee: nameOf(parties, s.payee) })}{' '}
                    <Money fen={s.owed_fen} />{' · '}{t('agreement.paid')} <Money fen={s.paid_fen} />
                    {s.overdue_fen !== '0' && <> · <Tag kind="bad">⚠ {t('agreement.overdue')} <Money fen={s.overdue_fen} /></Tag></>}
                </li>
            ))}
        </ul>
    );
}
