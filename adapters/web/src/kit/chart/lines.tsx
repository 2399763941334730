// SPDX-License-Identifier: Apache-2.0
// Lines over days: told apart by dashes and marks, not by colour alone.
import { ChartFrame, Mark } from './frame';
import { type Series, pointsOf, ticksTo } from './model';

const WIDTH = 720;
const HEIGHT = 220;
const LEFT = 44;
const TOP = 10;
const BOTTOM = 28;

export interface LinesProps {
    caption: string;
    places: string;
    /** Of every place, for the table. */
    labels: string[];
    /** Of every place, for the axis: short. */
    shorts: string[];
    series: Series[];
    /** A mark at every so many places, and a word below. */
    every?: number;
}

export function Lines({ caption, places, labels, shorts, series, every = 5 }: LinesProps) {
    const max = Math.max(1, ...series.flatMap((s) => s.values));
    const ticks = ticksTo(max);
    const top = ticks[ticks.length - 1]!;
    const width = WIDTH - LEFT - 12;
    const height = HEIGHT - TOP - BOTTOM;
    const last = labels.length - 1;
    const x = (i: number): number => (last > 0 ? (i * width) / last : 0);
    const marked = (i: number): boolean => (last - i) % every === 0;
    return (
        <ChartFrame caption={caption} places={places} labels={labels} series={series}>
            <svg class="chart-plot" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={caption}>
                <g transform={`translate(${LEFT} ${TOP})`}>
                    {ticks.map((tick) => {
                        const y = height - (tick / top) * height;
                        return (
                            <g key={tick}>
                                <path d={`M0 ${y}H${width}`} class={tick === 0 ? 'chart-axis' : 'chart-grid'} />
                                <text x="-8" y={y + 4} text-anchor="end">{tick}</text>
                            </g>
                        );
                    })}
                    {shorts.map((short, i) => marked(i) && (
                        <text key={short} x={x(i)} y={height + 20}
                            text-anchor={i === last ? 'end' : i === 0 ? 'start' : 'middle'}>{short}</text>
                    ))}
                    {series.map((s) => {
                        const points = pointsOf(s.values, top, width, height);
                        return (
                            <g key={s.look.name}>
                                <polyline class={`chart-line chart-${s.look.name}`} stroke-dasharray={s.look.dashes}
                                    points={points.map((p) => p.join(',')).join(' ')} />
                                {points.map((p, i) => marked(i) && (
                                    <g key={i} transform={`translate(${p[0]} ${p[1]})`}><Mark of={s.look} /></g>
                                ))}
                            </g>
                        );
                    })}
                </g>
            </svg>
        </ChartFrame>
    );
}
