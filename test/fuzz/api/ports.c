/* SPDX-License-Identifier: Apache-2.0 */
/* The ports behind the interface that a memory has no rows for: whatever they are asked, they end
 * with the error that the input wishes, at the end of the turn. What is read from a request is read
 * before that. Looks are logged, and partners are known, so that more is read. */
#include "stub.h"

/* ---- Questions that the reader in memory has no answer for ---- */

static void end_board(struct world *w, void *asked)
{
    struct asked *p = asked;

    (void)w;
    ((app_board_fn *)p->done)(p->arg, p->err, NULL);
    free(p);
}

static void end_radar(struct world *w, void *asked)
{
    struct asked *p = asked;

    (void)w;
    ((app_radar_fn *)p->done)(p->arg, p->err, NULL);
    free(p);
}

static struct world *world_of(struct app_reader *r)
{
    return ((struct world_reader *)(void *)r)->world;
}

static void reader_board(struct app_reader *r, const struct app_board_question *q,
                         app_board_fn *done, void *arg)
{
    later(world_of(r), YM_E_UNAVAILABLE, (any_fn *)done, arg, end_board);
}

static void reader_radar(struct app_reader *r, const struct app_radar_question *q,
                         app_radar_fn *done, void *arg)
{
    later(world_of(r), YM_E_UNAVAILABLE, (any_fn *)done, arg, end_radar);
}

/* ---- All of them ---- */

static void open_partner(struct ports *ports, int kind, int64_t body)
{
    struct app_partner *p = &ports->partners[kind];

    *p = (struct app_partner){ .id = kind,
                               .kind = (uint8_t)kind,
                               .code = ym_span_of(app_partner_kind_code((unsigned)kind)),
                               .zh = YM_SPAN("对方"),
                               .body = body,
                               .is_active = true,
                               .stopped_at = YM_USEC_NONE,
                               .nkeys = 1,
                               .ours = { 1, 1 },
                               .kinds = APP_EXCHANGE_KINDS_ALL,
                               .bytes_max = APP_MESSAGE_BYTES_MAX,
                               .answer_hours = APP_PARTNER_ANSWER_H,
                               .policy_at = YM_USEC_NONE };
    p->keys[0].from = 0;
    p->keys[0].until = YM_USEC_NONE;
    memcpy(p->keys[0].open, ports->theirs.open, sizeof(p->keys[0].open));
}

void ports_open(struct ports *ports, struct world *w)
{
    static const unsigned char seed[YM_SIGN_SEED_LEN] = "the key of a partner in a test";

    memset(ports, 0, sizeof(*ports));
    ports->world = w;
    ports->err = YM_E_UNAVAILABLE;
#define WIRE(name)                                                                                 \
    ports->name.row.all = ports;                                                                   \
    ports->name.name.ops = &ports_##name##_ops
    WIRE(casefile);
    WIRE(evidence);
    WIRE(seals);
    WIRE(credits);
    WIRE(credit_access);
    WIRE(points);
    WIRE(answers);
    WIRE(assess);
    WIRE(orders);
    WIRE(exchange);
    WIRE(subscriptions);
    WIRE(months);
    WIRE(accounts);
    WIRE(migrations);
#undef WIRE
    ports->reader_ops = world_reader_ops;
    ports->reader_ops.board = reader_board;
    ports->reader_ops.radar = reader_radar;
    w->reader.port.ops = &ports->reader_ops;
    ym_sign_key_of(seed, &ports->theirs);
    open_partner(ports, APP_PARTNER_COURT, WORLD_COURT);
    open_partner(ports, APP_PARTNER_CENTRE, WORLD_CENTRE);
    open_partner(ports, APP_PARTNER_CHANNEL, 0);
}
