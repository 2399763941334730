// SPDX-License-Identifier: Apache-2.0
// Where, whose and what kind: bars that lead further down, and to the cases.
import { Section, say, t } from '../../kit';
import { type BarRow, Bars, type Part } from '../../kit/chart';
import { boardOf, casesOf } from './places';
import type { Board, Cut, Figure } from './types';

const TYPES = 8;

function partsOf(board: Board, of: Figure): Part[] {
    return board.lanes.map((lane) => ({
        name: lane.code, title: t('kit.colour', { colour: say(lane) }),
        value: of.colours[lane.code as keyof Figure['colours']],
    }));
}

function late(of: Figure) {
    return of.overdue > 0 && <span class="board-late">⚠ {t('board.overdue_n', { n: of.overdue })}</span>;
}

function sum(n: number, href: string | undefined) {
    return href === undefined ? n : <a href={href}>{n}</a>;
}

function byOpen(a: Figure, b: Figure): number {
    return b.open - a.open;
}

function RegionBars({ board, cut }: { board: Board; cut: Cut }) {
    const rows = [...board.regions].sort(byOpen).map((r): BarRow => {
        const code = r.region;
        const name = r.name ?? code ?? t('board.others');
        const drill = code !== null && code !== cut.region;
        return {
            id: code ?? '0',
            name: drill ? <a href={boardOf({ ...cut, region: code })}>{name}</a> : name,
            parts: partsOf(board, r),
            sum: sum(r.open, code === null ? undefined : casesOf({ ...cut, region: code })),
            extra: late(r),
        };
    });
    return <Bars caption={t('board.by_region')} rows={rows}
        heads={[t('board.region'), t('board.colours'), t('board.open'), t('board.overdue')]} />;
}

function BodyBars({ board, cut }: { board: Board; cut: Cut }) {
    const own = board.bodies.filter((b) => b.id !== null).sort(byOpen);
    const others = board.bodies.filter((b) => b.id === null);
    const rows = [...own, ...others].map((b): BarRow => {
        const id = b.id;
        const name = id === null ? t('board.others') : b.name ?? id;
        return {
            id: id ?? '0',
            name: id !== null && id !== cut.body ? <a href={boardOf({ ...cut, body: id })}>{name}</a> : name,
            parts: partsOf(board, b),
            sum: sum(b.open, id === null ? undefined : casesOf({ ...cut, body: id })),
            extra: late(b),
        };
    });
    return <Bars caption={t('board.by_body')} rows={rows}
        heads={[t('board.body'), t('board.colours'), t('board.open'), t('board.overdue')]} />;
}

function add(a: Figure, b: Figure): Figure {
    const colours = { ...a.colours };
    for (const code of Object.keys(colours) as (keyof Figure['colours'])[])
        colours[code] += b.colours[code];
    return { open: a.open + b.open, overdue: a.overdue + b.overdue, at_risk: a.at_risk + b.at_risk, colours };
}

function TypeBars({ board, cut }: { board: Board; cut: Cut }) {
    const sorted = [...board.types].sort(byOpen);
    const rest = sorted.slice(TYPES);
    const rows = sorted.slice(0, TYPES).map((type): BarRow => ({
        id: type.code, name: say(type), parts: partsOf(board, type),
        sum: sum(type.open, casesOf(cut, { type: type.code })), extra: late(type),
    }));
    if (rest.length > 0) {
        const all = rest.map((x): Figure => x).reduce(add);
        rows.push({ id: '0', name: t('board.other_types'), parts: partsOf(board, all), sum: all.open, extra: late(all) });
    }
    return <Bars caption={t('board.by_type')} rows={rows}
        heads={[t('board.type'), t('board.colours'), t('board.open'), t('board.overdue')]} />;
}

export function Shares({ board, cut }: { board: Board; cut: Cut }) {
    if (board.total.open === 0)
        return null;
    return (
        <>
            <div class="board-column">
                <Section title={t('board.by_region')}><RegionBars board={board} cut={cut} /></Section>
                <Section title={t('board.by_type')}><TypeBars board={board} cut={cut} /></Section>
            </div>
            <Section title={t('board.by_body')}><BodyBars board={board} cut={cut} /></Section>
        </>
    );
}
