// SPDX-License-Identifier: Apache-2.0
// A table with a caption. On a narrow screen each row becomes a card that names its columns.
import type { ComponentChildren } from 'preact';
import { t } from '../i18n';

export interface Column<T> {
    title: string;
    cell: (row: T) => ComponentChildren;
    /** Numbers stand at the right. */
    number?: boolean;
    /** Names the row to who reads cell by cell. */
    heads?: boolean;
}

export interface TableProps<T> {
    caption: string;
    /** The caption is for who cannot see the page around it. */
    quiet?: boolean;
    columns: Column<T>[];
    rows: T[];
    id: (row: T) => string;
    empty?: string;
    /** Stays a table however narrow, and scrolls: for numbers. */
    dense?: boolean;
}

export function Table<T>(p: TableProps<T>) {
    if (p.rows.length === 0)
        return <p class="empty">{p.empty ?? t('kit.nothing')}</p>;
    const table = (
        <table class={p.dense === true ? 'table table-dense' : 'table table-cards'} role="table">
            <caption class={p.quiet === true ? 'hidden' : undefined}>{p.caption}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    {p.columns.map((c) => (
                        <th key={c.title} role="columnheader" scope="col"
                            class={c.number === true ? 'number' : undefined}>{c.title}</th>
                    ))}
                </tr>
            </thead>
            <tbody role="rowgroup">
                {p.rows.map((row) => (
                    <tr key={p.id(row)} role="row">
                        {p.columns.map((c) => (c.heads === true
                            ? <th key={c.title} scope="row" role="rowheader">{c.cell(row)}</th>
                            : (
                                <td key={c.title} role="cell" data-title={c.title}
                                    class={c.number === true ? 'number' : undefined}>
                                    <div class="cell">{c.cell(row)}</div>
                                </td>
                            )))}
                    </tr>
                ))}
            </tbody>
        </table>
    );
    if (p.dense !== true)
        return table;
    return <div class="scroll" tabIndex={0} role="region" aria-label={p.caption}>{table}</div>;
}
