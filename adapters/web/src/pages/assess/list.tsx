// SPDX-License-Identifier: Apache-2.0
// How mediators and bodies did: in the order of their numbers, which is no ranking.
import { Empty, LinkButton, Loading, Notice, Page, type PageProps, Section, Table, hasRole, language, listText, monthText, setQuery, t,
         useCell, useLoad } from '../../kit';
import { AdjustedText, Contested, SatisfactionText, ShareText } from './figures';
import { Months, monthBefore } from './months';
import type { Assessments, Row } from './types';

const KINDS = ['mediator', 'body'] as const;

function Kinds({ shown, search }: { shown: string; search: string }) {
    return (
        <nav aria-label={t('assess.kind')}>
            <ul class="assess-kinds">
                {KINDS.map((kind) => (
                    <li key={kind}>
                        <a href={`/app/assess?kind=${kind}&${search}`} aria-current={kind === shown ? 'page' : undefined}
                            onClick={(e) => {
                                e.preventDefault();
                                setQuery({ kind });
                            }}>{t(`assess.kind_${kind}`)}</a>
                    </li>
                ))}
            </ul>
        </nav>
    );
}

/** Months that are asked for and not there: said, never filled up. */
export function Missing({ of }: { of: Assessments }) {
    if (of.missing.length === 0)
        return null;
    return <Notice kind="warn"><p>{t('assess.missing', { months: listText(of.missing.map(monthText)) })}</p></Notice>;
}

function Rows({ of, search }: { of: Assessments; search: string }) {
    if (of.items.length === 0)
        return <Empty>{t('assess.nobody')}</Empty>;
    const kind = of.kind.code;
    return (
        <Table<Row> caption={t(`assess.kind_${kind}`)} quiet rows={of.items} id={(r) => r.subject.id} columns={[
            { title: t(`assess.kind_${kind}`), heads: true, cell: (r) => (
                <>
                    <a href={`/app/assess/${kind}/${r.subject.id}?${search}`}>{r.subject.name ?? r.subject.id}</a>
                    <Contested row={r} />
                </>
            ) },
            { title: t('assess.disputes'), number: true, cell: (r) => r.counts['disputes'] },
            { title: t('assess.outcome'), cell: (r) => <AdjustedText of={r.outcome} /> },
            { title: t('assess.in_time'), cell: (r) => <AdjustedText of={r.in_time} /> },
            { title: t('assess.days'), number: true, cell: (r) => (r.mean_days_tenths === null ? '—' : (r.mean_days_tenths / 10).toFixed(1)) },
            { title: t('assess.performed'), cell: (r) => <ShareText share={r.performed_share} /> },
            { title: t('assess.satisfaction'), cell: (r) => <SatisfactionText row={r} /> },
        ]} />
    );
}

export function AssessmentList({ query }: PageProps) {
    const own = hasRole('mediator');
    const kind = own || query.get('kind') !== 'body' ? 'mediator' : 'body';
    const until = query.get('until') ?? monthBefore(1);
    const from = query.get('from') ?? until;
    const page = useLoad<Assessments>(`/api/v1/assessments/${kind}`, { from, until, cursor: query.get('cursor') });
    const search = `from=${from}&until=${until}`;
    useCell(language);
    return (
        <Page title={t(own ? 'assess.own' : 'assess.title')} actions={<LinkButton href="/app/assess/objections">{t('assess.objections')}</LinkButton>}>
            <Notice><p>{t('assess.how')}</p></Notice>
            {!own && <Kinds shown={kind} search={search} />}
            <Months from={from} until={until} first={1} />
            <Loading of={page}>{(p) => (
                <>
                    <Missing of={p} />
                    <Section title={t(`assess.kind_${kind}`)}>
                        <Rows of={p} search={search} />
                        {p.next !== null && <p><LinkButton href={`/app/assess?kind=${kind}&${search}&cursor=${p.next}`}>{t('assess.more')}</LinkButton></p>}
                    </Section>
                    <p class="hint">{t('assess.limits', { cases: p.cases_min, answers: p.answers_min })}</p>
                </>
            )}</Loading>
        </Page>
    );
}
