// SPDX-License-Identifier: Apache-2.0
// A field of a form that takes a file: one that is on record already, or one that is put in now.
import { useState } from 'preact/hooks';
import { Button, SelectField, can, say, t, useLoad } from '../../kit';
import { useFormState } from '../../kit/form';
import { Upload } from './send';
import type { Attachment, Purpose } from './types';

export interface PickProps {
    dispute: string;
    /** Of the form's value: the id of an attachment as text, or ''. */
    name: string;
    label: string;
    hint?: string;
    required?: boolean;
    /** What a file that is put in here is for; files of it stand first. */
    purpose: Purpose;
}

export function Pick({ dispute, name, label, hint, required, purpose }: PickProps) {
    const form = useFormState();
    const files = useLoad<{ items: Attachment[] }>(`/api/v1/disputes/${dispute}/attachments`);
    const [isOpen, open] = useState(false);
    const items = [...(files.value?.items ?? [])].reverse()
        .sort((a, b) => Number(b.purpose.code === purpose) - Number(a.purpose.code === purpose));

    return (
        <>
            <SelectField name={name} label={label} none={t('evidence.pick_none')}
                {...(hint === undefined ? {} : { hint })} {...(required === true ? { required } : {})}
                choices={items.map((a) => ({ value: a.id, label: `${a.name ?? '—'} (${say(a.purpose)})` }))} />
            {can('add_attachments') && !isOpen && <Button onClick={() => open(true)} expanded={false}>{t('evidence.pick_new')}</Button>}
            {isOpen && (
                <Upload dispute={dispute} purpose={purpose} done={(a) => {
                    files.set({ items: [...(files.value?.items ?? []), a] });
                    form.set(name, a.id);
                    open(false);
                }} />
            )}
        </>
    );
}
