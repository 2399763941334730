// SPDX-License-Identifier: Apache-2.0
// Messages of courts, centres and channels: the list and one of them.
import type { Route } from '../../kit';
import { ExchangePage } from './list';
import { MessagePage } from './message';

export const routes: Route[] = [
    { path: '/app/exchange', view: ExchangePage },
    { path: '/app/exchange/:message', view: MessagePage },
];
