-- SPDX-License-Identifier: Apache-2.0
-- Times of transactions of another cluster.
delete from feed_mark
