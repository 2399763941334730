// SPDX-License-Identifier: Apache-2.0
// The intake form's values and what is sent of them. Parties have numbers of their own in the form,
// which are never given twice, so that taking one away moves no value of another.
import { type Values, fen } from '../../kit';
import { identityFault } from './identity';

export const PARTIES_MAX = 32;

export interface PartyPlace {
    n: number; // in the form
    side: string;
}

/** Values of a new party. */
export function partyValues(n: number, side: string): Values {
    return { [`p${n}.side`]: side, [`p${n}.kind`]: 'natural', [`p${n}.name`]: '', [`p${n}.identity`]: '',
             [`p${n}.phone`]: '', [`p${n}.address`]: '', [`p${n}.agent`]: '', [`p${n}.agent_phone`]: '' };
}

export function intakeValues(): Values {
    return { title: '', description: '', cause: '', type: '', channel: 'window', source: 'applied', region: '', body: '',
             external_ref: '', amount: '', joint: false, harm: '0', urgency: '0', scope: '0', seats: '0 1',
             ...partyValues(0, 'claimant'), ...partyValues(1, 'respondent') };
}

/** The parties that there are, in the order of their seats. */
export function seatsOf(values: Values): number[] {
    const text = values['seats'];
    return typeof text !== 'string' || text === '' ? [] : text.split(' ').map(Number);
}

export function said(values: Values, name: string): string {
    const v = values[name];
    return typeof v === 'string' ? v.trim() : '';
}

function party(values: Values, n: number): Record<string, unknown> {
    const of = (part: string): string => said(values, `p${n}.${part}`);
    const some = (key: string, value: string): Record<string, string> => (value === '' ? {} : { [key]: value });
    return {
        side: of('side'), kind: of('kind'), name: of('name'), ...some('identity', of('identity').toUpperCase()),
        ...some('phone', of('phone')), ...some('address', of('address')),
        ...(of('agent') === '' ? {} : { agent: { name: of('agent'), ...some('phone', of('agent_phone')) } }),
    };
}

/** The cause of action is words of the dispute: it decides nothing, and stands at the end of them. */
function withCause(description: string, cause: string): string {
    return [description, cause].filter((x) => x !== '').join('\n');
}

/** The body of POST /disputes. */
export function intakeBody(values: Values): Record<string, unknown> {
    const of = (name: string): string => said(values, name);
    const amount = of('amount') === '' ? undefined : fen(of('amount'));
    return {
        title: of('title'), description: withCause(of('description'), of('cause')), type: of('type'), channel: of('channel'),
        source: of('source'), region: of('region'),
        ...(of('body') === '' ? {} : { body: of('body') }),
        ...(of('external_ref') === '' ? {} : { external_ref: of('external_ref') }),
        ...(amount === undefined ? {} : { amount_fen: amount }),
        joint: values['joint'] === true,
        harm: Number(of('harm')), urgency: Number(of('urgency')), scope: Number(of('scope')),
        parties: seatsOf(values).map((n) => party(values, n)),
    };
}

/** What is asked while typing: is it here already? undefined: too little is known. */
export function duplicateWish(values: Values): Record<string, unknown> | undefined {
    const seats = seatsOf(values);
    const type = said(values, 'type');
    const identities = seats.map((n) => ({ kind: said(values, `p${n}.kind`), text: said(values, `p${n}.identity`) }))
        .filter((x) => x.text !== '' && identityFault(x.kind, x.text) === undefined).map((x) => x.text.toUpperCase());
    const names = seats.map((n) => said(values, `p${n}.name`)).filter((x) => x.length >= 2);
    const title = said(values, 'title');
    // One name alone is everybody's; two of one dispute are not.
    if (type === '' || (identities.length === 0 && names.length < 2 && title.length < 4))
        return undefined;
    return { type, ...(identities.length > 0 ? { identities } : {}),
             ...(names.length >= 2 ? { names } : {}),
             ...(names.length < 2 && title.length >= 4 ? { title } : {}) };
}
