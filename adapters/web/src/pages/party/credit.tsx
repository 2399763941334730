// SPDX-License-Identifier: Apache-2.0
// The party's own credit profile, and who looked at it.
import { Page, t } from '../../kit';
import { OwnProfile } from '../credit/own';
import { ReadsTable } from '../credit/reads';
import { Own } from './own';

export function Credit() {
    return (
        <Own title={t('credit.mine')}>
            {() => (
                <Page title={t('credit.mine')}>
                    <p><a href="/app/party">{t('party.back')}</a></p>
                    <p>{t('credit.mine_text')}</p>
                    <p><a href="/app/party/credit/reads">{t('credit.reads')}</a></p>
                    <OwnProfile />
                </Page>
            )}
        </Own>
    );
}

export function CreditReads() {
    return (
        <Own title={t('credit.reads')}>
            {() => (
                <Page title={t('credit.reads')}>
                    <p><a href="/app/party/credit">{t('credit.back')}</a></p>
                    <p>{t('credit.reads_text')}</p>
                    <ReadsTable path="/api/v1/credit/me/reads" caption={t('credit.reads')} />
                </Page>
            )}
        </Own>
    );
}
