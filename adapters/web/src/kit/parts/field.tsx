// SPDX-License-Identifier: Apache-2.0
// Fields of a Form: a label that is always there, a hint, and the mistake in words below them.
import type { ComponentChildren, TargetedEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { type FieldInfo, fieldId, useFormState } from '../form';
import { t } from '../i18n';

export interface FieldProps {
    name: string;
    label: string;
    hint?: string;
    required?: boolean;
    /** Where the server's mistakes point to; "/<name>". */
    pointer?: string;
    /** Below the field: what is found while typing, such as a check digit. */
    after?: ComponentChildren;
}

interface Wired {
    id: string;
    mistake: string | undefined;
    described: string | undefined;
}

function useWired(p: FieldProps): Wired {
    const form = useFormState();
    const id = fieldId(form, p.name);
    const mistake = form.mistakes[p.name];
    const info: FieldInfo = { label: p.label, pointer: p.pointer ?? `/${p.name}`,
                              required: p.required === true };
    const last = useRef(info);
    last.current = info;
    form.register(p.name, info);
    useEffect(() => () => form.unregister(p.name, last.current), [p.name]);
    const parts = [p.hint !== undefined ? `${id}-hint` : '', mistake !== undefined ? `${id}-bad` : '',
                   p.after !== undefined ? `${id}-after` : ''].filter((x) => x !== '');
    return { id, mistake, described: parts.length > 0 ? parts.join(' ') : undefined };
}

function Around({ p, w, children }: { p: FieldProps; w: Wired; children: ComponentChildren }) {
    return (
        <div class={`field${w.mistake !== undefined ? ' field-bad' : ''}`}>
            <label for={w.id}>
                {p.label}
                {p.required !== true && <span class="optional"> {t('kit.optional')}</span>}
            </label>
            {p.hint !== undefined && <p class="hint" id={`${w.id}-hint`}>{p.hint}</p>}
            {children}
            {p.after !== undefined && <div class="after" id={`${w.id}-after`} aria-live="polite">{p.after}</div>}
            {w.mistake !== undefined && (
                <p class="mistake" id={`${w.id}-bad`}>
                    <span aria-hidden="true">✕ </span>{w.mistake}
                </p>
            )}
        </div>
    );
}

export interface TextFieldProps extends FieldProps {
    type?: 'text' | 'password' | 'tel' | 'date' | 'time' | 'datetime-local' | 'search' | 'number';
    autocomplete?: string;
    inputmode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'search';
    max?: number; // characters
    spellcheck?: boolean;
    upper?: boolean; // codes are read in capitals
}

function text(value: string | boolean | undefined): string {
    return typeof value === 'string' ? value : '';
}

export function TextField(p: TextFieldProps) {
    const form = useFormState();
    const w = useWired(p);
    const put = (e: TargetedEvent<HTMLInputElement>): void => {
        const typed = e.currentTarget.value;
        form.set(p.name, p.upper === true ? typed.toUpperCase() : typed);
    };
    return (
        <Around p={p} w={w}>
            <input id={w.id} name={p.name} type={(p.type ?? 'text') as 'text'} value={text(form.values[p.name])}
                autocomplete={(p.autocomplete ?? 'off') as 'off'} inputMode={p.inputmode}
                maxLength={p.max} spellcheck={p.spellcheck ?? false} required={p.required}
                aria-invalid={w.mistake !== undefined ? true : undefined}
                aria-describedby={w.described} onInput={put} />
        </Around>
    );
}

export function LongField(p: FieldProps & { rows?: number; max?: number }) {
    const form = useFormState();
    const w = useWired(p);
    return (
        <Around p={p} w={w}>
            <textarea id={w.id} name={p.name} rows={p.rows ?? 4} maxLength={p.max}
                value={text(form.values[p.name])} required={p.required}
                aria-invalid={w.mistake !== undefined ? true : undefined}
                aria-describedby={w.described}
                onInput={(e) => form.set(p.name, e.currentTarget.value)} />
        </Around>
    );
}

export interface Choice {
    value: string;
    label: string;
    hint?: string;
}

export function SelectField(p: FieldProps & { choices: Choice[]; none?: string }) {
    const form = useFormState();
    const w = useWired(p);
    const value = text(form.values[p.name]);
    return (
        <Around p={p} w={w}>
            <select id={w.id} name={p.name} value={value} required={p.required}
                aria-invalid={w.mistake !== undefined ? true : undefined}
                aria-describedby={w.described}
                onChange={(e) => form.set(p.name, e.currentTarget.value)}>
                <option value="">{p.none ?? t('kit.choose')}</option>
                {p.choices.map((c) => (
                    <option key={c.value} value={c.value} selected={c.value === value}>{c.label}</option>
                ))}
            </select>
        </Around>
    );
}

/** One of a few, each a large target. */
export function RadioField(p: FieldProps & { choices: Choice[] }) {
    const form = useFormState();
    const w = useWired(p);
    const value = text(form.values[p.name]);
    return (
        <fieldset class={`field${w.mistake !== undefined ? ' field-bad' : ''}`}
            aria-describedby={w.described}>
            <legend>
                {p.label}
                {p.required !== true && <span class="optional"> {t('kit.optional')}</span>}
            </legend>
            {p.hint !== undefined && <p class="hint" id={`${w.id}-hint`}>{p.hint}</p>}
            <div class="choices">
                {p.choices.map((c, i) => (
                    <label class="choice" key={c.value}>
                        <input type="radio" id={i === 0 ? w.id : undefined} name={w.id} value={c.value}
                            checked={value === c.value} onChange={() => form.set(p.name, c.value)} />
                        <span>{c.label}{c.hint !== undefined && <small>{c.hint}</small>}</span>
                    </label>
                ))}
            </div>
            {w.mistake !== undefined && (
                <p class="mistake" id={`${w.id}-bad`}><span aria-hidden="true">✕ </span>{w.mistake}</p>
            )}
        </fieldset>
    );
}

export function CheckField(p: FieldProps) {
    const form = useFormState();
    const w = useWired(p);
    return (
        <div class={`field${w.mistake !== undefined ? ' field-bad' : ''}`}>
            <label class="choice">
                <input type="checkbox" id={w.id} name={p.name} checked={form.values[p.name] === true}
                    aria-invalid={w.mistake !== undefined ? true : undefined}
                    aria-describedby={w.described}
                    onChange={(e) => form.set(p.name, e.currentTarget.checked)} />
                <span>{p.label}{p.hint !== undefined && <small id={`${w.id}-hint`}>{p.hint}</small>}</span>
            </label>
            {w.mistake !== undefined && (
                <p class="mistake" id={`${w.id}-bad`}><span aria-hidden="true">✕ </span>{w.mistake}</p>
            )}
        </div>
    );
}
