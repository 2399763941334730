// SPDX-License-Identifier: Apache-2.0
// A division by typing a part of its name, or by going down from the city to the community.
import { useEffect, useState } from 'preact/hooks';
import { Button, get, t, useLoad } from '../../kit';
import type { Region, RegionRow, Regions } from './types';

const WAIT_MS = 250;

interface PickerProps {
    id: string;
    label: string;
    value: string;
    onPick: (region: Region | undefined) => void;
    /** Where one begins to go down: the own region. */
    root?: string | undefined;
    mistake?: string | undefined;
}

/** What fits the text that is typed, after a moment of quiet. */
function useFound(typed: string, within: string): RegionRow[] {
    const [found, setFound] = useState<RegionRow[]>([]);
    useEffect(() => {
        const ending = new AbortController();
        const q = typed.trim();
        if (q === '') {
            setFound([]);
            return undefined;
        }
        const timer = setTimeout(() => {
            get<Regions>('/api/v1/regions', { query: { q, parent: within }, signal: ending.signal })
                .then((r) => setFound(r.items), () => setFound([]));
        }, WAIT_MS);
        return () => {
            clearTimeout(timer);
            ending.abort();
        };
    }, [typed, within]);
    return found;
}

function wayOf(row: RegionRow): string {
    return [...(row.path ?? []), row].map((r) => r.name).join(' › ');
}

/** A combobox: arrows move through what was found, Enter takes it, Escape closes it. */
function TypeIn({ id, label, within, onPick, mistake }: Omit<PickerProps, 'value' | 'root'> & { within: string }) {
    const [typed, setTyped] = useState('');
    const [at, setAt] = useState(-1);
    const found = useFound(typed, within);
    const take = (row: RegionRow | undefined): void => {
        if (row === undefined)
            return;
        setTyped('');
        setAt(-1);
        onPick(row);
    };
    const onKey = (e: KeyboardEvent): void => {
        if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
            e.preventDefault();
            const step = e.key === 'ArrowDown' ? 1 : -1;
            setAt((n) => (found.length === 0 ? -1 : (n + step + found.length) % found.length));
        } else if (e.key === 'Enter' && found.length > 0) {
            e.preventDefault();
            take(found[Math.max(at, 0)]);
        } else if (e.key === 'Escape') {
            setTyped('');
        }
    };
    const isOpen = found.length > 0;
    return (
        <div class={`field clerk-combo${mistake !== undefined ? ' field-bad' : ''}`}>
            <label for={id}>{label}</label>
            <input id={id} type="text" role="combobox" aria-expanded={isOpen} aria-controls={`${id}-list`}
                aria-autocomplete="list" aria-activedescendant={at >= 0 && isOpen ? `${id}-${at}` : undefined}
                aria-invalid={mistake !== undefined ? true : undefined} autocomplete="off" value={typed}
                aria-describedby={mistake !== undefined ? `${id}-bad` : undefined}
                placeholder={t('clerk.region_type')} onInput={(e) => setTyped(e.currentTarget.value)}
                onKeyDown={onKey} />
            <ul id={`${id}-list`} role="listbox" aria-label={label} hidden={!isOpen}>
                {found.map((row, i) => (
                    <li key={row.code} id={`${id}-${i}`} role="option" aria-selected={i === at}
                        onMouseDown={(e) => e.preventDefault()} onClick={() => take(row)}>
                        {wayOf(row)} <small>{row.code}</small>
                    </li>
                ))}
            </ul>
            {mistake !== undefined && <p class="mistake" id={`${id}-bad`}><span aria-hidden="true">✕ </span>{mistake}</p>}
        </div>
    );
}

export function RegionPicker({ id, label, value, onPick, root = '', mistake }: PickerProps) {
    const here = useLoad<Regions>('/api/v1/regions', { parent: value === '' ? root : value });
    const path = here.value?.path ?? [];
    return (
        <div class="clerk-region">
            <TypeIn id={id} label={label} within={root} onPick={onPick} mistake={mistake} />
            <div class="clerk-way">
                {path.map((r) => (
                    <Button key={r.code} onClick={() => onPick(r)} weight={r.code === value ? 'main' : 'plain'}>
                        {r.code === value ? '✓ ' : ''}{r.name}
                    </Button>
                ))}
                {value !== '' && <Button onClick={() => onPick(undefined)}>{t('clerk.region_all')}</Button>}
            </div>
            {(here.value?.items ?? []).length > 0 && (
                <div class="field">
                    <label for={`${id}-in`}>{t('clerk.region_in', { name: path[path.length - 1]?.name ?? t('clerk.region_all') })}</label>
                    <select id={`${id}-in`} value="" onChange={(e) => {
                        const code = e.currentTarget.value;
                        onPick(here.value?.items.find((r) => r.code === code));
                    }}>
                        <option value="">{t('kit.choose')}</option>
                        {here.value?.items.map((r) => <option key={r.code} value={r.code}>{r.name}</option>)}
                    </select>
                </div>
            )}
        </div>
    );
}
