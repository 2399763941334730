// SPDX-License-Identifier: Apache-2.0
// From which month to which.
import { dayOf, monthText, setQuery, t } from '../../kit';

const MONTHS = 24; // of one question

/** The month so many before this one: "2026-10". */
export function monthBefore(n: number): string {
    const [year, month] = dayOf(new Date()).split('-').map(Number) as [number, number];
    const at = year * 12 + month - 1 - n;
    return `${Math.floor(at / 12)}-${String(at % 12 + 1).padStart(2, '0')}`;
}

function Choice({ name, value, first }: { name: 'from' | 'until'; value: string; first: number }) {
    const months = Array.from({ length: MONTHS }, (_, i) => monthBefore(first + i));
    return (
        <div class="field assess-month">
            <label for={`assess-${name}`}>{t(`assess.${name}`)}</label>
            <select id={`assess-${name}`} value={value} onChange={(e) => setQuery({ [name]: e.currentTarget.value })}>
                {months.map((m) => <option key={m} value={m} selected={m === value}>{monthText(m)}</option>)}
            </select>
        </div>
    );
}

/** first: how many months ago the newest is that can be chosen. */
export function Months({ from, until, first }: { from: string; until: string; first: number }) {
    return (
        <div class="assess-months">
            <Choice name="from" value={from} first={first} />
            <Choice name="until" value={until} first={first} />
        </div>
    );
}
