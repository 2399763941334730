-- SPDX-License-Identifier: Apache-2.0
-- The planner keeps samples of what stands in tables: titles, names, payloads. Take them anew, so
-- that they hold nothing that was removed.
analyze dispute_detail, party, event, external_ref, dispute_reference, outside_order,
        exchange_message, exchange_discrepancy, api_token
