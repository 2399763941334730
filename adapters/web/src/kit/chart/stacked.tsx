// SPDX-License-Identifier: Apache-2.0
// A bar of parts that lie one behind the other: colour and pattern say which, and a sentence says it
// to who cannot see.
import { useMemo } from 'preact/hooks';
import { shares } from './model';

export interface Part {
    name: string; // class chart-<name>, and its pattern: yellow, orange, blue, red, green, none, plain
    title: string;
    value: number;
}

const LENGTH = 600;
const HEIGHT = 20;
let made = 0;

/** Patterns are of the document: each chart has its own names. */
function Patterns({ id }: { id: string }) {
    return (
        <defs>
            <pattern id={`${id}-none`} width="6" height="6" patternUnits="userSpaceOnUse">
                <path d="M0 1H6" class="chart-hatch-light" />
            </pattern>
            <pattern id={`${id}-yellow`} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <path d="M1 0V8" class="chart-hatch-dark" />
            </pattern>
            <pattern id={`${id}-orange`} width="6" height="6" patternUnits="userSpaceOnUse">
                <path d="M1 0V6" class="chart-hatch-dark" />
            </pattern>
            <pattern id={`${id}-blue`} width="6" height="6" patternUnits="userSpaceOnUse">
                <circle cx="3" cy="3" r="1.4" class="chart-dot" />
            </pattern>
            <pattern id={`${id}-red`} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <path d="M1 0V8M0 1H8" class="chart-hatch-light" />
            </pattern>
        </defs>
    );
}

/** How long the bar is: its sum by the largest sum of the bars beside it. */
export function Stacked({ parts, most }: { parts: Part[]; most: number }) {
    const id = useMemo(() => `stacked-${++made}`, []);
    const sum = parts.reduce((a, p) => a + p.value, 0);
    const length = most > 0 ? Math.max(sum > 0 ? 6 : 0, Math.round((sum / most) * LENGTH)) : 0;
    const widths = shares(parts.map((p) => p.value), length);
    let at = 0;
    return (
        <>
            <svg class="chart-bar" viewBox={`0 0 ${LENGTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true"
                focusable="false">
                <Patterns id={id} />
                {parts.map((p, i) => {
                    const x = at;
                    at += widths[i]!;
                    return widths[i]! > 0 && (
                        <g key={p.name}>
                            <rect x={x} width={widths[i]} height={HEIGHT} class={`chart-part chart-fill-${p.name}`} />
                            <rect x={x} width={widths[i]} height={HEIGHT} fill={`url(#${id}-${p.name})`} />
                        </g>
                    );
                })}
                {length > 0 && <rect x="0.5" y="0.5" width={length - 1} height={HEIGHT - 1} class="chart-edge" />}
            </svg>
            <span class="hidden">{parts.filter((p) => p.value > 0).map((p) => `${p.title} ${p.value}`).join(', ')}</span>
        </>
    );
}
