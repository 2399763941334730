/* SPDX-License-Identifier: Apache-2.0 */
/* Ports without rows: work orders and partners. */
#include "stub.h"

/* clang-format off */
END(app_orders_done_fn, (p->arg, p->err))
END(app_order_rows_fn, (p->arg, p->err, NULL, 0, false))
END(app_class_fn, (p->arg, p->err, NULL))
END(app_references_fn, (p->arg, p->err, NULL, 0))
END(app_ids_fn, (p->arg, p->err, NULL, 0))
END(app_partners_fn, (p->arg, p->err, NULL, 0))
END(app_messages_fn, (p->arg, p->err, NULL, 0, false))
END(app_settled_fn, (p->arg, p->err))
END(app_exchange_counts_fn, (p->arg, p->err, NULL))
END(app_discrepancies_fn, (p->arg, p->err, NULL, 0))
END(app_arrived_fn, (p->arg, p->err, APP_ARRIVED_NEW, NOTHING))

STUB(orders_take, app_orders_done_fn,
     (struct app_orders *self, const struct app_order_row *row, app_orders_done_fn *done,
      void *arg))
STUB(orders_newest, app_order_rows_fn,
     (struct app_orders *self, struct ym_span partner, struct ym_span reference,
      app_order_rows_fn *done, void *arg))
STUB(orders_end, app_orders_done_fn,
     (struct app_orders *self, const struct app_order_end *end, app_orders_done_fn *done,
      void *arg))
STUB(orders_class_of, app_class_fn,
     (struct app_orders *self, struct ym_span partner, struct ym_span code, ym_day day,
      app_class_fn *done, void *arg))
STUB(orders_refer, app_orders_done_fn,
     (struct app_orders *self, const struct app_reference_row *row, app_orders_done_fn
      *done, void *arg))
STUB(orders_unrefer, app_orders_done_fn,
     (struct app_orders *self, const struct app_reference_row *row, app_orders_done_fn
      *done, void *arg))
STUB(orders_references, app_references_fn,
     (struct app_orders *self, struct ym_id dispute, app_references_fn *done, void *arg))
STUB(orders_put_phone, app_orders_done_fn,
     (struct app_orders *self, const unsigned char hash[32], struct ym_id dispute, ym_usec
      at, app_orders_done_fn *done, void *arg))
STUB(orders_phone, app_ids_fn,
     (struct app_orders *self, const unsigned char hash[32], ym_usec since, app_ids_fn
      *done, void *arg))
STUB(orders_list, app_order_rows_fn,
     (struct app_orders *self, const struct app_order_wish *wish, app_order_rows_fn *done,
      void *arg))
STUB(orders_read, app_order_rows_fn,
     (struct app_orders *self, int64_t order, app_order_rows_fn *done, void *arg))
STUB(orders_settle, app_orders_done_fn,
     (struct app_orders *self, const struct app_order_settling *what, app_orders_done_fn
      *done, void *arg))
STUB(exchange_add_partner, app_partners_fn,
     (struct app_exchange *self, const struct app_partner *row, app_partners_fn *done, void
      *arg))
STUB(exchange_change_partner, app_partners_fn,
     (struct app_exchange *self, int64_t id, const struct app_partner_change *change,
      app_partners_fn *done, void *arg))
STUB(exchange_put_key, app_partners_fn,
     (struct app_exchange *self, int64_t id, const struct app_partner_key *key,
      app_partners_fn *done, void *arg))
STUB(exchange_find, app_messages_fn,
     (struct app_exchange *self, const struct app_message_wish *wish, app_messages_fn *done,
      void *arg))
STUB(exchange_posted, app_settled_fn,
     (struct app_exchange *self, const struct app_message_outcome *o, app_settled_fn *done,
      void *arg))
STUB(exchange_list, app_messages_fn,
     (struct app_exchange *self, const struct app_exchange_filter *f, app_messages_fn *done,
      void *arg))
STUB(exchange_one, app_messages_fn,
     (struct app_exchange *self, struct app_message_key key, app_messages_fn *done, void
      *arg))
STUB(exchange_resend, app_messages_fn,
     (struct app_exchange *self, struct app_message_key key, ym_usec now, app_messages_fn
      *done, void *arg))
STUB(exchange_settle, app_messages_fn,
     (struct app_exchange *self, struct app_message_key key, const struct app_settling *how,
      app_messages_fn *done, void *arg))
STUB(exchange_count, app_exchange_counts_fn,
     (struct app_exchange *self, ym_usec now, app_exchange_counts_fn *done, void *arg))
STUB(exchange_turn, app_settled_fn,
     (struct app_exchange *self, const struct app_exchange_turn *turn, app_settled_fn *done,
      void *arg))
