/* SPDX-License-Identifier: Apache-2.0 */
/* yima verify: proof, over the whole database, that every dispute is what its events made of it and
 * that no row stands alone. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli.h"
#include "database.h"
#include "library.h"
#include "pg/scan.h"
#include "progress.h"
#include "proof.h"
#include "verify_credit.h"
#include "verify_document.h"
#include "secrets.h"
#include "verify_files.h"
#include "verify_month.h"
#include "verify_source.h"
#include "words.h"
#include "yima/number.h"

#define ERRORS_MAX 1000000

struct verifying {
    const struct cli *cli;
    struct cli_progress progress;
    struct cli_proof proof;
    struct cli_source_proof source;
    struct cli_library library;
    const struct cli_database *db;
    const struct pg_scan_row *row;
    uint64_t disputes, events, documents, profiles, reports, broken;
    uint64_t errors_max;
    enum ym_err err; /* of a question on the way */
    struct ym_error *reterr;
    struct cli_complaints complaints;
    struct cli_redactions redactions;
    bool opens_files; /* look into every attachment, too */
    struct cli_files files;
};

static bool complain(void *arg, struct ym_id id, uint32_t seq, const char *text);

static void on_count(void *arg, int64_t disputes)
{
    struct verifying *v = arg;

    cli_progress_begin(&v->progress, v->cli, "verifying", "disputes", (uint64_t)disputes);
}

static bool on_dispute(void *arg, const struct pg_scan_row *row)
{
    struct verifying *v = arg;

    v->row = row;
    cli_proof_begin(&v->proof, &v->library.procedures, row->is_anonymised ? &v->redactions : NULL);
    if (row->is_anonymised)
        v->err = cli_redactions_begin(&v->redactions, v->db->conn, row->id, v->reterr);
    cli_source_proof_begin(&v->source, row);
    return v->err == YM_E_OK;
}

static bool on_event(void *arg, const struct app_event *e)
{
    struct verifying *v = arg;

    v->events++;
    cli_proof_event(&v->proof, v->row->id, e);
    if (!v->proof.is_broken)
        cli_source_proof_event(&v->source, &v->proof.event, e->hash);
    v->err = cli_verify_signature(v->db->conn, v->row->id, e, &v->complaints, v->reterr);
    return v->err == YM_E_OK && v->broken < v->errors_max;
}

/* One broken thing: the dispute's number and id, the event, what differs. */
static bool complain(void *arg, struct ym_id id, uint32_t seq, const char *text)
{
    struct verifying *v = arg;
    char number[YM_NUMBER_TEXT_MAX] = "?";

    v->broken++;
    cli_progress_wipe(&v->progress);
    if (ym_id_valid(id))
        ym_number_print(id, number);
    if (seq > 0)
        (void)printf("%s (%" PRId64 ") seq %u: %s\n", number, id.v, seq, text);
    else
        (void)printf("%s (%" PRId64 "): %s\n", number, id.v, text);
    return v->broken < v->errors_max;
}

static bool on_end(void *arg)
{
    struct verifying *v = arg;
    const char *flaw;

    v->disputes++;
    cli_progress_step(&v->progress, v->disputes, v->disputes);
    flaw = cli_source_proof_end(&v->source);
    if (!cli_proof_end(&v->proof, v->row))
        return complain(v, v->row->id, v->proof.seq, v->proof.text);
    return flaw == NULL || complain(v, v->row->id, 0, flaw);
}

/* What is wrong with rows that a table should not have, or lacks. */
static const char *stray_text(struct ym_span table)
{
    if (ym_span_is(table, YM_SPAN("external_ref")))
        return "rows of a number elsewhere that its dispute does not bear";
    if (ym_span_is(table, YM_SPAN("dispute_detail")))
        return "number elsewhere without its row in external_ref: it could be registered again";
    return "rows of a dispute or event that does not exist";
}

