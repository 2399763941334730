// SPDX-License-Identifier: Apache-2.0
// Log-in, one's own account, and the administration of accounts.
import type { Route } from '../../kit';
import { Accounts, NewAccount, OneAccount } from './admin';
import { LinkPage } from './link';
import { LogIn } from './login';
import { Mine } from './mine';

export const routes: Route[] = [
    { path: '/app/login', view: LogIn, open: true },
    { path: '/app/link/:link', view: LinkPage, open: true },
    { path: '/app/account', view: Mine },
    { path: '/app/admin', view: Accounts },
    { path: '/app/admin/new', view: NewAccount },
    { path: '/app/admin/:id', view: OneAccount },
];
