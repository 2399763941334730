/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/id.h"

#define BUCKET_BITS 10
#define SEQ_SHIFT   BUCKET_BITS
#define NODE_SHIFT  (SEQ_SHIFT + 7)
#define MS_SHIFT    (NODE_SHIFT + 5)
#define USEC_PER_MS 1000

_Static_assert(YM_BUCKETS == 1 << BUCKET_BITS, "a bucket fills its bits");
_Static_assert(YM_ID_SEQS == 1 << (NODE_SHIFT - SEQ_SHIFT), "a sequence number fills its bits");
_Static_assert(YM_ID_NODES == 1 << (MS_SHIFT - NODE_SHIFT), "a node fills its bits");
_Static_assert(YM_ID_MS_MAX == INT64_MAX >> MS_SHIFT, "the milliseconds fill what is left");

void ym_id_gen_init(struct ym_id_gen *gen, uint32_t node)
{
    assert(node < YM_ID_NODES);
    /* The first millisecond counts as used up, since its first id would be 0: "no id". */
    *gen = (struct ym_id_gen){ .until_ms = YM_ID_MS_MAX, .seq = YM_ID_SEQS, .node = node };
}

void ym_id_gen_range(struct ym_id_gen *gen, uint32_t node, int64_t after, int64_t until)
{
    assert(after >= 0);
    ym_id_gen_init(gen, node);
    gen->ms = after;
    ym_id_gen_until(gen, until);
}

void ym_id_gen_until(struct ym_id_gen *gen, int64_t until)
{
    gen->until_ms = until < YM_ID_MS_MAX ? until : YM_ID_MS_MAX;
}

void ym_id_gen_skip(struct ym_id_gen *gen, struct ym_id seen)
{
    if (!ym_id_valid(seen))
        return;

    const int64_t ms = seen.v >> MS_SHIFT;
    const uint32_t next = (uint32_t)(seen.v >> SEQ_SHIFT) % YM_ID_SEQS + 1;

    if (ms > gen->ms || (ms == gen->ms && next > gen->seq)) {
        gen->ms = ms;
        gen->seq = next;
    }
}

bool ym_id_next(struct ym_id_gen *gen, ym_usec now, uint32_t bucket, struct ym_id *ret)
{
    assert(bucket < YM_BUCKETS);
    if (now < YM_ID_EPOCH)
        return false;

    const int64_t now_ms = (now - YM_ID_EPOCH) / USEC_PER_MS;
    int64_t ms = gen->ms;
    uint32_t seq = gen->seq;

    if (now_ms > YM_ID_MS_MAX)
        return false;
    if (now_ms > ms && now_ms <= gen->until_ms) {
        ms = now_ms;
        seq = 0;
    } else if (now_ms > gen->until_ms && ms < gen->until_ms - YM_ID_AHEAD_MAX_MS) {
        ms = gen->until_ms - YM_ID_AHEAD_MAX_MS;
        seq = 0;
    } else if (seq == YM_ID_SEQS) {
        ms++;
        seq = 0;
    }
    if (ms > gen->until_ms || ms - now_ms > YM_ID_AHEAD_MAX_MS)
        return false;
    gen->ms = ms;
    gen->seq = seq + 1;
    ret->v = ms << MS_SHIFT | (int64_t)gen->node << NODE_SHIFT | (int64_t)seq << SEQ_SHIFT |
             (int64_t)bucket;
    return true;
}

bool ym_id_valid(struct ym_id id)
{
    return id.v >= (int64_t)1 << MS_SHIFT;
}

uint32_t ym_id_bucket(struct ym_id id)
{
    return (uint32_t)((uint64_t)id.v % YM_BUCKETS);
}

ym_usec ym_id_at(struct ym_id id)
{
    return YM_ID_EPOCH + (ym_usec)((uint64_t)id.v >> MS_SHIFT) * USEC_PER_MS;
}

struct ym_id ym_id_floor(ym_usec at)
{
    if (at < YM_ID_EPOCH)
        return (struct ym_id){ 0 };

    const int64_t ms = (at - YM_ID_EPOCH) / USEC_PER_MS;

    return (struct ym_id){ ms > YM_ID_MS_MAX ? INT64_MAX : ms << MS_SHIFT };
}
