// SPDX-License-Identifier: Apache-2.0
// Notes: what may be used later, what may not, and what only the mediator reads.
import { DateTime, Empty, Form, LongField, Notice, Page, RadioField, Section, SelectField, Submit, Tag,
         say, session, t, useForm, type PageProps, type Word } from '../../kit';
import { senderOf } from '../../offline/office';
import { act, tell } from './act';
import { Back, Pending, Shown, partyText } from './common';
import { useTold } from './read';
import type { Dispute, Page as PageOf } from './types';

const KINDS = ['neutral', 'undisputed', 'concession', 'caucus'] as const;
const CHARS_MAX = 4000;

interface Note {
    id: string;
    kind: Word;
    seat: number | null;
    at: string;
    author: { staff: string | null; name: string | null };
    mine: boolean;
    corrects: string | null;
    corrected_by: string | null;
    text: string | null;
}

function NoteForm({ d, written }: { d: Dispute; written: () => void }) {
    const who = session.get();
    const mayCaucus = who?.role.code === 'mediator';
    const account = who === null || who === undefined ? '' : senderOf(who).account;
    const form = useForm({
        id: `${account}-note`.replace(/\W/g, '-'),
        initial: { kind: 'neutral', seat: '', text: '' },
        draft: true,
        submit: async (values, { key }) => {
            const acted = await act({
                id: d.id, path: 'notes', key, base: null,
                body: { kind: values.kind, text: values.text.trim(),
                    ...(values.seat === '' ? {} : { seat: Number(values.seat) }) },
                title: t('mediator.outbox_note', { title: d.title }),
            });
            form.reset();
            tell(acted, t('mediator.note_kept'));
            written();
        },
    });

    return (
        <Form form={form} label={t('mediator.new_note')}>
            <RadioField name="kind" label={t('mediator.note_kind')} required
                choices={KINDS.filter((k) => k !== 'caucus' || mayCaucus).map((k) => ({
                    value: k, label: t(`mediator.note_${k}`), hint: t(`mediator.note_hint_${k}`),
                }))} />
            <SelectField name="seat" label={t('mediator.note_whose')} none={t('mediator.note_nobody')}
                choices={d.parties.map((p) => ({ value: String(p.seat), label: partyText(p) }))} />
            {form.values.kind === 'caucus' &&
                <Notice kind="warn"><p>{t('mediator.caucus_wall')}</p></Notice>}
            <LongField name="text" label={t('mediator.note_text')} required rows={5} max={CHARS_MAX} />
            <Submit wide>{t('mediator.keep_note')}</Submit>
        </Form>
    );
}

function NoteItem({ note, d }: { note: Note; d: Dispute }) {
    const party = d.parties.find((p) => p.seat === note.seat);
    const isCaucus = note.kind.code === 'caucus';

    return (
        <li class={isCaucus ? 'mediator-note mediator-note-caucus'
            : `mediator-note mediator-note-${note.kind.code}`}>
            <p class="mediator-happening">
                <Tag kind={isCaucus ? 'bad' : note.kind.code === 'concession' ? 'warn' : 'plain'}>
                    {say(note.kind)}
                </Tag>
                {party !== undefined && <span> {partyText(party)}</span>}
                {note.corrected_by !== null && <Tag>{t('mediator.corrected')}</Tag>}
            </p>
            {isCaucus && <p class="mediator-wall">{t('mediator.caucus_only_you')}</p>}
            <p class="mediator-words">{note.text ?? t('mediator.unreadable')}</p>
            <p class="mediator-soft"><DateTime at={note.at} /> · {note.author.name ?? '—'}</p>
        </li>
    );
}

export function Notes({ params }: PageProps) {
    const id = params['id'] ?? '';
    const dispute = useTold<Dispute>(`/api/v1/disputes/${id}`);
    const notes = useTold<PageOf<Note>>(`/api/v1/disputes/${id}/notes`);

    return (
        <Page title={t('mediator.notes')} narrow>
            <Back id={id} />
            <Pending id={id} />
            <Shown told={dispute}>
                {(d) => (
                    <>
                        <Section title={t('mediator.new_note')}>
                            <NoteForm d={d} written={notes.reload} />
                        </Section>
                        <Section title={t('mediator.notes_so_far')}>
                            <Shown told={notes}>
                                {(page) => (page.items.length === 0
                                    ? <Empty>{t('mediator.no_notes')}</Empty>
                                    : (
                                        <ul class="mediator-notes">
                                            {[...page.items].reverse().map((n) =>
                                                <NoteItem key={n.id} note={n} d={d} />)}
                                        </ul>
                                    ))}
                            </Shown>
                        </Section>
                    </>
                )}
            </Shown>
        </Page>
    );
}
