// SPDX-License-Identifier: Apache-2.0
// A party's file: opened with the code on its paper, bound to its own dispute and seat.
import type { Route } from '../../kit';
import { Act } from './act';
import { Credit, CreditReads } from './credit';
import { File } from './file';
import { Readers } from './readers';

export const routes: Route[] = [
    { path: '/app/party', view: File, open: true },
    { path: '/app/party/readers', view: Readers, open: true },
    { path: '/app/party/credit', view: Credit, open: true },
    { path: '/app/party/credit/reads', view: CreditReads, open: true },
    { path: '/app/party/do/:command', view: Act, open: true },
];
