/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/disputes/{id}/filing/packet, and the packet on paper.
 *
 *   gather (document/packet.h) -> JSON -> log -> answer
 *                              -> form -> [another process sets it] -> log -> answer
 *
 * What of the parties is shown is what this caller may see; what of mediation is in it, is what a
 * court may see, whoever asks. */
#include "api_private.h"
#include "app/casefile.h"
#include "document/case.h"
#include "document/packet.h"

static bool may_read(void *arg, const struct ym_dispute *d)
{
    const struct api_op *op = arg;

    return app_may_read_packet(op->caller, d);
}

static struct ym_span open_field(void *arg, const struct app_view *v, uint8_t seat,
                                 enum app_sealed field)
{
    return api_party_field(arg, v, seat, field);
}

static void gather(struct api_op *op, doc_packet_fn *done)
{
    const struct api_config *config = &op->api->config;
    const struct doc_packet_ports ports = { .reader = config->reader,
                                            .casefile = config->casefile,
                                            .evidence = config->evidence,
                                            .secrets = config->secrets,
                                            .procedures = config->procedures };
    const struct doc_packet_eyes eyes = { .may_read = may_read, .open = open_field, .arg = op };

    if (doc_packet_gather(&ports, &eyes, op->id, done, op) != YM_E_OK)
        api_op_error(op, YM_E_UNAVAILABLE, "no memory for the packet; try again in a moment");
}

/* ---- As JSON ---- */

static void on_packet(void *arg, enum ym_err err, const struct doc_packet *packet)
{
    struct api_op *op = arg;

    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    doc_packet_put(packet, &op->w);
    api_op_logged(op, APP_SIGHT_DISPUTE);
}

void api_get_packet(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_on_dispute(app, rq);

    if (op != NULL)
        gather(op, on_packet);
}

/* ---- On paper ---- */

static void on_paper(void *arg, enum ym_err err, const struct doc_packet *packet)
{
    struct api_op *op = arg;
    char url[API_URL_MAX] = "";
    struct doc_case *known;
    struct doc_facts facts;

    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    if (packet->token.text[0] != '\0')
        api_code_url(op->api, &packet->token, url);
    known = doc_packet_case(packet, &(struct doc_packet_paper_options){ .now = api_now(op->api),
                                                                        .code = ym_span_of(url) });
    if (known == NULL)
        api_op_error(op, YM_E_UNAVAILABLE, "no memory for the document; try again in a moment");
    else if (!doc_case_facts(known, YM_DOC_FILING_PACKET, &facts))
        api_op_error(op, YM_E_TOO_LARGE, "what is known of this dispute does not fit a document");
    else
        api_document_print(op, &facts);
    doc_case_free(known);
}

void api_packet_print(struct api_op *op)
{
    gather(op, on_paper);
}
