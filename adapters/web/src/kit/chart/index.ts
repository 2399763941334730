// SPDX-License-Identifier: Apache-2.0
// Charts: own SVG, each with its numbers for who cannot see it. Loaded by the pages that draw.
export { type BarRow, type BarsProps, Bars, sumOf } from './bars';
export { ChartFrame } from './frame';
export { type LinesProps, Lines } from './lines';
export { type Look, type Series, pointsOf, shares, ticksTo } from './model';
export { type Part, Stacked } from './stacked';
