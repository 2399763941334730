/* SPDX-License-Identifier: Apache-2.0 */
/* Plans of migration (app/migration.h) over HTTP; administrators alone. */
#ifndef YM_API_MIGRATION_H
#define YM_API_MIGRATION_H

#include "api_private.h"
#include "app/migration.h"
#include "json/read.h"

#define API_MIGRATION_BYTES_MAX 32768 /* of a body that begins a plan */

/* Read from the body what a plan begins with: versions, names, reason, whom, rate. Spans lie in the
 * op's arena. False: answered already. api_migration_read.c */
bool api_migration_read(struct api_op *op, struct app_migration *ret);

void api_get_migrations(struct ym_http_request *rq, void *app); /* api_migration.c */
void api_post_migration(struct ym_http_request *rq, void *app);
void api_get_migration(struct ym_http_request *rq, void *app);
void api_get_migration_stays(struct ym_http_request *rq, void *app);
void api_post_migration_pause(struct ym_http_request *rq, void *app);
void api_post_migration_resume(struct ym_http_request *rq, void *app);
void api_post_migration_cancel(struct ym_http_request *rq, void *app);

#endif
