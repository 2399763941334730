// SPDX-License-Identifier: Apache-2.0
// The documents of a dispute: which can be printed now, and which wait for what is not known yet.
import { type Bilingual, say, t } from './i18n';
import { Loading, useLoad } from './load';
import { Section } from './parts/page';

interface Paper extends Bilingual {
    document: string;
    ready: boolean;
}

function PaperItem({ id, paper }: { id: string; paper: Paper }) {
    if (!paper.ready)
        return <li class="hint">{say(paper)} · {t('kit.paper_waits')}</li>;
    return <li><a href={`/api/v1/disputes/${id}/documents/${paper.document}`} target="_blank" rel="noopener">{say(paper)} (PDF)</a></li>;
}

/** Give it the version as key: a step may bring what a document waited for. */
export function Papers({ id }: { id: string }) {
    const papers = useLoad<{ items: Paper[] }>(`/api/v1/disputes/${id}/documents`);
    return (
        <Section title={t('kit.papers')}>
            <Loading of={papers}>{(p) => (
                <ul class="papers">
                    {[...p.items].sort((a, b) => Number(b.ready) - Number(a.ready))
                        .map((x) => <PaperItem key={x.document} id={id} paper={x} />)}
                </ul>
            )}</Loading>
        </Section>
    );
}
