// SPDX-License-Identifier: Apache-2.0
// What helps at intake and decides nothing: what the words suggest, and what is here already.
import { Button, ColourBadge, DateTime, Notice, say, t, useFormState } from '../../kit';
import { useAsked } from './ask';
import { duplicateWish, said } from './intake_model';
import type { Duplicate, Duplicates, Suggestions } from './types';

/** Types and causes that the words speak for; taken by a press, never by themselves. */
export function Suggested() {
    const form = useFormState();
    const title = said(form.values, 'title');
    const description = said(form.values, 'description');
    const answer = useAsked<Suggestions>('/api/v1/suggestions',
        title.length + description.length < 2 ? undefined : { title, description });
    if (answer === undefined || answer.types.length + answer.causes.length === 0)
        return null;
    return (
        <div class="clerk-suggest" aria-live="polite">
            <p class="hint">{t('clerk.suggest')}</p>
            <ul>
                {answer.types.map((s) => (
                    <li key={s.type.code}>
                        <Button onClick={() => form.set('type', s.type.code)}>
                            {form.values['type'] === s.type.code ? '✓ ' : ''}{say(s.type)}
                        </Button>
                        <small>{t('clerk.because', { words: s.because.join('、') })}</small>
                    </li>
                ))}
                {answer.causes.map((s) => (
                    <li key={`${s.version} ${s.code}`}>
                        <Button onClick={() => form.set('cause', t('clerk.cause_line', { cause: s.zh, version: s.version, code: s.code }))}>
                            {t('clerk.cause_take', { cause: say(s) })}
                        </Button>
                        <small>{t('clerk.because', { words: s.because.join('、') })}</small>
                    </li>
                ))}
            </ul>
        </div>
    );
}

function Found({ d, chosen, choose }: { d: Duplicate; chosen: boolean; choose: () => void }) {
    return (
        <li>
            <a href={`/app/disputes/${d.id}`} target="_blank" rel="noreferrer" class="number">{d.number}</a>{' '}
            <ColourBadge colour={d.colour} /> {d.title}
            <small class="clerk-under">
                {t(`clerk.same_${d.because}`)} · {d.body?.name ?? '—'} · <DateTime at={d.received_at} />
            </small>
            {d.open && (
                <label class="clerk-switch">
                    <input type="checkbox" checked={chosen} onChange={choose} />
                    <span>{t('clerk.merge_into', { number: d.number })}</span>
                </label>
            )}
        </li>
    );
}

/** A warning as soon as the same parties and type are known. into: where the new one shall go. */
export function DuplicateWarning({ into, choose }: { into: string; choose: (id: string) => void }) {
    const form = useFormState();
    const answer = useAsked<Duplicates>('/api/v1/duplicates', duplicateWish(form.values));
    if (answer === undefined || answer.items.length + (answer.elsewhere ?? 0) === 0)
        return null;
    return (
        <Notice kind="warn" live>
            {answer.items.length > 0 && (
                <>
                    <p><strong>{t('clerk.duplicates', { n: answer.items.length })}</strong></p>
                    <ul class="clerk-duplicates">
                        {answer.items.map((d) => (
                            <Found key={d.id} d={d} chosen={d.id === into}
                                choose={() => choose(d.id === into ? '' : d.id)} />
                        ))}
                    </ul>
                </>
            )}
            {answer.elsewhere !== null && answer.elsewhere > 0 && <p>{t('clerk.elsewhere', { n: answer.elsewhere })}</p>}
        </Notice>
    );
}
