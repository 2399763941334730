/* SPDX-License-Identifier: Apache-2.0 */
/* yima document: one document of a dispute as PDF. Numbers, telephones and addresses of parties are
 * sealed and stay so here: they print as lines to write on. So do the facts and the evidence of a
 * filing packet, which the pages print. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ask.h"
#include "document/case.h"
#include "document/packet.h"
#include "json/event.h"
#include "output.h"
#include "reading.h"
#include "words.h"

struct making {
    struct cli_ask ask;
    const char *public_url, *output;
    const char *lang; /* NULL: Chinese alone */
    enum doc_language language;
    enum ym_err err; /* of the packet */
    enum ym_document document;
    struct doc_case *dispute; /* NULL: no memory, or no procedure */
    bool is_broken;           /* an event cannot be read */
};

static void on_view(void *arg, enum ym_err err, const struct app_view *v)
{
    struct making *m = arg;
    char url[CLI_CODE_URL_MAX] = "";

    (void)err; /* only called with OK */
    if (m->public_url != NULL && v->token.text[0] != '\0')
        cli_code_url(m->public_url, &v->token, url);
    m->dispute =
        doc_case_new(v, &m->ask.library.procedures,
                     &(struct doc_case_options){ .now = cli_now(), .code = ym_span_of(url) });
}

static void on_events(void *arg, enum ym_err err, const struct app_event_page *page)
{
    struct making *m = arg;
    struct ym_event ev;
    struct ym_error why;

    (void)err; /* only called with OK */
    for (size_t i = 0; i < page->n && m->dispute != NULL; i++) {
        if (json_event_read(page->at[i].payload, &ev, &why) == YM_E_OK)
            doc_case_feed(m->dispute, &ev);
        else
            m->is_broken = true;
    }
}

static void on_packet(void *arg, enum ym_err err, const struct doc_packet *packet)
{
    struct making *m = arg;
    char url[CLI_CODE_URL_MAX] = "";

    m->err = err;
    if (err == YM_E_OK) {
        if (m->public_url != NULL && packet->token.text[0] != '\0')
            cli_code_url(m->public_url, &packet->token, url);
        m->dispute = doc_packet_case(packet, &(struct doc_packet_paper_options){
                                                 .now = cli_now(), .code = ym_span_of(url) });
    }
    ym_loop_stop(m->ask.loop);
}

/* The packet has its own gatherer, which looks at nothing that may not leave for a court. */
static enum ym_err gather_packet(struct making *m, const char *text, struct doc_facts *ret,
                                 struct ym_error *reterr)
{
    const struct doc_packet_ports ports = { .reader = pg_reader_port(m->ask.reader),
                                            .procedures = &m->ask.library.procedures };
    const struct doc_packet_eyes eyes = { .may_read = NULL };
    struct ym_id id;
    enum ym_err err = cli_read_dispute(text, &id, reterr);

    if (err != YM_E_OK)
        return err;
    if (doc_packet_gather(&ports, &eyes, id, on_packet, m) != YM_E_OK)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for a document");
    ym_loop_run(m->ask.loop);
    if (m->err != YM_E_OK)
        return ym_fail(reterr, m->err, "the dispute %.40s cannot be read: %s", text,
                       ym_err_title(m->err));
    if (m->dispute == NULL || !doc_case_facts(m->dispute, m->document, ret))
        return ym_fail(reterr, YM_E_TOO_LARGE, "what is known does not fit a document");
    (void)cli_complain("undisputed facts and evidence are sealed: print the packet from the pages");
    return YM_E_OK;
}

/* Everything that is known of the dispute, in m->dispute. */
static enum ym_err gather(struct making *m, const char *text, struct doc_facts *ret,
                          struct ym_error *reterr)
{
    enum ym_err err;

    if (m->document == YM_DOC_FILING_PACKET)
        return gather_packet(m, text, ret, reterr);
    err = cli_ask_dispute(&m->ask, text, on_view, m, reterr);
    if (err == YM_E_OK && m->dispute == NULL)
        err = ym_fail(reterr, YM_E_INTERNAL, "the procedure of this dispute is not known here");
    if (err == YM_E_OK)
        err = cli_ask_events(&m->ask, on_events, m, reterr);
    if (err == YM_E_OK && (m->is_broken || !doc_case_facts(m->dispute, m->document, ret)))
        err = ym_fail(reterr, YM_E_INTERNAL,
                      "the history of this dispute cannot be read; `yima verify` says more");
    return err;
}

static enum ym_err set(const struct making *m, const struct doc_facts *facts, struct ym_buf *out,
                       struct ym_error *reterr)
{
    const struct ym_embedded *file = doc_form_shipped(m->document);
    struct doc_form *form = NULL;
    struct ym_arena arena;
    struct doc_sheet sheet;
    enum ym_err err;

