// SPDX-License-Identifier: Apache-2.0
// One party of the intake form: who, on which side, the number with its check digit, how to reach
// them, and who speaks for them.
import { Button, SelectField, TextField, say, t, useFormState, vocabulary } from '../../kit';
import { identityFault } from './identity';
import { said } from './intake_model';

function IdentityNote({ kind, text }: { kind: string; text: string }) {
    const fault = identityFault(kind, text);
    if (text === '')
        return <span />;
    if (fault === 'length' && text.length < 18)
        return <span class="hint">{t('clerk.identity_more', { n: 18 - text.length })}</span>;
    return fault === undefined
        ? <span class="clerk-good"><span aria-hidden="true">✓ </span>{t('clerk.identity_good')}</span>
        : <span class="clerk-bad"><span aria-hidden="true">✕ </span>{t(`clerk.identity_${fault}`)}</span>;
}

export function PartyFields({ n, seat, remove }: { n: number; seat: number; remove: (() => void) | undefined }) {
    const form = useFormState();
    const at = (part: string): string => `p${n}.${part}`;
    const to = (part: string): string => `/parties/${seat}/${part}`;
    const kind = said(form.values, at('kind'));
    const choices = (name: string): { value: string; label: string }[] =>
        vocabulary(name).map((w) => ({ value: w.code, label: say(w) }));
    const who = say(vocabulary('side').find((w) => w.code === said(form.values, at('side'))));
    return (
        <fieldset class="clerk-party">
            <legend>{t('clerk.party', { n: seat + 1, side: who })}</legend>
            <div class="clerk-fields">
                <SelectField name={at('side')} pointer={to('side')} label={t('clerk.side')} required choices={choices('side')} />
                <SelectField name={at('kind')} pointer={to('kind')} label={t('clerk.kind')} required
                    choices={choices('party_kind')} />
                <TextField name={at('name')} pointer={to('name')} label={t('clerk.name')} required max={100} />
                <TextField name={at('identity')} pointer={to('identity')} upper max={18}
                    label={kind === 'legal' ? t('clerk.uscc') : t('clerk.citizen')}
                    after={<IdentityNote kind={kind} text={said(form.values, at('identity'))} />} />
                <TextField name={at('phone')} pointer={to('phone')} label={t('clerk.phone')} type="tel" inputmode="tel" max={20} />
                <TextField name={at('address')} pointer={to('address')} label={t('clerk.address')} max={200} />
                <TextField name={at('agent')} pointer={to('agent/name')} label={t('clerk.agent')} max={100} />
                <TextField name={at('agent_phone')} pointer={to('agent/phone')} label={t('clerk.agent_phone')} type="tel"
                    inputmode="tel" max={20} />
            </div>
            {remove !== undefined && (
                <Button onClick={remove} weight="danger">{t('clerk.party_remove', { n: seat + 1 })}</Button>
            )}
        </fieldset>
    );
}
