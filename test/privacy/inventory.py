# SPDX-License-Identifier: Apache-2.0
EVERY = {}
KEPT = {}