static void on_stray(void *arg, struct ym_span table, struct ym_id dispute, int64_t rows)
{
    struct verifying *v = arg;
    char text[128];

    if (v->broken >= v->errors_max)
        return;
    (void)snprintf(text, sizeof(text), "%.*s: %lld %s", (int)table.n, table.at, (long long)rows,
                   stray_text(table));
    (void)complain(v, dispute, 0, text);
}

static bool on_month(void *arg, const char *month, const char *text)
{
    struct verifying *v = arg;

    v->broken++;
    cli_progress_wipe(&v->progress);
    (void)printf("credit %s: %s\n", month, text);
    return v->broken < v->errors_max;
}

static bool on_report(void *arg, const char *month, const char *text)
{
    struct verifying *v = arg;

    v->broken++;
    cli_progress_wipe(&v->progress);
    (void)printf("report %s: %s\n", month, text);
    return v->broken < v->errors_max;
}

/* Every history, one after the other. */
static enum ym_err verify_disputes(struct verifying *v, struct ym_id from, struct ym_error *reterr)
{
    const struct pg_scan_options o = { .from = from,
                                       .since = YM_USEC_NONE,
                                       .wants_events = true,
                                       .wants_clocks = true,
                                       .wants_sources = true,
                                       .on_count = on_count,
                                       .on_dispute = on_dispute,
                                       .on_event = on_event,
                                       .on_end = on_end,
                                       .arg = v };
    enum ym_err err;

    err = cli_redactions_open(&v->redactions, v->db->conn, reterr);
    if (err == YM_E_OK)
        err = cli_source_proof_open(&v->source, v->cli, v->db, reterr);
    if (err == YM_E_OK)
        err = pg_scan_run(v->db->conn, &o, reterr);
    return err == YM_E_OK ? v->err : err;
}

static enum ym_err verify(struct verifying *v, struct ym_id from, struct ym_error *reterr)
{
    enum ym_err err;

    v->reterr = reterr;
    v->complaints = (struct cli_complaints){ complain, v };
    err = verify_disputes(v, from, reterr);
    if (err == YM_E_OK && v->broken < v->errors_max)
        err = pg_scan_strays(v->db->conn, on_stray, v, reterr);
    if (err == YM_E_OK && v->broken < v->errors_max)
        err = cli_verify_keys(v->cli, v->db, &v->complaints, reterr);
    if (err == YM_E_OK && v->broken < v->errors_max)
        err = cli_verify_seals(v->cli, v->db, from, &v->complaints, &v->documents, reterr);
    if (err == YM_E_OK && v->broken < v->errors_max && from.v == 0)
        err = cli_verify_credit(v->cli, v->db, &(struct cli_credit_complaints){ on_month, v },
                                &v->profiles, reterr);
    if (err == YM_E_OK && v->broken < v->errors_max && from.v == 0)
        err = cli_verify_months(v->db, &(struct cli_month_complaints){ on_report, v }, &v->reports,
                                reterr);
    cli_progress_wipe(&v->progress);
    return err;
}

/* ---- Attachments ---- */

static bool on_file(void *arg, struct ym_id dispute, uint32_t seq, const char *text)
{
    return complain(arg, dispute, seq, text);
}

static enum ym_err verify_files(struct verifying *v, const struct cli_database *db,
                                struct ym_error *reterr)
{
    struct app_secrets secrets;
    struct ym_keyring *ring;
    enum ym_err err;

    if (!v->opens_files || v->broken >= v->errors_max)
        return YM_E_OK;
    err = cli_secrets_open(v->cli, db, &ring, &secrets, reterr);
    if (err != YM_E_OK)
        return err;
    v->files = (struct cli_files){ .ring = ring, .complain = on_file, .arg = v };
    err = cli_files_verify(&v->files, db->conn, reterr);
    ym_keyring_close(ring);
    return err;
}

