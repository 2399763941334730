// SPDX-License-Identifier: Apache-2.0
// Log-in, one's own account, and the administration of accounts.
import type { Route } from '../../kit';
import { LogIn } from './login';

export const routes: Route[] = [
    { path: '/app/login', view: LogIn, open: true },
];
