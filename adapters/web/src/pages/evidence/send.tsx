// SPDX-License-Identifier: Apache-2.0
// Choose a file or take a picture, say who may see it, and watch it go.
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { ApiError, Button, Notice, announce, failureText, hasRole, say, t } from '../../kit';
import { sizeText } from './text';
import { ACCEPT, BYTES_MAX, PURPOSES, type Attachment, type Kind, type Purpose, type Wish } from './types';
import { type Progress, upload } from './upload';

/** What one may choose here, first the usual one. */
function kinds(): Kind[] {
    if (hasRole('party', 'agent'))
        return ['neutral', 'caucus'];
    if (hasRole('mediator'))
        return ['neutral', 'undisputed', 'concession', 'caucus'];
    return hasRole('body_manager') ? ['neutral', 'undisputed', 'concession'] : ['neutral'];
}

type Failure = { text: string; again: boolean };

function failureOf(e: unknown): Failure {
    if (!(e instanceof ApiError))
        return { text: t('evidence.unreadable'), again: false };
    const fault = (e.problem as { fault?: { zh: string; en: string } } | undefined)?.fault;
    if (fault !== undefined)
        return { text: t('evidence.not_taken', { why: say(fault) }), again: false };
    return { text: failureText(e), again: e.failure !== 'answered' || e.status >= 500 || e.status === 429 };
}

interface Going {
    file: File;
    progress: Progress | undefined;
    failure: Failure | undefined;
}

function Bar({ going }: { going: Going }) {
    const p = going.progress ?? { sent: 0, total: going.file.size };
    const id = useId();
    return (
        <p class="evidence-going">
            <label for={id}>{going.file.name}</label>
            <progress id={id} value={p.sent} max={p.total} />
            <span>{t('evidence.sent', { sent: sizeText(p.sent), total: sizeText(p.total) })}</span>
        </p>
    );
}

function Choose({ label, capture, busy, take }:
    { label: string; capture: boolean; busy: boolean; take: (files: File[]) => void }) {
    const input = useRef<HTMLInputElement>(null);
    return (
        <>
            <input ref={input} type="file" hidden multiple={!capture}
                accept={capture ? 'image/*' : ACCEPT} capture={capture ? 'environment' : undefined}
                onChange={(e) => {
                    take([...(e.currentTarget.files ?? [])]);
                    e.currentTarget.value = ''; // the same file may be chosen again
                }} />
            <Button wide busy={busy} weight={capture ? 'plain' : 'main'} onClick={() => input.current?.click()}>{label}</Button>
        </>
    );
}

function Who({ wish, set, name }: { wish: Wish; set: (w: Wish) => void; name: string }) {
    const all = kinds();
    const mine = hasRole('party', 'agent');
    const choose = (kind: Kind): void => set({ ...wish, kind, ...(kind === 'neutral' ? {} : { parties: false, court: false }) });
    return (
        <>
            {all.length > 1 && (
                <fieldset class="field">
                    <legend>{t('evidence.who')}</legend>
                    <div class="choices">
                        {all.map((k) => (
                            <label class="choice" key={k}>
                                <input type="radio" name={name} checked={wish.kind === k} onChange={() => choose(k)} />
                                <span>{t(mine ? `evidence.mine_${k}` : `evidence.kind_${k}`)}
                                    <small>{t(mine ? `evidence.mine_hint_${k}` : `evidence.kind_hint_${k}`)}</small></span>
                            </label>
                        ))}
                    </div>
                </fieldset>
            )}
            {wish.kind === 'neutral' && !mine && (
                <label class="choice evidence-also">
                    <input type="checkbox" checked={wish.parties}
                        onChange={(e) => set({ ...wish, parties: e.currentTarget.checked, court: wish.court && e.currentTarget.checked })} />
                    <span>{t('evidence.show_parties')}</span>
                </label>
            )}
            {wish.kind === 'neutral' && (
                <label class="choice evidence-also">
                    <input type="checkbox" checked={wish.court}
                        onChange={(e) => set({ ...wish, court: e.currentTarget.checked, parties: wish.parties || e.currentTarget.checked })} />
                    <span>{t('evidence.show_court')}<small>{t('evidence.show_court_hint')}</small></span>
                </label>
            )}
        </>
    );
}

