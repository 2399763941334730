// SPDX-License-Identifier: Apache-2.0
// One form: values, one key for one act, mistakes at their fields, a draft that survives.
//
// The Idempotency-Key is made when the form is opened and kept with it over reloads, until the
// server has answered: sent twice, it acts once. After a refusal the next attempt is a new act.
import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { newKey } from './api';
import { dropDraft, readDraft, writeDraft } from './drafts';
import { failureText } from './failure';
import { language, t } from './i18n';
import { announce } from './live';
import { ApiError, nearestPointer } from './problem';

export type Values = Record<string, string | boolean>;
export type Mistakes<V> = { [K in keyof V]?: string };

export interface FormSpec<V extends Values> {
    /** Names the form on its page, and with it the key and the draft: "login", "note-<id>". */
    id: string;
    initial: V;
    /** Keep what is typed on the device until it was sent (never for passwords). */
    draft?: boolean;
    /** What is wrong before anything is sent. Required fields check themselves. */
    check?: (values: V) => Mistakes<V>;
    /** Send; throw an ApiError when it fails. */
    submit: (values: V, how: { key: string }) => Promise<void>;
}

export interface FieldInfo {
    label: string;
    pointer: string;
    required: boolean;
}

export interface FormState<V extends Values = Values> {
    id: string;
    values: V;
    mistakes: Record<string, string>;
    /** What concerns no field. */
    failure: string | undefined;
    /** The failure itself, when it came from the server. */
    error: ApiError | undefined;
    busy: boolean;
    set: (name: keyof V & string, value: string | boolean) => void;
    setAll: (values: V) => void;
    submit: () => void;
    reset: () => void;
    register: (name: string, info: FieldInfo) => void;
    /** The field is gone: nothing is asked of it. Ignored when another one has taken its name. */
    unregister: (name: string, info: FieldInfo) => void;
    label: (name: string) => string;
    /** Grows with each failed attempt: the summary takes the focus. */
    failures: number;
}

/** Thrown by submit: refused, in our own words, at a field or as a whole. */
export class FormRefusal extends Error {
    constructor(text: string, readonly field?: string) {
        super(text);
    }
}

const Current = createContext<FormState | undefined>(undefined);

export function useFormState(): FormState {
    const form = useContext(Current);
    if (form === undefined)
        throw new Error('a field stands outside of a Form');
    return form;
}

function keptKey(name: string): string {
    try {
        const kept = sessionStorage.getItem(name);
        if (kept !== null)
            return kept;
        const made = newKey();
        sessionStorage.setItem(name, made);
        return made;
    } catch {
        return newKey();
    }
}

function dropKey(name: string): void {
    try {
        sessionStorage.removeItem(name);
    } catch {
        // It was never kept.
    }
}

function isEmpty(value: string | boolean | undefined): boolean {
    return value === undefined || value === false || (typeof value === 'string' && value.trim() === '');
}

/** Mistakes of the server, sorted to their fields; the rest as sentences. */
export function sortMistakes(error: ApiError, fields: Map<string, FieldInfo>):
    { mistakes: Record<string, string>; rest: string[] } {
    const byPointer = new Map([...fields].map(([name, f]) => [f.pointer, name]));
    const mistakes: Record<string, string> = {};
    const rest: string[] = [];
    for (const m of error.problem?.errors ?? []) {
        const pointer = nearestPointer(m.pointer, byPointer.keys());
        const name = pointer === undefined ? undefined : byPointer.get(pointer);
        const key = `kit.mistake_${m.code}`;
        const detail = language.get() !== 'en' ? m.zh ?? m.detail : m.detail;
        const words = t(key, { detail });
        const text = words === key ? detail : words;
        if (name === undefined)
            rest.push(detail);
        else
            mistakes[name] ??= text;
    }
    return { mistakes, rest };
}

/** The attempt that failed: with what, and whether our own checks or somebody else refused it. */
interface Attempt {
    values: Values;
    isOurs: boolean;
}

/** Of the mistakes shown, those that still are ones: what our checks find now stays, and what the
 *  server found stays until its field changes. The same object when all of them stay. */
export function stillWrong(shown: Record<string, string>, failed: Attempt, values: Values,
                           found: Record<string, string>): Record<string, string> {
    const left: Record<string, string> = {};
    for (const [name, text] of Object.entries(shown)) {
        const now = found[name] ?? (!failed.isOurs && values[name] === failed.values[name] ? text : undefined);
        if (now !== undefined)
            left[name] = now;
    }
    const isSame = Object.keys(shown).every((name) => left[name] === shown[name]);
    return isSame ? shown : left;
}

/** Fields that must be filled in, of those that stand in the form now, and are not. */
export function missing(fields: ReadonlyMap<string, FieldInfo>, values: Values): string[] {
    return [...fields].filter(([name, f]) => f.required && isEmpty(values[name])).map(([name]) => name);
}

/** Take a field out, unless another one stands under its name by now. */
export function leave(fields: Map<string, FieldInfo>, name: string, info: FieldInfo): void {
    if (fields.get(name) === info)
        fields.delete(name);
}

