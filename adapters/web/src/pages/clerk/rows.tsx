// SPDX-License-Identifier: Apache-2.0
// Disputes in a table that is walked with the arrows: one link of it stands in the order of tabs,
// up and down move, x marks, Enter opens. On a narrow screen each row is a card.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ColourBadge, DateTime, DeadlineText, Empty, Tag, language, t, wordOf } from '../../kit';
import { keysAreOn } from './keys';
import type { Row } from './types';

export interface Marks {
    has: (id: string) => boolean;
    set: (id: string, on: boolean) => void;
}

export interface Verdict {
    good: boolean;
    text: string;
}

interface RowsProps {
    caption: string;
    rows: Row[];
    marks?: Marks;
    /** What became of each, after a bulk action. */
    verdicts?: ReadonlyMap<string, Verdict>;
    empty?: string;
}

/** Which row the keyboard is at, and how it moves. */
function useWalk(n: number): { at: number; table: preact.RefObject<HTMLTableElement | null>;
                               onKey: (e: KeyboardEvent) => void; come: (i: number) => void } {
    const table = useRef<HTMLTableElement>(null);
    const [at, setAt] = useState(0);
    useEffect(() => {
        if (at >= n && n > 0)
            setAt(n - 1);
    }, [n]);
    const links = (): HTMLAnchorElement[] => [...(table.current?.querySelectorAll<HTMLAnchorElement>(
        'a[data-row]') ?? [])];
    const go = (to: number): void => {
        const next = Math.max(0, Math.min(n - 1, to));
        setAt(next);
        links()[next]?.focus();
    };
    const onKey = (e: KeyboardEvent): void => {
        const isLetter = keysAreOn() && !e.ctrlKey && !e.metaKey && !e.altKey;
        const step = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: n - 1 }[e.key] ??
            (isLetter ? { j: at + 1, k: at - 1 }[e.key] : undefined);
        if (step !== undefined) {
            e.preventDefault();
            go(step);
        } else if (e.key === 'x' && isLetter) {
            e.preventDefault();
            table.current?.querySelectorAll<HTMLInputElement>('input[data-mark]')[at]?.click();
        }
    };
    return { at, table, onKey, come: setAt };
}

function Mark({ row, marks, at }: { row: Row; marks: Marks; at: boolean }) {
    return (
        <label class="clerk-mark">
            <input type="checkbox" data-mark tabIndex={at ? 0 : -1} checked={marks.has(row.id)}
                onChange={(e) => marks.set(row.id, e.currentTarget.checked)} />
            <span class="hidden">{t('clerk.mark', { number: row.number })}</span>
        </label>
    );
}

function VerdictText({ verdict }: { verdict: Verdict }) {
    return (
        <p class={verdict.good ? 'clerk-good' : 'clerk-bad'}>
            <span aria-hidden="true">{verdict.good ? '✓ ' : '✕ '}</span>{verdict.text}
        </p>
    );
}

function Who({ row }: { row: Row }) {
    return (
        <>
            {row.body?.name ?? '—'}
            {row.mediator !== null && <small class="clerk-under">{row.mediator.name}</small>}
        </>
    );
}

export function Rows(p: RowsProps) {
    const walk = useWalk(p.rows.length);
    const isEn = language.get() === 'en';
    if (p.rows.length === 0)
        return <Empty>{p.empty ?? t('clerk.none')}</Empty>;
    return (
        <table class="table table-cards clerk-rows" role="table" ref={walk.table} onKeyDown={walk.onKey}>
            <caption class="hidden">{p.caption}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    {p.marks !== undefined && (
                        <th role="columnheader" scope="col"><span class="hidden">{t('clerk.marked')}</span></th>
                    )}
                    {['number', 'case', 'stands', 'due', 'holder', 'received'].map((name) => (
                        <th key={name} role="columnheader" scope="col">{t(`clerk.col_${name}`)}</th>
                    ))}
                </tr>
            </thead>
            <tbody role="rowgroup">
                {p.rows.map((row, i) => (
                    <tr key={row.id} role="row" class={p.marks?.has(row.id) === true ? 'clerk-marked' : undefined}
                        onFocusCapture={() => walk.come(i)}>
                        {p.marks !== undefined && (
                            <td role="cell" data-title={t('clerk.marked')}>
                                <Mark row={row} marks={p.marks} at={i === walk.at} />
                            </td>
                        )}
                        <th scope="row" role="rowheader">
                            <a href={`/app/disputes/${row.id}`} data-row tabIndex={i === walk.at ? 0 : -1}
                                class="number">{row.number}</a>
                        </th>
                        <td role="cell" data-title={t('clerk.col_case')}>
                            <div class="cell">
                                {row.title}
                                <small class="clerk-under">{wordOf('type', row.type)}</small>
                                {p.verdicts?.get(row.id) !== undefined && (
                                    <VerdictText verdict={p.verdicts.get(row.id)!} />
                                )}
                            </div>
                        </td>
                        <td role="cell" data-title={t('clerk.col_stands')}>
                            <div class="cell">
                                <ColourBadge colour={row.colour} />
                                <small class="clerk-under">{isEn ? row.stage_en : row.stage_zh}</small>
                            </div>
                        </td>
                        <td role="cell" data-title={t('clerk.col_due')}>
                            <div class="cell">
                                {row.open || row.due !== null
                                    ? <DeadlineText deadline={{ due: row.due, overdue: row.overdue, provisional: row.provisional }} />
                                    : <Tag>{t('clerk.closed')}</Tag>}
                            </div>
                        </td>
                        <td role="cell" data-title={t('clerk.col_holder')}><Who row={row} /></td>
                        <td role="cell" data-title={t('clerk.col_received')}><DateTime at={row.received_at} /></td>
                    </tr>
                ))}
            </tbody>
        </table>
    );
}
