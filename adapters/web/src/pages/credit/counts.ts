// SPDX-License-Identifier: Apache-2.0
// What a run counts, put in groups for people: all that the server counts stands in one of them.
import type { Count, Run } from './types';

const DIFFERENCE = ['new', 'changed', 'gone', 'same'];
const STEP = /^(participation|performance)_(gained|lost|up|down)/;

export interface Counts {
    profiles: number;
    difference: Count[]; // against the month approved before
    steps: Count[]; // by how much points moved, those that occur
    facts: Count[]; // all else
}

export function countsOf(run: Pick<Run, 'counts'>): Counts {
    const isDifference = (c: Count): boolean => DIFFERENCE.includes(c.code);
    const isStep = (c: Count): boolean => STEP.test(c.code);
    const of = (code: string): number => run.counts.find((c) => c.code === code)?.n ?? 0;
    return {
        profiles: of('natural') + of('legal'),
        difference: DIFFERENCE.flatMap((code) => run.counts.filter((c) => c.code === code)),
        steps: run.counts.filter((c) => isStep(c) && c.n > 0),
        facts: run.counts.filter((c) => !isDifference(c) && !isStep(c)),
    };
}
