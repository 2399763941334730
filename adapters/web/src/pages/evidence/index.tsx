// SPDX-License-Identifier: Apache-2.0
// The files of a dispute, as far as one may see them, and a way to put more in. Mounted in the pages
// of parties, mediators and clerks; what one sees is the server's to say.
import { useState } from 'preact/hooks';
import { Button, DateTime, Empty, Loading, Section, Tag, can, say, t, useLoad } from '../../kit';
import { Upload } from './send';
import { sizeText } from './text';
import type { Attachment } from './types';

export { Pick, type PickProps } from './pick';
export { Upload, type UploadProps } from './send';
export type { Attachment, Purpose } from './types';

interface Person {
    seat: number;
    name: string;
}

function authorText(a: Attachment, parties: readonly Person[]): string {
    if (a.mine)
        return t('evidence.by_me');
    const party = parties.find((p) => p.seat === a.author.seat);
    return party?.name ?? a.author.name ?? say(a.role);
}

/** To whom it is shown, in words: nobody should have to guess who reads along. */
function Shown({ a }: { a: Attachment }) {
    if (a.kind.code === 'caucus')
        return <Tag kind="bad">{t('evidence.tag_caucus')}</Tag>;
    if (a.kind.code === 'concession')
        return <Tag kind="warn">{say(a.kind)}</Tag>;
    return (
        <>
            {a.kind.code === 'undisputed' && <Tag kind="good">{say(a.kind)}</Tag>}
            {a.parties && <Tag>{t('evidence.tag_parties')}</Tag>}
            {a.court && <Tag>{t('evidence.tag_court')}</Tag>}
            {!a.parties && !a.court && <Tag>{t('evidence.tag_office')}</Tag>}
        </>
    );
}

function Item({ dispute, a, parties }: { dispute: string; a: Attachment; parties: readonly Person[] }) {
    const name = a.name ?? t('evidence.unreadable');
    return (
        <li class="evidence-item">
            <a href={`/api/v1/disputes/${dispute}/attachments/${a.id}/content`} download={name}>{name}</a>
            <p class="evidence-about">
                {say(a.purpose)} · {say(a.media)} · {sizeText(a.bytes)} · {authorText(a, parties)} · <DateTime at={a.at} />
            </p>
            <p class="evidence-tags"><Shown a={a} /></p>
        </li>
    );
}

export interface FilesProps {
    dispute: string;
    parties: readonly Person[];
}

/** The section "files" of a dispute's page. Give it the version as key. */
export function Files({ dispute, parties }: FilesProps) {
    const files = useLoad<{ items: Attachment[] }>(can('attachments') ? `/api/v1/disputes/${dispute}/attachments` : undefined);
    const [isOpen, open] = useState(false);

    if (!can('attachments'))
        return null;
    return (
        <Section title={t('evidence.files')}>
            <Loading of={files}>{(f) => (f.items.length === 0 ? <Empty>{t('evidence.none')}</Empty> : (
                <ul class="evidence-files">
                    {[...f.items].reverse().map((a) => <Item key={a.id} dispute={dispute} a={a} parties={parties} />)}
                </ul>
            ))}</Loading>
            {can('add_attachments') && !isOpen && <Button wide onClick={() => open(true)} expanded={false}>{t('evidence.add')}</Button>}
            {can('add_attachments') && isOpen && <Upload dispute={dispute} done={() => files.reload()} />}
        </Section>
    );
}
