// SPDX-License-Identifier: Apache-2.0
// Where a session reads a case: its role's own page.
import type { Session } from '../../kit/session';

export function caseOf(id: string, who: Pick<Session, 'kind' | 'role'>): string {
    if (who.kind === 'party')
        return '/app/party';
    return who.role.code === 'mediator' ? `/app/my/${id}` : `/app/disputes/${id}`;
}
