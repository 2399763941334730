// SPDX-License-Identifier: Apache-2.0
// What an account may act as: a role each, with the staff, body and region it is bound to.
import { useEffect, useState } from 'preact/hooks';
import { Button, type FormState, get, t, useCell, vocabulary, wordOf, wordsCell } from '../../kit';
import { fieldId } from '../../kit/form';
import type { Grant, NewGrant } from './types';

export interface StaffRow {
    id: string;
    name: string;
    body: { id: string; name: string } | null;
}

interface BodyRow {
    id: string;
    name: string;
    region?: string;
}

const NOT_FOR_PEOPLE = ['party', 'agent', 'job', 'clock'];

export function grantOf(g: Grant): NewGrant {
    return { role: g.role.code, ...(g.staff !== null ? { staff: g.staff } : {}),
             ...(g.body !== null ? { body: g.body } : {}), ...(g.region !== null ? { region: g.region } : {}) };
}

/** In which way roles are bound: what a grant of each must name. */
export function bindingOf(role: string): { staff: boolean; body: boolean; region: boolean } {
    const court = ['court_clerk', 'confirming_judge', 'filing_judge'].includes(role);
    const ofBody = ['mediator', 'body_manager'].includes(role);
    const everywhere = role === 'admin';
    return { staff: role === 'mediator', body: ofBody || court, region: !ofBody && !court && !everywhere };
}

function Choose({ label, value, put, choices }:
    { label: string; value: string; put: (v: string) => void; choices: { value: string; label: string }[] }) {
    return (
        <div class="field">
            <label>
                {label}
                <select value={value} onChange={(e) => put(e.currentTarget.value)}>
                    <option value="">{t('kit.choose')}</option>
                    {choices.map((c) => <option key={c.value} value={c.value} selected={c.value === value}>{c.label}</option>)}
                </select>
            </label>
        </div>
    );
}

function useDirectory<T>(path: string | undefined): T[] {
    const [rows, setRows] = useState<T[]>([]);
    useEffect(() => {
        if (path === undefined)
            return undefined;
        const ending = new AbortController();
        get<{ items: T[] }>(path, { query: { limit: 200 }, signal: ending.signal })
            .then((page) => setRows(page.items), () => undefined);
        return () => ending.abort();
    }, [path]);
    return rows;
}

function OneGrant({ grant, put, drop, n }: { grant: NewGrant; put: (g: NewGrant) => void; drop: () => void; n: number }) {
    useCell(wordsCell);
    const binding = bindingOf(grant.role);
    const bodies = useDirectory<BodyRow>(binding.body ? '/api/v1/bodies' : undefined);
    const staff = useDirectory<StaffRow>(binding.staff ? `/api/v1/staff?role=${grant.role}` : undefined);
    const roles = vocabulary('role').filter((r) => !NOT_FOR_PEOPLE.includes(r.code));
    const setRole = (role: string): void => put({ role });
    return (
        <fieldset class="account-grant">
            <legend>{t('account.grant_n', { n: n + 1 })}</legend>
            <Choose label={t('account.role')} value={grant.role} put={setRole}
                choices={roles.map((r) => ({ value: r.code, label: wordOf('role', r.code) }))} />
            {binding.staff && (
                <Choose label={t('account.grant_staff')} value={grant.staff ?? ''}
                    put={(v) => {
                        const found = staff.find((s) => s.id === v);
                        put({ role: grant.role, staff: v, ...(found?.body ? { body: found.body.id } : {}) });
                    }}
                    choices={staff.map((s) => ({ value: s.id, label: `${s.name}${s.body ? ` · ${s.body.name}` : ''}` }))} />
            )}
            {binding.body && (
                <Choose label={t('account.grant_body')} value={grant.body ?? ''}
                    put={(v) => put({ ...grant, body: v })}
                    choices={bodies.map((b) => ({ value: b.id, label: b.name }))} />
            )}
            {binding.region && (
                <div class="field">
                    <label>
                        {t('account.grant_region')}
                        <input inputMode="numeric" value={grant.region ?? ''} maxLength={12}
                            onInput={(e) => put({ ...grant, region: e.currentTarget.value })} />
                    </label>
                </div>
            )}
            <div><Button weight="danger" onClick={drop}>{t('account.grant_drop')}</Button></div>
        </fieldset>
    );
}

interface GrantsProps {
    form: Pick<FormState, 'id' | 'mistakes' | 'register'>;
    value: NewGrant[];
    put: (g: NewGrant[]) => void;
}

export function Grants({ form, value, put }: GrantsProps) {
    const mistake = form.mistakes['grants'];
    form.register('grants', { label: t('account.roles'), pointer: '/grants', required: false });
    return (
        <div class="account-grants" id={fieldId(form, 'grants')} tabIndex={-1}>
            {mistake !== undefined && <p class="mistake"><span aria-hidden="true">✕ </span>{mistake}</p>}
            {value.map((g, i) => (
                <OneGrant key={i} n={i} grant={g} put={(next) => put(value.map((x, j) => (j === i ? next : x)))}
                    drop={() => put(value.filter((_, j) => j !== i))} />
            ))}
            <div><Button onClick={() => put([...value, { role: '' }])}>{t('account.grant_add')}</Button></div>
        </div>
    );
}

/** What is sent: only what the role is bound to, nothing empty. */
export function cleanGrants(grants: NewGrant[]): NewGrant[] {
    return grants.filter((g) => g.role !== '').map((g) => {
        const b = bindingOf(g.role);
        return { role: g.role, ...(g.staff && b.staff ? { staff: g.staff } : {}),
                 ...(g.body && b.body ? { body: g.body } : {}), ...(g.region && b.region ? { region: g.region } : {}) };
    });
}
