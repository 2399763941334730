// SPDX-License-Identifier: Apache-2.0
// What is about to break a limit, or has: each with who must do what by when.
import { ColourBadge, Table, dayOf, dayText, guessText, language, t, useCell } from '../../kit';
import type { RadarRow } from './types';

/** The last day of a deadline, from the instant at which it is over. */
export function lastDay(due: string): string {
    return dayText(dayOf(new Date(Date.parse(due) - 1000)));
}

function Due({ row }: { row: RadarRow }) {
    const en = useCell(language) === 'en';
    const what = row.deadline === null ? '' : en ? row.deadline.en : row.deadline.zh;
    return (
        <div>
            <span class={row.overdue ? 'deadline deadline-over' : 'deadline deadline-near'}>
                <span aria-hidden="true">{row.overdue ? '⚠ ' : '◷ '}</span>
                {row.overdue ? t('board.late_by', { n: row.overdue_days, day: lastDay(row.due) })
                    : row.workdays_left === 0 ? t('kit.deadline_today', { day: lastDay(row.due) })
                        : t('kit.deadline_working', { n: row.workdays_left, day: lastDay(row.due) })}
                {guessText(row.provisional)}
            </span>
            {what !== '' && <div class="board-soft">{what}</div>}
            <div class="board-soft">{row.idle_days === 0 ? t('board.idle_today') : t('board.idle', { n: row.idle_days })}</div>
        </div>
    );
}

function Owner({ row }: { row: RadarRow }) {
    return (
        <div>
            {row.body?.name ?? '—'}
            {row.body?.phone !== undefined && <> <a href={`tel:${row.body.phone}`}>{row.body.phone}</a></>}
            <div>{row.mediator?.name ?? <span class="board-soft">{t('board.no_mediator')}</span>}</div>
        </div>
    );
}

export function Urgent({ rows, caption, brief = false }: { rows: RadarRow[]; caption: string; brief?: boolean }) {
    const en = useCell(language) === 'en';
    const columns = [
        {
            title: t('board.dispute'), heads: true, cell: (r: RadarRow) => (
                <div>
                    <ColourBadge colour={r.colour} /> <a href={`/app/disputes/${r.id}`}>{r.number}</a>
                    <div>{r.title}</div>
                </div>
            ),
        },
        { title: t('board.due'), cell: (r: RadarRow) => <Due row={r} /> },
        { title: t('board.owner'), cell: (r: RadarRow) => <Owner row={r} /> },
        { title: t('board.next'), cell: (r: RadarRow) => (en ? r.next_en : r.next_zh) },
    ];
    const harm = { title: t('board.harm'), number: true, cell: (r: RadarRow) => String(r.harm) };
    return <Table caption={caption} quiet rows={rows} id={(r) => r.id} empty={t('board.nothing_urgent')}
        columns={brief ? columns : [...columns, harm]} />;
}
