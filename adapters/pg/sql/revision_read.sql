-- SPDX-License-Identifier: Apache-2.0
select revision from reference_revision
