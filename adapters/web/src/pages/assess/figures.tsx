// SPDX-License-Identifier: Apache-2.0
// Figures in words: what was, what the same mix of types would let one expect, and how sure that is.
import { Tag, t } from '../../kit';
import type { Adjusted, Interval, Row } from './types';

/** Thousandths with so many decimals. */
export function thousandths(value: number, decimals: number): string {
    return (value / 1000).toFixed(decimals);
}

function per_cent(value: number): string {
    return `${(value / 10).toFixed(1)} %`;
}

export function ShareText({ share }: { share: Interval | null }) {
    if (share === null)
        return <span class="hint">{t('assess.too_few')}</span>;
    return <span>{per_cent(share.value)} <small class="assess-range">({per_cent(share.low)} – {per_cent(share.high)})</small></span>;
}

/** Which side of the expected, if chance alone does not explain it. */
export function verdictOf(ratio: Interval): 'above' | 'below' | 'alike' {
    if (ratio.low > 1000)
        return 'above';
    return ratio.high < 1000 ? 'below' : 'alike';
}

export function AdjustedText({ of }: { of: Adjusted }) {
    if (of.cases === 0)
        return <span class="hint">{t('assess.no_cases')}</span>;
    return (
        <span class="assess-adjusted">
            <span>{t('assess.of_cases', { good: of.good, n: of.cases })}</span>
            {of.ratio === null ? <small class="hint">{t('assess.small')}</small> : (
                <>
                    <small>{t('assess.expected', { n: thousandths(of.expected, 1) })}</small>
                    <small>{t('assess.ratio', { value: thousandths(of.ratio.value, 2), low: thousandths(of.ratio.low, 2),
                                                high: thousandths(of.ratio.high, 2) })}</small>
                    <small>{t(`assess.is_${verdictOf(of.ratio)}`)}</small>
                </>
            )}
        </span>
    );
}

export function SatisfactionText({ row }: { row: Row }) {
    if (row.satisfaction_tenths === null)
        return <span class="hint">{t('assess.answers_few')}</span>;
    return (
        <span>
            {t('assess.mean_score', { score: (row.satisfaction_tenths / 10).toFixed(1) })}{' '}
            <small class="assess-range">{t('assess.answers', { n: row.counts['answers'] ?? 0 })}</small>
        </span>
    );
}

export function Contested({ row }: { row: Row }) {
    if (row.contested.length === 0)
        return null;
    return <span class="assess-flags">{row.contested.map((m) => <Tag key={m} kind="warn">{t('assess.contested', { measure: t(`assess.measure_${m}`) })}</Tag>)}</span>;
}