export interface UploadProps {
    dispute: string;
    /** Fixed, where the page knows what the file is for; otherwise it is asked. */
    purpose?: Purpose;
    done: (a: Attachment) => void;
}

/** Puts files in, one after the other. */
export function Upload({ dispute, purpose, done }: UploadProps) {
    const [wish, setWish] = useState<Wish>({ kind: 'neutral', purpose: purpose ?? 'evidence', parties: false, court: false });
    const [queue, setQueue] = useState<File[]>([]);
    const [going, setGoing] = useState<Going | undefined>(undefined);
    const ending = useRef<AbortController | undefined>(undefined);
    const id = useId();

    const run = async (file: File): Promise<void> => {
        const mine = new AbortController();
        const tell = (progress: Progress): void => setGoing({ file, progress, failure: undefined });

        ending.current = mine;
        setGoing({ file, progress: undefined, failure: undefined });
        if (file.size === 0 || file.size > BYTES_MAX) {
            setGoing({ file, progress: undefined, failure: { text: t('evidence.too_large', { max: sizeText(BYTES_MAX) }), again: false } });
            return;
        }
        try {
            const made = await upload(dispute, file, wish, mine.signal, tell);
            announce(t('evidence.is_in', { name: file.name }));
            setGoing(undefined);
            done(made);
        } catch (e) {
            if (!mine.signal.aborted)
                setGoing((g) => ({ file, progress: g?.progress, failure: failureOf(e) }));
        }
    };
    // One after the other: the next begins when none is on its way.
    useEffect(() => {
        const [next, ...rest] = queue;
        if (going !== undefined || next === undefined)
            return;
        setQueue(rest);
        void run(next);
    }, [going, queue]);
    useEffect(() => () => ending.current?.abort(), []);
    // The line is back: go on by itself.
    useEffect(() => {
        const again = (): void => {
            if (going?.failure?.again === true)
                void run(going.file);
        };
        addEventListener('online', again);
        return () => removeEventListener('online', again);
    }, [going]);

    const busy = going !== undefined && going.failure === undefined;
    return (
        <div class="evidence-upload">
            {purpose === undefined && (
                <div class="field">
                    <label for={`${id}-for`}>{t('evidence.purpose')}</label>
                    <select id={`${id}-for`} value={wish.purpose} onChange={(e) => setWish({ ...wish, purpose: e.currentTarget.value as Purpose })}>
                        {PURPOSES.map((p) => <option key={p} value={p} selected={p === wish.purpose}>{t(`evidence.purpose_${p}`)}</option>)}
                    </select>
                </div>
            )}
            <Who wish={wish} set={setWish} name={`${id}-kind`} />
            <div class="evidence-choose">
                <Choose label={t('evidence.choose')} capture={false} busy={busy} take={(f) => setQueue([...queue, ...f])} />
                <Choose label={t('evidence.camera')} capture busy={busy} take={(f) => setQueue([...queue, ...f])} />
            </div>
            <p class="hint">{t('evidence.limits', { max: sizeText(BYTES_MAX) })}</p>
            {going !== undefined && <Bar going={going} />}
            {queue.length > 0 && <p class="hint">{t('evidence.waiting', { n: queue.length })}</p>}
            {going?.failure !== undefined && (
                <Notice kind="bad" live>
                    <p>{going.failure.text}</p>
                    <div class="actions">
                        {going.failure.again && <Button onClick={() => run(going.file)}>{t('evidence.go_on')}</Button>}
                        <Button onClick={() => setGoing(undefined)}>{t('evidence.leave')}</Button>
                    </div>
                </Notice>
            )}
            {busy && <Button onClick={() => {
                ending.current?.abort();
                setQueue([]);
                setGoing(undefined);
            }}>{t('evidence.stop')}</Button>}
        </div>
    );
}
