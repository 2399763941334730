// SPDX-License-Identifier: Apache-2.0
// Whose file is it? Pages of a party show nothing without its session, and say how to get one.
import type { ComponentChildren } from 'preact';
import { LinkButton, Notice, Page, type Session, say, session, t, useCell } from '../../kit';

/** Children with the party's session; for others, what to do. */
export function Own({ title, children }:
    { title: string; children: (who: Session, dispute: string) => ComponentChildren }) {
    const who = useCell(session);

    if (who === undefined)
        return <p class="waiting">{t('kit.loading')}</p>;
    if (who === null) {
        return (
            <Page title={title} narrow>
                <Notice><p>{t('party.scan_first')}</p></Notice>
            </Page>
        );
    }
    if (who.dispute === undefined) {
        return (
            <Page title={title} narrow>
                <Notice><p>{t('party.for_parties')}</p></Notice>
                <LinkButton href="/" weight="main">{t('party.home')}</LinkButton>
            </Page>
        );
    }
    return (
        <>
            {who.code_bar !== undefined && (
                <Notice kind="warn"><p>{t('party.code_reads', { why: say(who.code_bar) })}</p></Notice>
            )}
            {children(who, who.dispute)}
        </>
    );
}
