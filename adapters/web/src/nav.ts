// SPDX-License-Identifier: Apache-2.0
// What the shell offers to whom. The server judges every call by itself; this only spares people
// links that would be refused.
import { t } from './kit/i18n';
import type { Session } from './kit/session';

export interface NavItem {
    href: string;
    title: string;
}

const CLERKS = ['window_clerk', 'dispatcher', 'centre', 'court_clerk', 'confirming_judge',
                'filing_judge', 'body_manager', 'grid_worker'];

/** The links of one session, the most used first. */
export function navOf(s: Session): NavItem[] {
    const role = s.role.code;
    const items: NavItem[] = [];
    const put = (fits: boolean, href: string, title: string): void => {
        if (fits)
            items.push({ href, title });
    };
    const may = (right: string): boolean => s.rights.includes(right);
    if (s.kind === 'party')
        return [{ href: '/app/party', title: t('shell.my_dispute') }];
    put(may('accounts'), '/app/admin', t('shell.admin'));
    put(role === 'mediator', '/app/my', t('shell.my_cases'));
    put(role === 'body_manager', '/app/team', t('shell.team'));
    put(CLERKS.includes(role) && may('worklists'), '/app/work', t('shell.worklists'));
    put(may('outside'), '/app/outside', t('shell.outside'));
    // Who watches begins with the board; who works, with what waits.
    const watches = !CLERKS.includes(role) && role !== 'mediator' && !may('accounts');
    if (watches)
        put(may('board'), '/app/board', t('shell.board'));
    put(may('exchange'), '/app/exchange', t('shell.exchange'));
    put(may('register'), '/app/intake', t('shell.intake'));
    put(role !== 'mediator', '/app/disputes', t('shell.disputes'));
    if (!watches)
        put(may('board'), '/app/board', t('shell.board'));
    put(may('radar'), '/app/radar', t('shell.radar'));
    put(may('reports'), '/app/reports', t('shell.reports'));
    if (may('credit_approve'))
        put(true, '/app/credit', t('shell.credit'));
    else
        put(may('credit_review'), '/app/credit/objections', t('shell.credit'));
    put(may('assessment'), '/app/assess', t('shell.assess'));
    put(may('points'), '/app/points', t('shell.points'));
    put(true, '/app/scan', t('shell.scan'));
    return items;
}

/** Where a session begins. */
export function homeOf(s: Session): string {
    return navOf(s)[0]?.href ?? '/app/account';
}