    if (!ym_arena_init(&arena, DOC_FILL_BYTES))
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for a document");
    err = doc_form_read((struct ym_span){ (const char *)file->at, file->n }, &form, reterr);
    if (err == YM_E_OK && m->document != YM_DOC_FILING_PACKET &&
        doc_form_missing(form, facts) == 0 && !doc_form_is_offered(form, facts))
        err = ym_fail(reterr, YM_E_UNPROCESSABLE,
                      "this document makes no sense yet: nothing has happened that it tells of");
    if (err == YM_E_OK)
        err = doc_form_fill(form, facts, m->language, &arena, &sheet, reterr);
    if (err == YM_E_OK)
        err = doc_sheet_pdf(&sheet, out, reterr);
    doc_form_free(form);
    ym_arena_release(&arena);
    return err;
}

static enum ym_err write_out(const struct making *m, const struct ym_buf *pdf,
                             struct ym_error *reterr)
{
    struct cli_output output;
    enum ym_err err = cli_output_open(m->output, &output, reterr);

    if (err != YM_E_OK)
        return err;
    (void)fwrite(pdf->at, 1, pdf->n, output.file);
    return cli_output_commit(&output, reterr);
}

static int make(const struct cli *cli, struct making *m, const char *text)
{
    struct doc_facts facts;
    struct ym_buf pdf;
    struct ym_error why;
    struct ym_id id;
    enum ym_err err = cli_ask_open(cli, &m->ask, &why);

    if (err != YM_E_OK)
        return cli_fail(&why);
    ym_buf_init(&pdf, DOC_PDF_BYTES_MAX);
    err = gather(m, text, &facts, &why);
    if (err == YM_E_OK)
        err = cli_read_dispute(text, &id, &why);
    if (err == YM_E_OK)
        err = cli_log_read(m->ask.db.conn, id, APP_SIGHT_PRINT, &why);
    cli_ask_close(&m->ask);
    if (err == YM_E_OK)
        err = set(m, &facts, &pdf, &why);
    if (err == YM_E_OK)
        err = write_out(m, &pdf, &why);
    doc_case_free(m->dispute);
    ym_buf_release(&pdf);
    return err == YM_E_OK ? CLI_DONE : cli_fail(&why);
}

static void list(void)
{
    for (int d = 0; d < YM_DOC_COUNT; d++) {
        const struct ym_word *w = ym_word(YM_VOCAB_DOCUMENT, d);

        if (doc_form_shipped((enum ym_document)d) != NULL)
            (void)printf("%-20s %s  %s\n", w->code, w->zh, w->en);
    }
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct making m = { .dispute = NULL };
    const struct cli_option options[] = {
        { "output", "FILE", "write FILE whole or not at all (standard output)", &m.output, NULL },
        { "lang", "LANG", "zh (Chinese alone, the default) or zh+en (with a gloss)", &m.lang,
          NULL },
        { "public-url", "URL", "print the code, which opens this origin", &m.public_url, NULL },
    };
    int code;
    int document;
    const int at = cli_options(cli, &cli_document, argc, argv,
                               &(struct cli_syntax){ options, 3, 1, 2 }, &code);

    if (at < 0)
        return code;
    if (argc - at == 1 && strcmp(argv[at], "list") == 0) {
        list();
        return CLI_DONE;
    }
    document = argc - at == 2 ? ym_vocab_find(YM_VOCAB_DOCUMENT, ym_span_of(argv[at + 1])) : -1;
    if (document < 0 || doc_form_shipped((enum ym_document)document) == NULL) {
        (void)cli_complain(
            "usage: yima document DISPUTE DOCUMENT; `yima document list` names them");
        return CLI_USAGE;
    }
    if (m.public_url != NULL &&
        (!cli_take_origin(m.public_url) || strlen(m.public_url) > CLI_ORIGIN_MAX))
        return CLI_USAGE;
    if (m.lang != NULL && !doc_language_find(ym_span_of(m.lang), &m.language)) {
        (void)cli_complain("--lang takes zh or zh+en");
        return CLI_USAGE;
    }
    if (m.output == NULL && isatty(STDOUT_FILENO) == 1) {
        (void)cli_complain("a PDF is no text: name a file with --output");
        return CLI_USAGE;
    }
    m.document = (enum ym_document)document;
    return make(cli, &m, argv[at]);
}

const struct cli_command cli_document = { "document", "DISPUTE DOCUMENT | list",
                                          "a document of a dispute as PDF, to print and sign",
                                          run };
