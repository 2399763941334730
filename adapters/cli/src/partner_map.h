/* SPDX-License-Identifier: Apache-2.0 */
/* yima partner map: what the classes of a hotline, of the police, of a grid mean here. */
#ifndef YM_CLI_PARTNER_MAP_H
#define YM_CLI_PARTNER_MAP_H

#include "cli.h"

/* words: "list" [PARTNER] or "import" FILE; n of them. Returns an exit code. */
int cli_partner_map(const struct cli *cli, char *const *words, int n);

#endif
