// SPDX-License-Identifier: Apache-2.0
import { t } from '../../kit';

/** "812 KB", "1.4 MB": powers of 1024, one digit behind the point from a megabyte on. */
export function sizeText(bytes: number): string {
    if (bytes < 1024)
        return t('evidence.bytes', { n: bytes });
    if (bytes < 1024 * 1024)
        return t('evidence.kilobytes', { n: Math.round(bytes / 1024) });
    return t('evidence.megabytes', { n: (bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, '') });
}
