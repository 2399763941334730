// SPDX-License-Identifier: Apache-2.0
// The mediator's phone and the manager's desk: cases by urgency, one case, what may be done in it.
import type { Route } from '../../kit';
import { Appointments } from './appointments';
import { CasePage } from './case';
import { MyCases } from './cases';
import { Codes } from './codes';
import { CommandPage } from './command';
import { CreditPage } from './credit';
import { Notes } from './notes';
import { OutboxPage } from './outbox';
import { Team } from './team';

export const routes: Route[] = [
    { path: '/app/my', view: MyCases },
    { path: '/app/team', view: Team },
    { path: '/app/outbox', view: OutboxPage },
    { path: '/app/my/:id', view: CasePage },
    { path: '/app/my/:id/do/:command', view: CommandPage },
    { path: '/app/my/:id/notes', view: Notes },
    { path: '/app/my/:id/appointments', view: Appointments },
    { path: '/app/my/:id/codes', view: Codes },
    { path: '/app/my/:id/credit/:seat', view: CreditPage },
];