static int verify_all(const struct cli *cli, struct verifying *v, struct ym_id from)
{
    struct cli_database db;
    struct ym_error why;
    enum ym_err err = cli_database_open_existing(cli, &db, &why);

    if (err != YM_E_OK)
        return cli_fail(&why);
    err = cli_library_open(cli, db.conn, &v->library, &why);
    if (err == YM_E_OK) {
        v->db = &db;
        err = verify(v, from, &why);
        if (err == YM_E_OK)
            err = verify_files(v, &db, &why);
        cli_source_proof_close(&v->source);
        cli_library_close(&v->library);
    }
    cli_database_close(&db);
    if (err != YM_E_OK)
        return cli_fail(&why);
    (void)printf("%" PRIu64 " disputes, %" PRIu64 " events, ", v->disputes, v->events);
    if (v->opens_files)
        (void)printf("%" PRIu64 " files, %" PRIu64 " bytes, ", v->files.files, v->files.bytes);
    if (v->documents > 0)
        (void)printf("%" PRIu64 " sealed documents, ", v->documents);
    if (v->redactions.disputes > 0)
        (void)printf("%" PRIu64 " disputes anonymised (%" PRIu64 " events by statement), ",
                     v->redactions.disputes, v->redactions.events);
    if (v->profiles > 0)
        (void)printf("%" PRIu64 " credit profiles, ", v->profiles);
    if (v->reports > 0)
        (void)printf("%" PRIu64 " frozen reports, ", v->reports);
    (void)printf("%.1f s: ", cli_progress_seconds(&v->progress));
    if (v->broken == 0)
        (void)puts("clean");
    else
        (void)printf("%" PRIu64 " broken%s\n", v->broken,
                     v->broken >= v->errors_max ? ", stopped there" : "");
    return v->broken == 0 ? CLI_DONE : CLI_FAILED;
}

/* One document, with or without a database. */
static int verify_file(const struct cli *cli, const char *document, const char *seal)
{
    if (document == NULL || (seal != NULL && cli->keys == NULL)) {
        (void)cli_complain("usage: yima verify --document FILE [--seal FILE --keys FILE]");
        return CLI_USAGE;
    }
    return seal != NULL ? cli_verify_offline(document, seal, cli->keys)
                        : cli_verify_document(cli, document);
}

static int run(struct cli *cli, int argc, char **argv)
{
    const char *from = NULL;
    const char *max = "100";
    const char *document = NULL;
    const char *seal = NULL;
    bool opens_files = false;
    const struct cli_option options[] = {
        { "from", "DISPUTE", "begin with this dispute (number or id), in the order of ids", &from,
          NULL },
        { "max-errors", "N", "stop after so many broken disputes (100)", &max, NULL },
        { "files", NULL, "open every attachment, too: is it what the history binds?", NULL,
          &opens_files },
        { "document", "FILE", "instead: is this file what was sealed?", &document, NULL },
        { "seal", "FILE",
          "with --document, and without a database: the .seal.json of the file; --keys then names "
          "the public keys (GET /api/v1/seals/keys)",
          &seal, NULL },
    };
    struct verifying *v;
    struct ym_id first = { 0 };
    struct ym_error why;
    long long n;
    int code;

    if (cli_options(cli, &cli_verify, argc, argv, &(struct cli_syntax){ options, 5, 0, 0 }, &code) <
        0)
        return code;
    if (document != NULL || seal != NULL)
        return verify_file(cli, document, seal);
    if (!cli_number(max, 1, ERRORS_MAX, &n)) {
        (void)cli_complain("--max-errors takes 1 to %d", ERRORS_MAX);
        return CLI_USAGE;
    }
    if (from != NULL && cli_read_dispute(from, &first, &why) != YM_E_OK) {
        (void)cli_fail(&why);
        return CLI_USAGE;
    }
    v = calloc(1, sizeof(*v));
    if (v == NULL)
        return cli_complain("no memory to verify");
    v->cli = cli;
    v->errors_max = (uint64_t)n;
    v->opens_files = opens_files;
    code = verify_all(cli, v, first);
    free(v);
    return code;
}

const struct cli_command cli_verify = { "verify", "",
                                        "prove that every dispute is what its events made of it",
                                        run };
