// SPDX-License-Identifier: Apache-2.0
// Of what the report tells: down from one's own division to a street, or one body.
import { Loading, setQuery, t, useLoad } from '../../kit';
import type { Scope } from './places';
import type { ReportScope } from './types';

const SMALLEST_DIGITS = 9; // streets and towns: communities have no report of their own

interface Region {
    code: string;
    name: string;
}

interface Regions {
    path: Region[];
    items: Region[];
}

interface Bodies {
    items: { id: string; name: string }[];
}

function go(scope: Scope): void {
    setQuery({ region: scope.region ?? '', body: scope.body ?? '', revision: '' });
}

/** A list to choose from; it stands at what is chosen. */
function Choice({ id, label, all, value, options, choose }:
    { id: string; label: string; all: string; value: string; options: { value: string; label: string }[];
      choose: (value: string) => void }) {
    return (
        <div class="field reports-choice">
            <label for={id}>{label}</label>
            <select id={id} value={value} onChange={(e) => choose(e.currentTarget.value)}>
                <option value="" selected={value === ''}>{all}</option>
                {options.map((o) => <option key={o.value} value={o.value} selected={o.value === value}>{o.label}</option>)}
            </select>
        </div>
    );
}

function RegionChoice({ root, chosen }: { root: string | null; chosen: string | undefined }) {
    const here = useLoad<Regions>('/api/v1/regions', { parent: chosen ?? root });
    return (
        <Loading of={here}>{({ path, items }) => {
            // From one's own division down to what is chosen, and what lies below it.
            const way = path.filter((r) => root === null || r.code.length >= root.length);
            const below = items.filter((r) => r.code.length <= SMALLEST_DIGITS);
            const options = [...way.filter((r) => r.code !== root), ...below];
            return (
                <Choice id="reports-region" label={t('reports.region')} value={chosen ?? ''}
                    all={root === null ? t('reports.whole') : way.find((r) => r.code === root)?.name ?? root}
                    options={options.map((r) => ({ value: r.code, label: r.name }))}
                    choose={(code) => go({ region: code, body: undefined })} />
            );
        }}</Loading>
    );
}

function BodyChoice({ region, chosen }: { region: string | null; chosen: string | undefined }) {
    const bodies = useLoad<Bodies>('/api/v1/bodies', { region, limit: 200 });
    return (
        <Loading of={bodies}>{({ items }) => (
            <Choice id="reports-body" label={t('reports.body')} value={chosen ?? ''} all={t('reports.all_bodies')}
                options={items.map((b) => ({ value: b.id, label: b.name }))}
                choose={(id) => go({ region: undefined, body: id })} />
        )}</Loading>
    );
}

export function ScopeChoice({ widest, chosen }: { widest: ReportScope | null; chosen: Scope }) {
    if (widest === null)
        return <p>{t('reports.no_scope')}</p>;
    if (widest.kind.code === 'body')
        return <p>{t('reports.own_body')}</p>;
    return (
        <div class="reports-scope">
            <RegionChoice root={widest.region} chosen={chosen.region} />
            <BodyChoice region={chosen.region ?? widest.region} chosen={chosen.body} />
        </div>
    );
}
