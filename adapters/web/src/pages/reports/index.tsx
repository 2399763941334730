// SPDX-License-Identifier: Apache-2.0
// The reports of months: which there are, and one of them with its tables and charts.
import type { Route } from '../../kit';
import { Months } from './list';
import { MonthPage } from './month';

export const routes: Route[] = [
    { path: '/app/reports', view: Months },
    { path: '/app/reports/:month', view: MonthPage },
];
