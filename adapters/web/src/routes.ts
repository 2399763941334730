// SPDX-License-Identifier: Apache-2.0
// The areas of the pages, one line each; loaded when somebody goes there.
import type { Area } from './kit/router';

export const areas: Area[] = [
    { prefixes: ['/app/login', '/app/link', '/app/account', '/app/admin'], isFirst: true,
      load: () => import('./pages/account') },
    { prefixes: ['/app/my', '/app/team', '/app/outbox'], load: () => import('./pages/mediator') },
    { prefixes: ['/app/work', '/app/intake', '/app/disputes', '/app/outside'],
      load: () => import('./pages/clerk') },
    { prefixes: ['/app/board', '/app/radar'], load: () => import('./pages/board') },
    { prefixes: ['/app/party'], load: () => import('./pages/party') },
    { prefixes: ['/app/scan'], isFirst: true, load: () => import('./pages/scan') },
    { prefixes: ['/app/verify'], load: () => import('./pages/signing') },
    { prefixes: ['/app/exchange'], load: () => import('./pages/exchange') },
    { prefixes: ['/app/filing'], load: () => import('./pages/filing') },
    { prefixes: ['/app/reports'], load: () => import('./pages/reports') },
    { prefixes: ['/app/assess', '/app/points'], load: () => import('./pages/assess') },
    { prefixes: ['/app/credit'], load: () => import('./pages/credit') },
];
