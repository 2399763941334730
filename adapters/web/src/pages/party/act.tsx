// SPDX-License-Identifier: Apache-2.0
// One thing that a party does: what it means, what it needs, and by which law.
import { useMemo } from 'preact/hooks';
import { Form, Loading, Notice, Page, type PageProps, Submit, type Values, navigate, notify, say, send, t, useForm,
         useLoad, sourceText } from '../../kit';
import { CommandFields } from '../../kit/command/fields';
import { type CommandContext, commandBody, emptyValues } from '../../kit/command/model';
import { ConfirmationCheck } from '../agreement';
import { SigningCard } from '../signing';
import { type PartyOption, forOwnSeat } from './asked';
import { Own } from './own';
import { Terms } from './terms';
import type { Dispute } from './types';

const GRAVE = new Set(['refuse_mediation', 'withdraw', 'go_to_court', 'withdraw_confirmation',
                       'refuse_extension', 'object', 'sue', 'apply_enforcement']);

/** What rests on the agreement is done with the agreement in view. */
const ON_AGREEMENT = new Set(['apply_confirmation', 'withdraw_confirmation', 'reject_variation']);

function ActForm({ option, d }: { option: PartyOption; d: Dispute }) {
    const context = useMemo<CommandContext>(() => ({ seats: d.parties }), [d]);
    const form = useForm<Values>({
        id: option.command,
        initial: emptyValues(option, context),
        draft: true,
        submit: async (values, { key }) => {
            await send('POST', `/api/v1/disputes/${d.id}/commands`,
                       commandBody(option, values, context), { key, version: d.version });
            notify(t('party.done', { what: say(option) }), 'good');
            navigate('/app/party', { replace: true });
        },
    });
    return (
        <>
            {ON_AGREEMENT.has(option.command) && <Terms d={d} />}
            {option.group === 'exit' && <Notice><p>{t('party.exits_text')}</p></Notice>}
            <Form form={form} label={say(option)}>
                <CommandFields option={option} context={context} />
                {option.command === 'apply_confirmation' &&
                    <ConfirmationCheck id={d.id} court={String(form.values['court'] ?? '')} />}
                <Submit wide weight={GRAVE.has(option.command) ? 'danger' : 'main'}>{say(option)}</Submit>
            </Form>
            <p class="hint">{t('party.source', { source: sourceText(option.source) })}</p>
        </>
    );
}

/** Signing is not sent as a bare command: the party proves itself, and signs the sealed document. */
function Signing({ d, done }: { d: Dispute; done: () => void }) {
    return (
        <>
            <Terms key={d.version} d={d} />
            <SigningCard id={d.id} done={done} open />
        </>
    );
}

function Loaded({ id, command, seat }: { id: string; command: string; seat: number | undefined }) {
    const dispute = useLoad<Dispute>(`/api/v1/disputes/${id}`);
    const options = useLoad<{ items: PartyOption[] }>(`/api/v1/disputes/${id}/commands`);
    const option = options.value?.items.find((o) => o.command === command);

    return (
        <Page title={option === undefined ? t('party.act') : say(option)} narrow>
            <p><a href="/app/party">{t('party.back')}</a></p>
            <Loading of={options}>
                {() => (option === undefined ? <Notice kind="warn"><p>{t('party.not_now')}</p></Notice> : (
                    <Loading of={dispute}>
                        {(d) => (option.command === 'claim_performance'
                            ? <Terms d={d} seat={seat} options={[option]} reload={dispute.reload} />
                            : option.command === 'sign' ? <Signing d={d} done={dispute.reload} />
                            : <ActForm option={forOwnSeat(option)} d={d} />)}
                    </Loading>
                ))}
            </Loading>
        </Page>
    );
}

export function Act({ params }: PageProps) {
    return (
        <Own title={t('party.act')}>
            {(who, id) => <Loaded key={params['command']} id={id} seat={who.seat} command={params['command'] ?? ''} />}
        </Own>
    );
}
