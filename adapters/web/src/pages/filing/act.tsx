// SPDX-License-Identifier: Apache-2.0
// The next act on the way to court: the complaint is written here, everything else that this role
// may do stands as one button each.
import { useMemo } from 'preact/hooks';
import { Form, LinkButton, Notice, Section, Submit, type Values, hasRole, notify, say, send, sourceText, t,
         useForm } from '../../kit';
import { CommandFields } from '../../kit/command/fields';
import { type CommandContext, type CommandOption, cityOf, commandBody, emptyValues } from '../../kit/command/model';
import { type Situation, jurisdictionOf } from './state';
import type { Dispute, Packet } from './types';

/** Acts of this way, in the order in which they come. */
const WAY = ['submit_filing', 'sue', 'go_to_court', 'supplement', 'pay_fee', 'withdraw', 'register_court',
             'ask_supplement', 'refuse_filing', 'notify_fee', 'close_case'];

/** A party speaks for its own seat: that field is the server's to fill. */
function forMe(option: CommandOption): CommandOption {
    return hasRole('party', 'agent') ? { ...option, fields: option.fields.filter((f) => f.name !== 'seat') } : option;
}

/** Written here, or what was submitted before: after a refusal one begins with one's own words. */
function begun(option: CommandOption, context: CommandContext, packet: Packet): Values {
    const values = emptyValues(option, context);

    if ('claims' in values)
        values['claims'] = packet.claims ?? '';
    if ('facts' in values)
        values['facts'] = packet.facts ?? '';
    if ('court' in values)
        values['court'] = packet.court?.id ?? '';
    return values;
}

interface WriteProps {
    d: Dispute;
    packet: Packet;
    option: CommandOption;
    done: () => void;
}

function Write({ d, packet, option, done }: WriteProps) {
    const context = useMemo<CommandContext>(() => ({ seats: d.parties, region: cityOf(d.region) }), [d]);
    const form = useForm<Values>({
        id: `filing-${d.id}-${option.command}`,
        initial: begun(option, context, packet),
        draft: true,
        submit: async (values, { key }) => {
            await send('POST', `/api/v1/disputes/${d.id}/commands`, commandBody(option, values, context),
                       { key, version: d.version });
            notify(t('filing.done', { what: say(option) }), 'good');
            done();
        },
    });

    return (
        <Section title={say(option)}>
            {option.command === 'submit_filing' && (
                <>
                    <p>{t('filing.write_text')}</p>
                    <Notice><p>{t(`filing.court_${jurisdictionOf(d.type)}`)}</p></Notice>
                    <Notice kind="warn"><p>{t('filing.no_concessions')}</p></Notice>
                </>
            )}
            <Form form={form} label={say(option)}>
                <CommandFields option={option} context={context} />
                <p class="hint">{t('filing.by_rule', { rule: option.rule, source: sourceText(option.source) })}</p>
                <Submit wide>{say(option)}</Submit>
            </Form>
        </Section>
    );
}

export interface ActsProps {
    d: Dispute;
    packet: Packet;
    options: readonly CommandOption[];
    now: Situation;
    /** The page of a command for this session. */
    href: (command: string) => string;
    done: () => void;
}

export function Acts({ d, packet, options, now, href, done }: ActsProps) {
    const offered = WAY.map((c) => options.find((o) => o.command === c)).filter((o) => o !== undefined);
    const written = offered.find((o) => o.command === 'submit_filing' || o.command === 'supplement');
    const rest = offered.filter((o) => o !== written);

    if (offered.length === 0)
        return <Section title={t('filing.what_now')}><p>{t('filing.nothing_here')}</p></Section>;
    return (
        <>
            {written !== undefined && (
                <Write key={`${written.command} ${d.version}`} d={d} packet={packet} option={forMe(written)} done={done} />
            )}
            {rest.length > 0 && (
                <Section title={t(written === undefined ? 'filing.what_now' : 'filing.also')}>
                    {now === 'before' && <p>{t('filing.leave_text')}</p>}
                    <ul class="filing-acts">
                        {rest.map((o, i) => (
                            <li key={o.command}>
                                <LinkButton href={href(o.command)} wide
                                    weight={i === 0 && written === undefined ? 'main' : 'plain'}>{say(o)}</LinkButton>
                            </li>
                        ))}
                    </ul>
                </Section>
            )}
        </>
    );
}
