// SPDX-License-Identifier: Apache-2.0
// The clerk's console: intake, worklists, search, one case, one command, codes to print.
import type { Route } from '../../kit';
import { DeskCodes } from '../mediator/codes';
import { ActPage } from './act';
import { CasePage } from './case';
import { IntakePage } from './intake';
import { OrderPage } from './order';
import { OrdersPage } from './orders';
import { LabelsPage, ReceiptPage } from './receipt';
import { SearchPage } from './search';
import { WorkPage } from './work';

export const routes: Route[] = [
    { path: '/app/work', view: WorkPage },
    { path: '/app/work/labels', view: LabelsPage },
    { path: '/app/outside', view: OrdersPage },
    { path: '/app/outside/:order', view: OrderPage },
    { path: '/app/intake', view: IntakePage },
    { path: '/app/disputes', view: SearchPage },
    { path: '/app/disputes/:id', view: CasePage },
    { path: '/app/disputes/:id/receipt', view: ReceiptPage },
    { path: '/app/disputes/:id/codes', view: DeskCodes },
    { path: '/app/disputes/:id/do/:command', view: ActPage },
];