export function useForm<V extends Values>(spec: FormSpec<V>): FormState<V> {
    const draftName = `form.${location.pathname}.${spec.id}`;
    const keyName = `yima.key.${location.pathname}.${spec.id}`;
    const fields = useRef(new Map<string, FieldInfo>());
    const sending = useRef(false);
    const failed = useRef<Attempt>({ values: spec.initial, isOurs: true });
    const [values, setValues] = useState<V>(() => {
        const kept = spec.draft === true ? readDraft<V>(draftName) : undefined;
        return kept === undefined ? spec.initial : { ...spec.initial, ...kept };
    });
    const [mistakes, setMistakes] = useState<Record<string, string>>({});
    const [error, setError] = useState<ApiError | undefined>(undefined);
    const [failure, setFailure] = useState<string | undefined>(undefined);
    const [failures, setFailures] = useState(0);
    const [busy, setBusy] = useState(false);
    const key = useRef<string | undefined>(undefined);
    key.current ??= keptKey(keyName);

    const isFirst = useRef(true);
    useEffect(() => {
        if (isFirst.current)
            isFirst.current = false;
        else if (spec.draft === true)
            writeDraft(draftName, values);
        // After the fields were drawn: those that the change took away are no longer asked for.
        if (Object.keys(mistakes).length > 0)
            setMistakes((shown) => stillWrong(shown, failed.current, values, judge()));
    }, [values]);

    function endAct(): void {
        dropKey(keyName);
        key.current = undefined;
    }

    function fail(found: Record<string, string>, text: string | undefined, isOurs = false): void {
        failed.current = { values, isOurs };
        setMistakes(found);
        setFailure(text);
        setFailures((n) => n + 1);
    }

    function judge(): Record<string, string> {
        const found: Record<string, string> = {};
        for (const name of missing(fields.current, values))
            found[name] = t('kit.required');
        for (const [name, text] of Object.entries(spec.check?.(values) ?? {})) {
            if (text !== undefined)
                found[name] ??= text as string;
        }
        return found;
    }

    async function send(): Promise<void> {
        try {
            await spec.submit(values, { key: key.current ??= keptKey(keyName) });
            endAct();
            dropDraft(draftName);
            setMistakes({});
            setFailure(undefined);
            setError(undefined);
        } catch (e) {
            if (e instanceof FormRefusal) {
                endAct();
                fail(e.field === undefined ? {} : { [e.field]: e.message },
                     e.field === undefined ? e.message : undefined);
                return;
            }
            if (!(e instanceof ApiError))
                throw e;
            if (!e.isUncertain)
                endAct();
            const sorted = sortMistakes(e, fields.current);
            const some = Object.keys(sorted.mistakes).length > 0;
            setError(e);
            fail(sorted.mistakes, some && sorted.rest.length === 0 ? undefined
                : sorted.rest.length > 0 ? sorted.rest.join(' ') : failureText(e));
        } finally {
            sending.current = false;
            setBusy(false);
        }
    }

    function submit(): void {
        if (sending.current)
            return;
        const found = judge();
        setError(undefined);
        if (Object.keys(found).length > 0) {
            fail(found, undefined, true);
            return;
        }
        sending.current = true;
        setBusy(true);
        void send();
    }

    return {
        id: spec.id, values, mistakes, failure, error, busy, failures, submit,
        set: (name, value) => setValues((v) => ({ ...v, [name]: value })),
        setAll: setValues,
        reset() {
            setValues(spec.initial);
            setMistakes({});
            setFailure(undefined);
            setError(undefined);
            dropDraft(draftName);
        },
        register: (name, info) => void fields.current.set(name, info),
        unregister: (name, info) => leave(fields.current, name, info),
        label: (name) => fields.current.get(name)?.label ?? name,
    };
}

export function fieldId(form: { id: string }, name: string): string {
    return `${form.id}-${name.replace(/\W/g, '-')}`;
}

/** All that is wrong, with links to the fields. It takes the focus when an attempt has failed. */
function ErrorSummary({ form }: { form: FormState }) {
    const box = useRef<HTMLDivElement>(null);
    const names = Object.keys(form.mistakes);
    useEffect(() => {
        if (form.failures > 0)
            box.current?.focus();
    }, [form.failures]);
    if (names.length === 0 && form.failure === undefined)
        return null;
    const go = (e: Event, name: string): void => {
        e.preventDefault();
        document.getElementById(fieldId(form, name))?.focus();
    };
    return (
        <div class="summary" role="alert" tabIndex={-1} ref={box}>
            <p class="summary-title">{t('kit.summary')}</p>
            {form.failure !== undefined && <p>{form.failure}</p>}
            {names.length > 0 && (
                <ul>
                    {names.map((name) => (
                        <li key={name}>
                            <a href={`#${fieldId(form, name)}`} onClick={(e) => go(e, name)}>
                                {form.label(name)}: {form.mistakes[name]}
                            </a>
                        </li>
                    ))}
                </ul>
            )}
        </div>
    );
}

export interface FormProps<V extends Values> {
    form: FormState<V>;
    /** Names the form to who cannot see it. */
    label?: string;
    children: ComponentChildren;
}

export function Form<V extends Values>({ form, label, children }: FormProps<V>) {
    const shared = useMemo(() => form as unknown as FormState, [form]);
    const go = (e: Event): void => {
        e.preventDefault();
        form.submit();
    };
    useEffect(() => {
        if (form.busy)
            announce(t('kit.sending'));
    }, [form.busy]);
    return (
        <Current.Provider value={shared}>
            <form class="form" noValidate aria-label={label} onSubmit={go}>
                <ErrorSummary form={shared} />
                {children}
            </form>
        </Current.Provider>
    );
}
