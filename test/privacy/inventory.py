# SPDX-License-Identifier: Apache-2.0
"""Every column of the database that can hold words, and what becomes of it when the retention of a
dispute is over. The privacy impact note tells the same in sentences; a column that is missing here
makes the test fail, so that nobody adds a place where words stay for ever without deciding it."""

GONE = "removed with the words of its dispute"
CHAIN = "needed to prove the history; holds no words"
EXPIRES = "about a party, not a dispute: ends by the expiry of credit items and its own sweep"
BARRED = "that no profile is drawn of a party: stays until it is lifted, and five years after"
SWEPT = "ends after days or months by a sweep of its own"
STAFF = "names or words of staff in office, who answer for what they did"
OPEN = "public: institutions, divisions, procedures, calendars, formulas"
SYSTEM = "digests, numbers and secrets of the program itself"
SUMS = "figures of frozen months, with ids and without names"

TABLES = {
    GONE: {
        "access_code": "hash issued_by request_key",
        "access_code_issue": "name",
        "api_token": "hash label token_id",
        "appointment": "changed_by fingerprint note place reason request_key",
        "attachment": "author commitment fingerprint head request_key",
        "attachment_part": "body print",
        "delivery": "error",
        "dispute_detail": "description external_ref terms title",
        "dispute_protection": "by reason",
        "dispute_reference": "partner reference",
        "event": "payload",
        "exchange_discrepancy": "note ours ref settled_by theirs",
        "exchange_message": "error note payload reason_code reason_en reason_zh",
        "external_ref": "reference",
        "note": "author body fingerprint request_key",
        "outside_order": "cause cause_list digest done_by done_note external_type likely partner "
                         "payload reference",
        "outside_phone": "hash",
        "party": "address agent agent_phone identity identity_hash name phone",
        "points_proposal": "note reason",
        "sealed_part": "body code",
        "session": "hash",
    },
    CHAIN: {
        "anonymised": "digest head login removed rule signature",
        "dispute": "head state",
        "event": "hash",
        "sealed_document": "code made_by sha256 signature subject terms_sha256",
    },
    BARRED: {
        "credit_barred": "party reference",
    },
    EXPIRES: {
        "credit_certificate": "code party",
        "credit_gone": "sha256",
        "credit_objection": "answer by decided_by fingerprint party reason request_key",
        "credit_profile": "body party sha256",
        "credit_read": "party purpose reader",
        "credit_source": "head items proof",
        "credit_statement": "party text",
    },
    SWEPT: {
        "exchange_receipt": "name print receipt",
        "person_access": "reader",
    },
    STAFF: {
        "account": "login name",
        "assess_month": "by",
        "assess_objection": "answer answered_by by reason",
        "credit_barred": "lifted_by login",
        "credit_run": "approver_login reason runner_login",
        "exchange_message": "settled_by",
        "month": "made_by reason",
        "points_entry": "by reason",
        "points_proposal": "decided_by made_by",
        "procedure_migration": "login reason",
        "points_rules": "imported_by",
        "credit_formula": "imported_by",
        "staff": "name phone",
        "visit_answer": "by",
    },
    OPEN: {
        "body": "address name phone",
        "calendar_day": "name source",
        "credit_run": "formula formula_json",
        "office_rule": "key source unit value",
        "outside_class": "cause cause_list code name partner",
        "outside_map": "name partner source version",
        "partner": "code url zh",
        "points_entry": "rules words",
        "points_proposal": "rules words",
        "points_rules": "document rules_id version",
        "credit_formula": "document formula_id version",
        "population": "source",
        "procedure_migration": "map",
        "procedure_migration_item": "why",
        "procedure_version": "document procedure_id version",
        "region": "name",
    },
    SUMS: {
        "assess_month": "sums",
        "assess_part": "facts sums",
        "credit_run": "tally",
        "credit_slice": "tally",
        "month_report": "bytes sha256",
        "month_slice": "facts sha256",
    },
    SYSTEM: {
        "account": "fingerprint made_by password recovery totp totp_next",
        "assess_objection": "fingerprint request_key",
        "code": "token",
        "credit_run": "approval_sha256 formula_sha256 previous_sha256 procedures profiles_sha256 "
                      "sha256",
        "exchange_message": "name reply_to",
        "exchange_turn": "instance",
        "job_lock": "instance job label",
        "keep_turn": "instance",
        "keyring_check": "hash",
        "keyring_program": "instance rings",
        "month": "calendar previous_sha256 procedures sha256",
        "node_lease": "instance label",
        "one_time_link": "hash used_by",
        "partner": "ca_file cert_file cert_key_file fingerprint made_by",
        "partner_key": "open",
        "points_proposal": "fingerprint request_key",
        "procedure_migration": "fingerprint made_by",
        "points_rules": "sha256",
        "credit_formula": "sha256",
        "procedure_version": "sha256",
        "schema_migration": "app name sha256",
        "seal_key": "public_key",
        "subscription": "fingerprint label made_by rotated_by secret secret_before url",
    },
}

EVERY = {f"{table}.{column}": fate
         for fate, tables in TABLES.items()
         for table, columns in tables.items()
         for column in columns.split()}

# Of rows that stay: these columns are empty then.
KEPT = {
    "party": ("identity", "identity_hash", "phone", "address", "agent_phone"),
    "dispute_detail": ("description", "external_ref"),
    "exchange_message": ("payload", "note", "error", "reason_zh", "reason_en", "reason_code"),
    "points_proposal": ("note", "reason"),
}
# Of these no row stays.
ROWLESS = ("access_code", "access_code_issue", "appointment", "attachment", "attachment_part", "dispute_protection",
           "dispute_reference", "exchange_discrepancy", "note", "outside_phone", "session",
           "api_token", "delivery")
