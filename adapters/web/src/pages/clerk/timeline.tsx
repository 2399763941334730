// SPDX-License-Identifier: Apache-2.0
// What has happened, newest first, with the papers that each rule asks for; and why the dispute has
// its colour.
import { useEffect, useRef } from 'preact/hooks';
import { ColourBadge, DateTime, Failed, MovedDeadline, Notice, Tag, language, say, sourceText, t, useLoad, wordOf } from '../../kit';
import type { Loaded } from '../../kit';
import type { Step } from './types';

interface Procedure {
    rules: { id: number; documents?: string[] }[];
}

/** Ask again when the dispute has moved on. */
function useAgain(of: { reload: () => void }, version: number): void {
    const shown = useRef(version);
    useEffect(() => {
        if (shown.current !== version)
            of.reload();
        shown.current = version;
    }, [version]);
}

/** The papers that each rule of a version asks for. */
function papersOf(procedure: Loaded<Procedure>): Map<number, string[]> {
    return new Map((procedure.value?.rules ?? []).map((r) => [r.id, r.documents ?? []]));
}

/** Words that somebody said with it. */
function wordsOf(step: Step): string[] {
    const detail = step.payload?.detail ?? {};
    return ['reason', 'note', 'manner', 'place', 'case_number', 'days', 'session_day', 'date'].flatMap((name) => {
        const v = detail[name];
        return typeof v === 'string' || typeof v === 'number' ? [`${wordOf('field', name)}：${v}`] : [];
    });
}

function StepItem({ step, papers }: { step: Step; papers: string[] }) {
    const isEn = language.get() === 'en';
    return (
        <li>
            <p class="clerk-step">
                <strong>{isEn ? step.command_en : step.command_zh}</strong> · {wordOf('role', step.role)} · <DateTime at={step.at} />
                {step.moved && <> <ColourBadge colour={step.colour} /> {isEn ? step.stage_en : step.stage_zh}</>}
            </p>
            {step.rescheduled !== undefined && <MovedDeadline of={step.rescheduled} />}
            {wordsOf(step).map((words) => <p key={words} class="clerk-said">{words}</p>)}
            {papers.length > 0 && (
                <p>{t('clerk.documents')}：{papers.map((d) => <Tag key={d}>{wordOf('document', d)}</Tag>)}</p>
            )}
            <p class="hint">{t('clerk.by_rule', { rule: step.rule, source: sourceText(step.source) })}</p>
        </li>
    );
}

export function Timeline({ id, version, procedure }:
    { id: string; version: number; procedure: { id: string; version: string } | null }) {
    const events = useLoad<{ items: Step[]; next: number | null }>(`/api/v1/disputes/${id}/events`);
    const rules = useLoad<Procedure>(procedure === null ? undefined : `/api/v1/procedures/${procedure.id}`,
        { version: procedure?.version });
    useAgain(events, version);
    const papers = papersOf(rules);
    const steps = [...(events.value?.items ?? [])].reverse();
    return (
        <>
            {events.error !== undefined && <Failed error={events.error} retry={events.reload} />}
            <ol class="clerk-timeline" reversed>
                {steps.map((s) => <StepItem key={s.seq} step={s} papers={papers.get(s.rule) ?? []} />)}
            </ol>
        </>
    );
}

interface Explanation {
    colour: string;
    stage_zh: string;
    stage_en: string;
    steps: Step[];
    proven?: boolean;
}

/** The steps that moved it, each with the rule and the law that it follows. */
export function Explained({ id, version }: { id: string; version: number }) {
    const why = useLoad<Explanation>(`/api/v1/disputes/${id}/explain`);
    const isEn = language.get() === 'en';
    useAgain(why, version);
    if (why.error !== undefined)
        return <Failed error={why.error} retry={why.reload} />;
    if (why.value === undefined)
        return <p class="waiting">{t('kit.loading')}</p>;
    return (
        <>
            <ol class="clerk-timeline">
                {why.value.steps.filter((s) => s.moved).map((s) => (
                    <li key={s.seq}>
                        <p class="clerk-step">
                            <strong>{isEn ? s.command_en : s.command_zh}</strong> → <ColourBadge colour={s.colour} />{' '}
                            {isEn ? s.stage_en : s.stage_zh}
                        </p>
                        <p class="hint">{t('clerk.by_rule', { rule: s.rule, source: sourceText(s.source) })} · <DateTime at={s.at} /></p>
                    </li>
                ))}
            </ol>
            <Notice>{t('clerk.therefore')} <ColourBadge colour={why.value.colour} />{' '}
                {say({ zh: why.value.stage_zh, en: why.value.stage_en })}</Notice>
        </>
    );
}
