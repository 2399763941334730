// SPDX-License-Identifier: Apache-2.0
// Where a dispute stands on its way to court, from the state of its procedure. Both shipped
// procedures, and each of their versions, name these states alike.
import type { Term } from '../../kit';
import type { Packet } from './types';

/** The steps, in their order. */
export const STEPS = ['prepare', 'submit', 'review', 'registered', 'fee'] as const;
export type StepName = (typeof STEPS)[number];

/** What is the case now: one situation, one explanation and one paper way each. */
export type Situation = 'before' | 'open' | 'review' | 'supplement' | 'refused' | 'filed' | 'trial' |
    'fee_due' | 'fee_unpaid' | 'ended';

const BY_STATE: Record<string, Situation> = {
    FAILED_OPEN: 'open', COMPLAINT: 'review', FILING: 'review', COMPLAINT_SUPPLEMENT: 'supplement',
    SUPPLEMENT: 'supplement', FILED_ASKED: 'filed', FILED_CONSENTED: 'filed', FILED_OFFERED: 'filed',
    FILED_MEDIATION: 'filed', FILED_DRAFT: 'filed', FILED_AGREED: 'filed', TRIAL: 'trial', FEE_DUE: 'fee_due',
    FEE_UNPAID: 'fee_unpaid', FILED_CLOSED: 'ended', CLOSED: 'ended', WITHDRAWN: 'ended', MERGED: 'ended',
    NOT_ACCEPTED: 'ended', REDIRECTED: 'ended',
};

export function situationOf(state: string, packet: Packet | undefined): Situation {
    const s = BY_STATE[state] ?? 'before';

    return s === 'open' && packet?.answer?.command.code === 'refuse_filing' ? 'refused' : s;
}

/** Is it on its way to court, so that the way belongs on the page of the case? */
export function isOnTheWay(state: string): boolean {
    return !['before', 'ended'].includes(situationOf(state, undefined));
}

const AT: Record<Situation, number> = {
    before: 0, open: 0, refused: 0, review: 2, supplement: 1, filed: 3, trial: 3, fee_due: 4, fee_unpaid: 4,
    ended: 4,
};

/** Is this step done, under way, or still to come? */
export function stepState(step: StepName, now: Situation): 'done' | 'now' | 'later' {
    const i = STEPS.indexOf(step);
    const at = AT[now];

    if (now === 'ended')
        return 'done';
    return i < at ? 'done' : i === at ? 'now' : 'later';
}

/** The clocks that count on this way; each procedure names its own. */
export const CLOCKS = ['complaint_decision', 'filing_decision', 'complaint_supplement', 'supplement_limit',
                       'fee_limit', 'consent_answer', 'filed_limit', 'trial_limit'];

/** A procedure, as far as this way reads it. */
export interface Procedure {
    deadlines: { name: string; term: Term }[];
}

/** In which time the court decides on the papers; undefined: the procedure does not say. */
export function reviewTerm(p: Procedure | undefined): Term | undefined {
    return p?.deadlines.find((d) => ['complaint_decision', 'filing_decision'].includes(d.name))?.term;
}

/** Which court is competent is the law's, by what the dispute is about (民事诉讼法 22–36). */
const JURISDICTION: Record<string, string> = {
    marriage: 'family', contract: 'contract', production: 'contract', consumer: 'contract', tourism: 'contract',
    internet: 'contract', property_service: 'estate', homestead: 'estate', forest_land: 'estate',
    expropriation: 'estate', damage: 'tort', environment: 'tort', medical: 'tort', traffic: 'traffic',
    intellectual_property: 'tort', neighbour: 'estate', labour: 'labour',
};

export function jurisdictionOf(type: string): string {
    return JURISDICTION[type] ?? 'general';
}
