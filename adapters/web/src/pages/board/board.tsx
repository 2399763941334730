// SPDX-License-Identifier: Apache-2.0
// The live board: to be read from three metres, on paper, and by who cannot see it.
import { useEffect, useRef, useState } from 'preact/hooks';
import { type PageProps, Button, Failed, LinkButton, Notice, Page, Section, can, instantText, loadWords, notify, t,
         useLoad } from '../../kit';
import { type Following, useBoard } from './follow';
import { Lanes } from './lanes';
import { boardOf, casesOf, radarOf } from './places';
import { Shares } from './shares';
import { Trend } from './trend';
import { type Board, type Cut, type Radar, cutOf } from './types';
import { Urgent } from './urgent';

const URGENT = 5;

interface Way {
    path: { code: string; name: string }[];
}

/** Where we are: the way down to the division, and the body. */
function Where({ board, cut }: { board: Board | undefined; cut: Cut }) {
    const way = useLoad<Way>(cut.region === undefined ? undefined : '/api/v1/regions', { parent: cut.region });
    const steps = way.value?.path ?? [];
    const body = board?.bodies.find((b) => b.id === cut.body)?.name ?? cut.body;
    if (cut.region === undefined && cut.body === undefined)
        return null;
    return (
        <nav class="board-where" aria-label={t('board.where')}>
            <ol>
                <li><a href={boardOf({ region: undefined, body: undefined })}>{t('board.all')}</a></li>
                {steps.map((s) => (
                    <li key={s.code}>
                        {s.code === cut.region && cut.body === undefined ? <span aria-current="page">{s.name}</span>
                            : <a href={boardOf({ region: s.code, body: undefined })}>{s.name}</a>}
                    </li>
                ))}
                {cut.body !== undefined && <li><span aria-current="page">{body}</span></li>}
            </ol>
        </nav>
    );
}

function Totals({ board, cut }: { board: Board; cut: Cut }) {
    return (
        <dl class="board-totals">
            <div>
                <dt>{t('board.open_all')}</dt>
                <dd><a href={casesOf(cut)}>{board.total.open}</a></dd>
            </div>
            <div class={board.total.overdue > 0 ? 'board-bad' : undefined}>
                <dt>{board.total.overdue > 0 && <span aria-hidden="true">⚠ </span>}{t('board.overdue')}</dt>
                <dd><a href={casesOf(cut, { overdue: 'true' })}>{board.total.overdue}</a></dd>
            </div>
            <div class={board.total.at_risk > 0 ? 'board-warn' : undefined}>
                <dt>
                    {board.total.at_risk > 0 && <span aria-hidden="true">◷ </span>}
                    {t('board.at_risk', { n: board.risk_workdays })}
                </dt>
                <dd>{can('radar') ? <a href={radarOf(cut, { within: String(board.risk_workdays) })}>{board.total.at_risk}</a>
                    : board.total.at_risk}</dd>
            </div>
        </dl>
    );
}

/** When it was counted, and whether it follows. Said once, not at every change. */
function Status({ following }: { following: Following }) {
    const { board, state } = following;
    if (board === undefined)
        return null;
    const waits = state === 'waiting' || state === 'ended' || following.error !== undefined;
    return (
        <p class="board-status">
            <span class={waits ? 'board-late' : 'board-live'}>{waits ? `⚠ ${t('board.waits')}` : `● ${t('board.live')}`}</span>
            {' '}{t('board.as_of', { at: instantText(board.as_of) })}
            {board.fresh_in_ms > 10000 && ` · ${t('board.slow', { n: Math.ceil(board.fresh_in_ms / 1000) })}`}
        </p>
    );
}

function UrgentPart({ board, cut }: { board: Board; cut: Cut }) {
    const radar = useLoad<Radar>('/api/v1/radar', { region: cut.region, body: cut.body, limit: URGENT,
                                                    within_days: board.risk_workdays });
    useEffect(() => radar.reload(), [board.total.overdue, board.total.at_risk]);
    return (
        <Section title={t('board.urgent')} actions={<LinkButton href={radarOf(cut)}>{t('board.to_radar')}</LinkButton>}>
            {radar.error !== undefined && <Failed error={radar.error} retry={radar.reload} />}
            {radar.value !== undefined && <Urgent rows={radar.value.items} caption={t('board.urgent')} brief />}
        </Section>
    );
}

function useFullScreen(): { root: { current: HTMLDivElement | null }; full: boolean; toggle: () => void } {
    const root = useRef<HTMLDivElement>(null);
    const [full, setFull] = useState(false);
    useEffect(() => {
        const look = (): void => setFull(document.fullscreenElement === root.current && root.current !== null);
        document.addEventListener('fullscreenchange', look);
        return () => document.removeEventListener('fullscreenchange', look);
    }, []);
    const toggle = (): void => {
        const done = full ? document.exitFullscreen() : root.current?.requestFullscreen();
        done?.catch(() => notify(t('board.no_full'), 'bad'));
    };
    return { root, full, toggle };
}

export function BoardPage({ query }: PageProps) {
    const cut = cutOf(query);
    const following = useBoard(cut);
    const { board, error, reload } = following;
    const { root, full, toggle } = useFullScreen();
    useEffect(() => {
        void loadWords();
    }, []);
    return (
        <Page title={t('board.title')} actions={(
            <>
                <Button onClick={toggle}>{t('board.full')}</Button>
                <Button onClick={() => print()}>{t('board.print')}</Button>
            </>
        )}>
            <Where board={board} cut={cut} />
            <div class="board" ref={root}>
                {full && (
                    <div class="board-wall-head">
                        <h2>{t('board.title')}</h2>
                        <Button onClick={toggle}>{t('board.full_off')}</Button>
                    </div>
                )}
                {error !== undefined && board === undefined && <Failed error={error} retry={reload} />}
                {error !== undefined && board !== undefined && <Notice kind="warn">{t('board.stale')}</Notice>}
                {board === undefined ? error === undefined && <p class="waiting">{t('kit.loading')}</p> : (
                    <>
                        <Status following={following} />
                        <Totals board={board} cut={cut} />
                        <h2 class="hidden">{t('board.lanes')}</h2>
                        <Lanes board={board} cut={cut} />
                        <div class="board-parts">
                            <Trend board={board} />
                            {can('radar') && <UrgentPart board={board} cut={cut} />}
                            <Shares board={board} cut={cut} />
                        </div>
                    </>
                )}
            </div>
        </Page>
    );
}
