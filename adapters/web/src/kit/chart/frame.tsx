// SPDX-License-Identifier: Apache-2.0
// Around a chart: what it shows, its signs, and the same numbers as a table for who cannot see it, or
// wants them.
import type { ComponentChildren } from 'preact';
import { t } from '../i18n';
import { Table } from '../parts/table';
import type { Series } from './model';

export interface FrameProps {
    caption: string;
    /** The first column of the table: what the places of the values are. */
    places: string;
    labels: string[];
    series: Series[];
    children: ComponentChildren;
}

export function Mark({ of }: { of: Series['look'] }) {
    const shape = of.mark;
    return (
        <g class={`chart-mark chart-${of.name}`}>
            {shape === 'circle' && <circle r="4" />}
            {shape === 'square' && <rect x="-4" y="-4" width="8" height="8" />}
            {shape === 'triangle' && <path d="M0-5 5 4H-5z" />}
            {shape === 'cross' && <path d="M-4-4 4 4M4-4-4 4" class="chart-stroke" />}
        </g>
    );
}

function Legend({ series }: { series: Series[] }) {
    return (
        <ul class="chart-legend" aria-hidden="true">
            {series.map((s) => (
                <li key={s.look.name}>
                    <svg viewBox="0 0 40 14" class="chart-sign">
                        <path d="M0 7H40" class={`chart-line chart-${s.look.name}`} stroke-dasharray={s.look.dashes} />
                        <g transform="translate(20 7)"><Mark of={s.look} /></g>
                    </svg>
                    {s.title}
                </li>
            ))}
        </ul>
    );
}

export function ChartFrame({ caption, places, labels, series, children }: FrameProps) {
    const rows = labels.map((label, i) => ({ label, i }));
    return (
        <figure class="chart">
            <figcaption class="hidden">{caption}</figcaption>
            <Legend series={series} />
            {children}
            <details class="chart-data">
                <summary>{t('chart.as_table')}</summary>
                <Table caption={caption} quiet dense rows={rows} id={(r) => r.label} columns={[
                    { title: places, heads: true, cell: (r) => r.label },
                    ...series.map((s) => ({ title: s.title, number: true,
                                            cell: (r: { i: number }) => String(s.values[r.i] ?? 0) })),
                ]} />
            </details>
        </figure>
    );
}
