// SPDX-License-Identifier: Apache-2.0
import type { Route } from '../../kit/router';
import { BoardPage } from './board';
import { RadarPage } from './radar';

export const routes: Route[] = [
    { path: '/app/board', view: BoardPage },
    { path: '/app/radar', view: RadarPage },
];
