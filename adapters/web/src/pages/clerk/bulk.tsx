// SPDX-License-Identifier: Apache-2.0
// One command on many disputes: POST /commands with a key for each row, so that however often it is
// sent, each happens once; and a verdict for each row.
import { useEffect, useState } from 'preact/hooks';
import { ApiError, Button, Form, Notice, Section, Submit, announce, failureText, get, say, send, t, useForm,
         withQuery } from '../../kit';
import { CommandFields } from '../../kit/command/fields';
import { type CommandOption, type CommandOptions, cityOf, commandBody, emptyValues } from '../../kit/command/model';
import type { Problem, Session } from '../../kit';
import type { Verdict } from './rows';
import type { Outcome, Row } from './types';

export const BULK_MAX = 200; // rows of one action; the server takes 256

// Fields that mean something else in each dispute, or must be weighed in each one.
const OWN_FIELDS = ['seat', 'obligation', 'obligations', 'attendance', 'case_number', 'dispute',
                    'title', 'description', 'terms'];

interface BulkAnswer {
    items: (Partial<Outcome> & { status?: number; problem?: Problem })[];
}

/** Commands that can be meant alike for many: those of the first row without fields of its own. */
export function bulkOptions(items: CommandOption[]): CommandOption[] {
    return items.filter((o) => !o.fields.some((f) => f.required && OWN_FIELDS.includes(f.name)))
        .map((o) => ({ ...o, fields: o.fields.filter((f) => !OWN_FIELDS.includes(f.name)) }));
}

function verdictOf(item: BulkAnswer['items'][number] | undefined): Verdict {
    if (item === undefined)
        return { good: false, text: t('clerk.no_verdict') };
    if (item.problem !== undefined)
        return { good: false, text: failureText(new ApiError('answered', item.problem)) };
    return { good: true, text: t('clerk.done_row', { stage: say({ zh: item.stage_zh ?? '', en: item.stage_en ?? '' }) }) };
}

interface BulkFormProps {
    option: CommandOption;
    rows: Row[];
    body: string | undefined;
    done: (verdicts: Map<string, Verdict>) => void;
}

function BulkForm({ option, rows, body, done }: BulkFormProps) {
    const context = { seats: [], region: cityOf(rows[0]?.region), body };
    const form = useForm({
        id: `bulk-${option.command}-${rows.map((r) => r.id).join('-').slice(0, 200)}`,
        initial: emptyValues(option, context),
        async submit(values, { key }) {
            const one = commandBody(option, values, context);
            const commands = rows.map((r) => ({ id: r.id, key: `${key}.${r.id}`, version: r.version, ...one }));
            const answer = await send<BulkAnswer>('POST', '/api/v1/commands', { commands }, { key });
            done(new Map(rows.map((r, i) => [r.id, verdictOf(answer.value.items[i])])));
        },
    });
    return (
        <Form form={form} label={say(option)}>
            <CommandFields option={option} context={context} />
            <div class="actions">
                <Submit>{t('clerk.bulk_do', { what: say(option), n: rows.length })}</Submit>
            </div>
        </Form>
    );
}

interface BulkProps {
    rows: Row[];
    session: Session;
    done: (verdicts: Map<string, Verdict>) => void;
    clear: () => void;
}

/** What can be done with the marked rows, and the form for it. */
export function Bulk({ rows, session, done, clear }: BulkProps) {
    const [options, setOptions] = useState<CommandOption[] | undefined>(undefined);
    const [chosen, setChosen] = useState('');
    const first = rows[0]?.id;
    useEffect(() => {
        const ending = new AbortController();
        setOptions(undefined);
        if (first !== undefined) {
            get<CommandOptions>(`/api/v1/disputes/${first}/commands`, { signal: ending.signal })
                .then((o) => setOptions(bulkOptions(o.items)), () => setOptions([]));
        }
        return () => ending.abort();
    }, [first]);
    const option = options?.find((o) => o.command === chosen);
    const body = session.role.code === 'body_manager' ? session.body ?? undefined : undefined;
    return (
        <div class="clerk-bulk">
            <Section title={t('clerk.bulk', { n: rows.length })} actions={(
                <>
                    {session.rights.includes('label_sheets') && (
                        <a class="button button-plain" href={withQuery('/app/work/labels',
                            { ids: rows.map((r) => r.id).join(',') })}>{t('clerk.print_codes')}</a>
                    )}
                    <Button onClick={clear}>{t('clerk.unmark')}</Button>
                </>
            )}>
                <div class="field">
                    <label for="clerk-bulk-what">{t('clerk.bulk_what')}</label>
                    <select id="clerk-bulk-what" value={chosen} onChange={(e) => setChosen(e.currentTarget.value)}>
                        <option value="">{options === undefined ? t('kit.loading') : t('kit.choose')}</option>
                        {(options ?? []).map((o) => (
                            <option key={o.command} value={o.command}>{say(o)}</option>
                        ))}
                    </select>
                </div>
                {rows.length > BULK_MAX && <Notice kind="warn">{t('clerk.bulk_many', { n: BULK_MAX })}</Notice>}
                {option !== undefined && rows.length <= BULK_MAX && (
                    <BulkForm key={`${option.command} ${rows.map((r) => `${r.id}.${r.version}`).join(' ')}`} option={option}
                        rows={rows} body={body} done={(v) => {
                            const good = [...v.values()].filter((x) => x.good).length;
                            announce(t('clerk.bulk_done', { good, n: v.size }));
                            setChosen('');
                            done(v);
                        }} />
                )}
            </Section>
        </div>
    );
}
