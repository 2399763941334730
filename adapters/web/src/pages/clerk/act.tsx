// SPDX-License-Identifier: Apache-2.0
// One command on one dispute: registering at court, referral, filing and confirmation decisions, and
// everything else that the procedure allows this role, by the form that /commands describes.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type PageProps, type Values, Button, ColourBadge, Day, Facts, Failed, Form, LinkButton, Loading, Notice, Page, Section,
         Submit, announce, loadWords, say, send, session, sourceText, t, useCell, useForm, useLoad } from '../../kit';
import { CommandFields, today } from '../../kit/command/fields';
import { type CommandContext, type CommandOption, type CommandOptions, cityOf, commandBody,
         emptyValues } from '../../kit/command/model';
import type { Dispute, Outcome } from './types';

interface ActProps {
    dispute: Dispute;
    option: CommandOption;
    version: number;
    done: (o: Outcome, deadline?: string) => void;
    reload: () => void;
}

function CommandForm({ dispute, option, version, done, reload }: ActProps) {
    const me = useCell(session);
    const context: CommandContext = {
        seats: dispute.parties.map((p) => ({ seat: p.seat, side: p.side, name: p.name })),
        region: cityOf(dispute.region),
        body: me?.role.code === 'body_manager' ? me.body ?? undefined : undefined,
    };
    const hasDate = option.fields.some((f) => f.name === 'date' && f.required);
    const form = useForm({
        id: `${option.command}-${version}`,
        initial: { ...emptyValues(option, context), ...(hasDate ? { date: today() } : {}) },
        draft: true,
        async submit(values, { key }) {
            const answer = await send<Outcome>('POST', `/api/v1/disputes/${dispute.id}/commands`,
                commandBody(option, values, context), { key, version });
            const moved = (values as Values)['deadline'];
            done(answer.value, typeof moved === 'string' ? moved : undefined);
        },
    });
    return (
        <Form form={form} label={say(option)}>
            {form.error?.isStale === true && (
                <Notice kind="warn" live>
                    {t('clerk.stale')} <Button onClick={reload}>{t('clerk.reload')}</Button>
                </Notice>
            )}
            <CommandFields option={option} context={context} />
            <p class="hint">{t('clerk.by_rule', { rule: option.rule, source: sourceText(option.source) })}</p>
            <div class="actions">
                <Submit>{say(option)}</Submit>
                <LinkButton href={`/app/disputes/${dispute.id}`}>{t('kit.cancel')}</LinkButton>
            </div>
        </Form>
    );
}

/** What came of it: where it stands now, and the papers that the rule asks for. */
function Done({ option, made, deadline }:
    { option: CommandOption | undefined; made: Outcome; deadline: string | undefined }) {
    const moved = made.deadlines.find((d) => d.name === deadline);
    useEffect(() => announce(t('clerk.did', { what: say(option) })), []);
    return (
        <>
            <Notice kind="good" live><p>{t('clerk.did', { what: say(option) })}</p></Notice>
            <Section title={made.number}>
                <Facts rows={[
                    ...(moved === undefined ? [] : [[t('clerk.moved_to'), <>{say(moved)}：<Day day={moved.last_day} provisional={moved.provisional} /></>] as [string, ComponentChildren]]),
                    [t('clerk.col_stands'), <><ColourBadge colour={made.colour} />{' '}
                        {say({ zh: made.stage_zh, en: made.stage_en })}</>],
                    [t('clerk.documents'), made.documents.length === 0 ? '—'
                        : made.documents.map((d) => say(d)).join('、')],
                ]} />
            </Section>
            <div class="actions">
                <LinkButton href={`/app/disputes/${made.id}`} weight="main">{t('clerk.open_case')}</LinkButton>
                <LinkButton href="/app/work">{t('clerk.work')}</LinkButton>
            </div>
        </>
    );
}

export function ActPage({ params }: PageProps) {
    const path = `/api/v1/disputes/${params['id'] ?? ''}`;
    const dispute = useLoad<Dispute>(path);
    const options = useLoad<CommandOptions>(`${path}/commands`);
    const [made, setMade] = useState<{ option: CommandOption; outcome: Outcome; deadline: string | undefined } | undefined>(undefined);
    useEffect(() => {
        void loadWords();
    }, []);
    const option = options.value?.items.find((o) => o.command === params['command']);
    const title = made !== undefined ? say(made.option) : option === undefined ? t('clerk.act') : say(option);
    const reload = (): void => {
        dispute.reload();
        options.reload();
    };
    return (
        <Page title={title} narrow>
            {made !== undefined ? <Done option={made.option} made={made.outcome} deadline={made.deadline} /> : (
                <Loading of={dispute}>{(d) => (
                    <>
                        <p class="clerk-head">
                            <ColourBadge colour={d.colour} /> <a href={`/app/disputes/${d.id}`} class="number">{d.number}</a>{' '}
                            {d.title}
                        </p>
                        {options.error !== undefined && <Failed error={options.error} retry={options.reload} />}
                        {options.value !== undefined && (option === undefined
                            ? <Notice kind="warn">{t('clerk.not_now')}</Notice>
                            : <CommandForm key={`${option.command} ${options.value.version}`} dispute={d} option={option}
                                version={options.value.version} reload={reload}
                                done={(outcome, deadline) => setMade({ option, outcome, deadline })} />)}
                    </>
                )}</Loading>
            )}
        </Page>
    );
}
