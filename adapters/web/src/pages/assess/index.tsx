// SPDX-License-Identifier: Apache-2.0
// How mediators and bodies did, and what they are credited with.
import type { Route } from '../../kit';
import { AssessmentDetail } from './detail';
import { AssessmentList } from './list';
import { Objections } from './objections';
import { Points } from './points';

export const routes: Route[] = [
    { path: '/app/assess', view: AssessmentList },
    { path: '/app/assess/objections', view: Objections },
    { path: '/app/assess/:kind/:subject', view: AssessmentDetail },
    { path: '/app/points', view: Points },
];
