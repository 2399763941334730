// SPDX-License-Identifier: Apache-2.0
// What happened in the last thirty days.
import { Notice, Section, dayText, t } from '../../kit';
import { Lines, type Series } from '../../kit/chart';
import type { Board, Day } from './types';

type What = Exclude<keyof Day, 'day'>;

const looks: { what: What; mark: Series['look']['mark']; dashes: string }[] = [
    { what: 'registered', mark: 'circle', dashes: '' },
    { what: 'settled', mark: 'square', dashes: '10 4' },
    { what: 'failed', mark: 'triangle', dashes: '3 4' },
    { what: 'closed', mark: 'cross', dashes: '12 4 3 4' },
];

export function Trend({ board }: { board: Board }) {
    const days = board.trend.days;
    const series = looks.map(({ what, mark, dashes }): Series => ({
        title: `${t(`board.day_${what}`)} ${days.reduce((n, d) => n + d[what], 0)}`,
        look: { name: what, mark, dashes },
        values: days.map((d) => d[what]),
    }));
    return (
        <Section title={t('board.trend')}>
            {!board.trend.whole && <Notice kind="warn">{t('board.trend_part')}</Notice>}
            <Lines caption={t('board.trend')} places={t('board.day')} labels={days.map((d) => dayText(d.day))}
                shorts={days.map((d) => d.day.slice(5))} series={series} />
        </Section>
    );
}
