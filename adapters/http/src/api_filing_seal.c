/* SPDX-License-Identifier: Apache-2.0 */
/* The filing packet on its way to be sealed. It is kept for all who may read the dispute, so what
 * is sealed of the parties stays on file: who files writes it in, and the court has it from the
 * message. */
#include "api_seal.h"
#include "document/case.h"
#include "document/packet.h"

static struct ym_span on_file(void *arg, const struct app_view *v, uint8_t seat,
                              enum app_sealed field)
{
    (void)arg;
    (void)v;
    (void)seat;
    (void)field;
    return YM_SPAN("登记在卷");
}

static void on_packet(void *arg, enum ym_err err, const struct doc_packet *packet)
{
    struct api_seal *c = arg;
    char text[YM_SEAL_CODE_TEXT_MAX];
    char url[API_VERIFY_URL_MAX];

    if (err != YM_E_OK) {
        api_seal_unread(c, err);
        return;
    }
    api_seal_url(c->op->api, &c->code, url);
    ym_seal_code_print(&c->code, text);
    doc_case_free(c->known);
    c->known = doc_packet_case(
        packet, &(struct doc_packet_paper_options){ .now = c->now,
                                                    .code = ym_span_of(url),
                                                    .document_code = ym_span_of(text),
                                                    .verify_at = ym_span_of(url) });
    if (c->known == NULL)
        api_seal_error(c, YM_E_UNAVAILABLE, "no memory for the document; try again in a moment");
    else
        c->packed(c);
}

void api_seal_packet(struct api_seal *c, void (*packed)(struct api_seal *c))
{
    const struct api_config *config = &c->op->api->config;
    const struct doc_packet_ports ports = { .reader = config->reader,
                                            .casefile = config->casefile,
                                            .evidence = config->evidence,
                                            .secrets = config->secrets,
                                            .procedures = config->procedures };
    /* Whether the caller may read the dispute has been asked before. */
    const struct doc_packet_eyes eyes = { .open = on_file };

    c->packed = packed;
    if (doc_packet_gather(&ports, &eyes, c->op->id, on_packet, c) != YM_E_OK)
        api_seal_error(c, YM_E_UNAVAILABLE, "no memory for the packet; try again in a moment");
}
