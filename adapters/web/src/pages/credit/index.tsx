// SPDX-License-Identifier: Apache-2.0
// Credit profiles: runs and their approval, objections; and what the pages of parties and mediators show.
import type { Route } from '../../kit';
import { Desk } from './desk';
import { AllReads } from './reads';
import { RunPage } from './run';
import { Runs } from './runs';

export const routes: Route[] = [
    { path: '/app/credit', view: Runs },
    { path: '/app/credit/objections', view: Desk },
    { path: '/app/credit/reads', view: AllReads },
    { path: '/app/credit/runs/:month', view: RunPage },
];
