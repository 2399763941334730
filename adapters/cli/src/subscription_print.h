/* SPDX-License-Identifier: Apache-2.0 */
/* Subscriptions and deliveries as lines for people and for cut(1). */
#ifndef YM_CLI_SUBSCRIPTION_PRINT_H
#define YM_CLI_SUBSCRIPTION_PRINT_H

#include "app/subscribe.h"

void cli_print_subscription(const struct app_subscription *s);
void cli_print_delivery(const struct app_delivery_row *r);

#endif