STUB(exchange_discrepancy, app_settled_fn,
     (struct app_exchange *self, const struct app_discrepancy *d, ym_usec run_at,
      app_settled_fn *done, void *arg))
STUB(exchange_compared, app_settled_fn,
     (struct app_exchange *self, int64_t partner, ym_usec run_at, bool is_whole,
      app_settled_fn *done, void *arg))
STUB(exchange_discrepancies, app_discrepancies_fn,
     (struct app_exchange *self, const struct app_discrepancy_filter *f,
      app_discrepancies_fn *done, void *arg))
STUB(exchange_settle_discrepancy, app_settled_fn,
     (struct app_exchange *self, const struct app_discrepancy *which, const struct
      app_settling *how, app_settled_fn *done, void *arg))
STUB(exchange_keep, app_settled_fn,
     (struct app_exchange *self, ym_usec receipts_before, ym_usec payloads_before,
      app_settled_fn *done, void *arg))
/* clang-format on */

/* ---- Partners ---- */

struct found {
    app_partners_fn *done;
    void *arg;
    const struct app_partner *row; /* NULL: there is none */
};

static void end_partners(struct world *w, void *asked)
{
    struct found *f = asked;

    (void)w;
    f->done(f->arg, f->row == NULL ? YM_E_NOT_FOUND : YM_E_OK, f->row, f->row == NULL ? 0 : 1);
    free(f);
}

static void exchange_partners(struct app_exchange *self, int64_t id, struct ym_span code,
                              app_partners_fn *done, void *arg)
{
    struct ports *all = ports_of(self);
    struct found *f = calloc(1, sizeof(*f));

    if (f == NULL)
        abort();
    f->done = done;
    f->arg = arg;
    for (int i = 1; i < APP_PARTNER_KIND_COUNT; i++) {
        const struct app_partner *p = &all->partners[i];

        if (p->id == id || (id == 0 && (code.n == 0 || ym_span_is(p->code, code))))
            f->row = p;
    }
    world_later(all->world, end_partners, f);
}

static void exchange_arrive(struct app_exchange *self, const struct app_arrival *a,
                            app_arrived_fn *done, void *arg)
{
    later(ports_of(self)->world, YM_E_OK, (any_fn *)done, arg, end_app_arrived_fn);
}

static void exchange_put(struct app_exchange *self, const struct app_message *row,
                         app_settled_fn *done, void *arg)
{
    later(ports_of(self)->world, YM_E_OK, (any_fn *)done, arg, end_app_settled_fn);
}

static void exchange_answered(struct app_exchange *self, const struct app_message_answer *answer,
                              app_settled_fn *done, void *arg)
{
    later(ports_of(self)->world, YM_E_OK, (any_fn *)done, arg, end_app_settled_fn);
}

struct kept {
    app_arrived_fn *done;
    void *arg;
    size_t n;
    char receipt[];
};

static void end_receipt(struct world *w, void *asked)
{
    struct kept *k = asked;

    (void)w;
    k->done(k->arg, YM_E_OK, APP_ARRIVED_BEFORE, (struct ym_span){ k->receipt, k->n });
    free(k);
}

static void exchange_receipt(struct app_exchange *self, const struct app_arrival *a,
                             struct ym_span receipt, app_arrived_fn *done, void *arg)
{
    struct kept *k = malloc(sizeof(*k) + receipt.n);

    if (k == NULL)
        abort();
    *k = (struct kept){ done, arg, receipt.n };
    if (receipt.n > 0)
        memcpy(k->receipt, receipt.at, receipt.n);
    world_later(ports_of(self)->world, end_receipt, k);
}

const struct app_orders_ops ports_orders_ops = {
    .take = orders_take,
    .newest = orders_newest,
    .end = orders_end,
    .class_of = orders_class_of,
    .refer = orders_refer,
    .unrefer = orders_unrefer,
    .references = orders_references,
    .put_phone = orders_put_phone,
    .phone = orders_phone,
    .list = orders_list,
    .read = orders_read,
    .settle = orders_settle,
};

const struct app_exchange_ops ports_exchange_ops = {
    .partners = exchange_partners,
    .add_partner = exchange_add_partner,
    .change_partner = exchange_change_partner,
    .put_key = exchange_put_key,
    .find = exchange_find,
    .put = exchange_put,
    .posted = exchange_posted,
    .answered = exchange_answered,
    .arrive = exchange_arrive,
    .receipt = exchange_receipt,
    .list = exchange_list,
    .one = exchange_one,
    .resend = exchange_resend,
    .settle = exchange_settle,
    .count = exchange_count,
    .turn = exchange_turn,
    .discrepancy = exchange_discrepancy,
    .compared = exchange_compared,
    .discrepancies = exchange_discrepancies,
    .settle_discrepancy = exchange_settle_discrepancy,
    .keep = exchange_keep,
};
