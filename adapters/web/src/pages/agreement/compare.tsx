// SPDX-License-Identifier: Apache-2.0
// A change beside what is in force: what falls away, what is new, what stays.
import { t } from '../../kit';
import { Item } from './item';
import type { Owed, Person, Version } from './types';

/** What an obligation says, without what became of it. */
function words(o: Owed): string {
    return JSON.stringify([o.payer, o.payee, o.amount_fen, o.act, o.due, o.account, o.manner, o.consequence]);
}

export interface Difference {
    gone: Owed[];
    added: Owed[];
    kept: number;
}

/** Each obligation is the same as at most one of the other version. */
export function difference(old: Version, next: Version): Difference {
    const left = new Map<string, number>();

    for (const o of next.obligations)
        left.set(words(o), (left.get(words(o)) ?? 0) + 1);
    const gone = old.obligations.filter((o) => {
        const n = left.get(words(o)) ?? 0;
        if (n > 0)
            left.set(words(o), n - 1);
        return n === 0;
    });
    const added = next.obligations.filter((o) => {
        const n = left.get(words(o)) ?? 0;
        if (n > 0)
            left.set(words(o), n - 1);
        return n > 0;
    });
    return { gone, added, kept: old.obligations.length - gone.length };
}

function Side({ title, v, list, parties, mark }:
    { title: string; v: Version; list: Owed[]; parties: readonly Person[]; mark: string }) {
    return (
        <div class="agreement-side">
            <h3>{title}</h3>
            <p class="agreement-words">{v.terms}</p>
            {v.facts !== null && <p class="agreement-words">{v.facts}</p>}
            {list.map((o) => (
                <div key={o.n} class={`agreement-${mark}`}>
                    <span class="agreement-mark">{t(`agreement.mark_${mark}`)}</span>
                    <Item o={{ ...o, days_left: null, claims: [], records: [], reminders: 0, overdue: false }} parties={parties} />
                </div>
            ))}
        </div>
    );
}

export function Compare({ old, next, parties }: { old: Version; next: Version; parties: readonly Person[] }) {
    const d = difference(old, next);

    return (
        <>
            {next.reason !== null && <p>{t('agreement.why', { reason: next.reason })}</p>}
            <div class="agreement-compare">
                <Side title={t('agreement.now')} v={old} list={d.gone} parties={parties} mark="gone" />
                <Side title={t('agreement.proposed')} v={next} list={d.added} parties={parties} mark="added" />
            </div>
            {d.kept > 0 && <p class="hint">{t('agreement.kept', { n: d.kept })}</p>}
        </>
    );
}
