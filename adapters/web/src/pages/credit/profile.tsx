// SPDX-License-Identifier: Apache-2.0
// A profile as people read it: three parts, each point with its reason, and what never counts.
import type { ComponentChildren } from 'preact';
import { Day, Empty, Facts, Notice, Section, Table, Tag, dayOf, dayText, monthText, say, sourceText, t } from '../../kit';
import type { Answer, Habit, Item, Part, Profile, Statement } from './types';

const FULL = 1000;

/** What is counted, and which rights never are. The engine's own lists say it; the page says them in
 * plain words. */
const COUNTED = ['invited', 'replies', 'due'];
const NEVER = ['refuse', 'stop', 'recusal', 'sue', 'no_agreement', 'respondent', 'complain', 'object', 'withdraw'];

/** How much of the whole, as a bar; the number stands beside it. */
function Gauge({ points }: { points: number }) {
    return (
        <svg class="credit-gauge" viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect width="1000" height="24" class="credit-gauge-ground" />
            <rect width={points} height="24" class="credit-gauge-part" />
        </svg>
    );
}

function PartView({ title, about, part }: { title: string; about: string; part: Part }) {
    return (
        <section class="credit-part">
            <h3>{title}</h3>
            <p class="hint">{about}</p>
            {part.points === null ? (
                <p><Tag>{t('credit.not_enough')}</Tag> {t('credit.not_enough_text', { counted: part.counted, minimum: part.minimum })}</p>
            ) : (
                <>
                    <p class="credit-points"><strong>{part.points}</strong> <span>{t('credit.of_points', { full: FULL })}</span></p>
                    <Gauge points={part.points} />
                    <p class="hint">{t('credit.from_items', { n: part.counted })}</p>
                </>
            )}
            {part.kinds.length > 0 && (
                <ul class="credit-kinds">
                    {part.kinds.map((k) => <li key={k.code}>{say(k)} <strong>{k.n}</strong></li>)}
                </ul>
            )}
        </section>
    );
}

function Habits({ rows }: { rows: Habit[] }) {
    return (
        <section class="credit-part">
            <h3>{t('credit.habits')}</h3>
            <p class="hint">{t('credit.habits_text')}</p>
            <Table caption={t('credit.habits')} quiet dense rows={rows} id={(h) => `${h.type.code} ${h.side.code}`} columns={[
                { title: t('credit.type'), heads: true, cell: (h) => say(h.type) },
                { title: t('credit.side'), cell: (h) => say(h.side) },
                { title: t('credit.how_many'), number: true, cell: (h) => h.n },
            ]} />
        </section>
    );
}

/** Thousandths as a percentage without a fraction. */
function percent(weight: number): number {
    return Math.round(weight / 10);
}

function effect(i: Item): string {
    if (!i.counts)
        return t('credit.counts_not', { why: say(i.why) });
    if (i.points === null)
        return t('credit.counts_shown');
    return i.weight >= FULL ? t('credit.counts', { points: i.points })
        : t('credit.counts_less', { points: i.points, percent: percent(i.weight) });
}

export function ItemLine({ item }: { item: Item }) {
    return (
        <>
            <p class="credit-item-head">
                <Day day={item.day} /> <strong>{say(item.kind)}</strong>
                {item.flag !== null && <Tag kind="warn">{say(item.flag)}</Tag>}
                {!item.counts && <Tag>{t('credit.not_counted')}</Tag>}
            </p>
            <p>{item.dispute === null ? `${t('credit.of_type', { type: say(item.type) })} ${effect(item)}` : `${t('credit.in_dispute', { number: item.dispute })} ${effect(item)}`}</p>
            {item.flag !== null && item.counts && <p class="hint">{t('credit.flag_text')}</p>}
            <small>
                {item.seq === null ? t('credit.by_source', { source: sourceText(item.source), rule: item.rule })
                    : t('credit.by_rule', { source: sourceText(item.source), rule: item.rule, seq: item.seq })}
            </small>
        </>
    );
}

function Items({ p, more }: { p: Profile; more: ((item: Item) => ComponentChildren) | undefined }) {
    return (
        <Section title={t('credit.items')}>
            <p>{t('credit.items_text')}</p>
            {p.items.length === 0 ? <Empty>{t('credit.no_items')}</Empty> : (
                <ol class="credit-items">
                    {p.items.map((i) => (
                        <li key={i.item} id={`item-${i.item}`}>
                            <ItemLine item={i} />
                            {more?.(i)}
                        </li>
                    ))}
                </ol>
            )}
            {p.older > 0 && <p class="hint">{t('credit.older', { n: p.older })}</p>}
        </Section>
    );
}

/** What counts and what never does: it stands on every profile, whoever reads it. */
export function Fairness() {
    return (
        <Section title={t('credit.fairness')}>
            <h3>{t('credit.counted')}</h3>
            <ul class="credit-plain">{COUNTED.map((c) => <li key={c}>{t(`credit.counted_${c}`)}</li>)}</ul>
            <h3>{t('credit.never')}</h3>
            <p>{t('credit.never_text')}</p>
            <ul class="credit-plain">{NEVER.map((c) => <li key={c}>{t(`credit.never_${c}`)}</li>)}</ul>
            <p class="hint">{t('credit.use')}</p>
        </Section>
    );
}

export function StatementView({ of }: { of: Statement }) {
    return (
        <blockquote class="credit-statement">
            <p>{of.text}</p>
            <footer>{t('credit.statement_at', { day: dayText(dayOf(new Date(of.at))) })}</footer>
        </blockquote>
    );
}

/** more: what can be done about one item. */
export function ProfileView({ answer, more }:
    { answer: Answer; more?: ((item: Item) => ComponentChildren) | undefined }) {
    const p = answer.profile;
    if (p === null) {
        return (
            <Notice>
                <p>{answer.none === null ? t('credit.none') : say(answer.none)}</p>
                <p>{t('credit.none_text')}</p>
            </Notice>
        );
    }
    return (
        <>
            <Section title={t('credit.profile_of', { month: monthText(p.month) })}>
                <div class="credit-parts">
                    <PartView title={t('credit.performance')} about={t('credit.performance_text')} part={p.performance} />
                    <PartView title={t('credit.participation')} about={t('credit.participation_text')} part={p.participation} />
                    <Habits rows={p.habits} />
                </div>
                {p.left_out.length > 0 && (
                    <>
                        <h3>{t('credit.left_out')}</h3>
                        <ul class="credit-kinds">{p.left_out.map((c) => <li key={c.code}>{say(c)} <strong>{c.n}</strong></li>)}</ul>
                    </>
                )}
                <Facts rows={[[t('credit.formula'),
                    t('credit.formula_is', { id: p.formula.id, version: p.formula.version, source: p.formula.source })]]} />
            </Section>
            <Items p={p} more={more} />
        </>
    );
}
