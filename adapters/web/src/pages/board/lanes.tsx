// SPDX-License-Identifier: Apache-2.0
// The five lanes, and grey for what is not accepted yet: big numbers under a head that says its colour
// by word, shape and pattern too.
import { ColourShape, knownColour, say, t } from '../../kit';
import { casesOf } from './places';
import type { Board, Cut, Lane } from './types';

/** What ended in this colour in the days of the trend. */
function ended(board: Board, code: string): number | undefined {
    if (code !== 'green' && code !== 'red')
        return undefined;
    return board.trend.days.reduce((sum, d) => sum + (code === 'green' ? d.settled : d.failed), 0);
}

function Ages({ board, lane }: { board: Board; lane: Lane }) {
    return (
        <dl class="board-ages">
            {board.ages.map((age, i) => (
                <div key={age.code} class={lane.ages[i] === 0 ? 'board-none' : undefined}>
                    <dt>{say(age)}</dt>
                    <dd>{lane.ages[i]}</dd>
                </div>
            ))}
        </dl>
    );
}

function OneLane({ board, lane, cut }: { board: Board; lane: Lane; cut: Cut }) {
    const closed = ended(board, lane.code);
    return (
        <li class={`board-lane colour-${knownColour(lane.code)}`}>
            <h3 class="board-lane-head">
                <span class="board-pattern" aria-hidden="true" />
                <ColourShape colour={lane.code} />
                <span class="board-word">{t('board.colour', { colour: say(lane) })}</span>
            </h3>
            <a class="board-count" href={casesOf(cut, { colour: lane.code })}>
                <strong class={`board-digits-${Math.min(String(lane.open).length, 7)}`}>{lane.open}</strong>
                <span>{t('board.open')}</span>
            </a>
            <Ages board={board} lane={lane} />
            {closed !== undefined && (
                <p class="board-ended">
                    {lane.code === 'green' ? t('board.settled_30') : t('board.failed_30')} <strong>{closed}</strong>
                </p>
            )}
            {lane.overdue > 0 && <p class="board-late">⚠ {t('board.overdue')} <strong>{lane.overdue}</strong></p>}
        </li>
    );
}

export function Lanes({ board, cut }: { board: Board; cut: Cut }) {
    return (
        <ul class="board-lanes" aria-label={t('board.lanes')}>
            {board.lanes.map((lane) => <OneLane key={lane.code} board={board} lane={lane} cut={cut} />)}
        </ul>
    );
}
