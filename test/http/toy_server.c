/* SPDX-License-Identifier: Apache-2.0 */
/* The toy routes as a program, for load generators: http_toy_server 127.0.0.1:8099 */
#include <stddef.h>

#include "toy.h"

int main(int argc, char **argv)
{
    return toy_main(argc > 1 ? argv[1] : NULL);
}
