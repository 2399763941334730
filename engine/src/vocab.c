/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/vocab.h"

#include "yima/command.h"
#include "yima/procedure.h"

#define X4(name, code, zh, en)                { code, zh, en },
#define X4_ROLE(name, code, zh, en, relation) { code, zh, en },
#define X2(name, code)                        { code, code, code },
#define X3(name, code, en)                    { code, en, en },

static const struct ym_word colours[] = { YM_COLOURS(X4) };
static const struct ym_word stages[] = { YM_STAGES(X4) };
static const struct ym_word tracks[] = { YM_TRACK_LIST(X4) };
static const struct ym_word phases[] = { YM_PHASES(X4) };
static const struct ym_word types[] = { YM_TYPES(X4) };
static const struct ym_word channels[] = { YM_CHANNELS(X4) };
static const struct ym_word sources[] = { YM_SOURCES(X4) };
static const struct ym_word bodies[] = { YM_BODY_KINDS(X4) };
static const struct ym_word relations[] = { YM_RELATIONS(X2) };
static const struct ym_word roles[] = { YM_ROLES(X4_ROLE) };
static const struct ym_word grounds[] = { YM_GROUNDS(X4) };
static const struct ym_word routes[] = { YM_ROUTES(X4) };
static const struct ym_word stays[] = { YM_STAY_REASONS(X4) };
static const struct ym_word results[] = { YM_RESULTS(X4) };
static const struct ym_word ways[] = { YM_WAYS(X4) };
static const struct ym_word rulings[] = { YM_RULINGS(X4) };
static const struct ym_word courts[] = { YM_COURT_PROCEDURES(X4) };
static const struct ym_word sides[] = { YM_SIDES(X4) };
static const struct ym_word parties[] = { YM_PARTY_KINDS(X4) };
static const struct ym_word attendances[] = { YM_ATTENDANCES(X4) };
static const struct ym_word risks[] = { YM_RISKS(X4) };
static const struct ym_word documents[] = { YM_DOCUMENTS(X4) };
static const struct ym_word topics[] = { YM_TOPICS(X4) };
static const struct ym_word units[] = { YM_UNITS(X2) };
static const struct ym_word facts[] = { YM_FACTS(X3) };
static const struct ym_word refusals[] = { YM_REFUSALS(X4) };
static const struct ym_word effects[] = { YM_EFFECTS(X3) };
static const struct ym_word origins[] = { YM_ORIGINS(X2) };
static const struct ym_word signings[] = { YM_SIGNINGS(X4) };
static const struct ym_word bars[] = { YM_BARS(X4) };
static const struct ym_word shifts[] = { YM_SHIFTS(X4) };

#define X(name, code, zh, en, fields) { code, zh, en },
static const struct ym_word commands[] = { YM_COMMANDS(X) };
#undef X
#define X(name, code, kind, vocab, zh, en) { code, zh, en },
static const struct ym_word fields[] = { YM_FIELDS(X) };
#undef X

#define LIST(id, label, words)                                                                     \
    [YM_VOCAB_##id] = { label, words, (int)(sizeof(words) / sizeof((words)[0])) }

static const struct ym_vocab vocabs[YM_VOCAB_COUNT] = {
    LIST(COLOUR, "colour", colours),
    LIST(STAGE, "stage", stages),
    LIST(TRACK, "track", tracks),
    LIST(PHASE, "phase", phases),
    LIST(TYPE, "type", types),
    LIST(CHANNEL, "channel", channels),
    LIST(SOURCE, "source", sources),
    LIST(BODY, "body_kind", bodies),
    LIST(RELATION, "relation", relations),
    LIST(ROLE, "role", roles),
    LIST(GROUND, "ground", grounds),
    LIST(ROUTE, "route", routes),
    LIST(STAY, "stay_reason", stays),
    LIST(RESULT, "result", results),
    LIST(WAY, "way", ways),
    LIST(RULING, "ruling", rulings),
    LIST(COURT, "court_procedure", courts),
    LIST(SIDE, "side", sides),
    LIST(PARTY, "party_kind", parties),
    LIST(ATTENDANCE, "attendance", attendances),
    LIST(RISK, "risk", risks),
    LIST(DOCUMENT, "document", documents),
    LIST(TOPIC, "topic", topics),
    LIST(UNIT, "unit", units),
    LIST(COMMAND, "command", commands),
    LIST(FIELD, "field", fields),
    LIST(FACT, "fact", facts),
    LIST(REFUSAL, "refusal", refusals),
    LIST(EFFECT, "effect", effects),
    LIST(ORIGIN, "origin", origins),
    LIST(SIGNING, "signing", signings),
    LIST(BAR, "bar", bars),
    LIST(SHIFT, "shift_ground", shifts),
};

_Static_assert(YM_FACT_COUNT <= 64 && YM_FIELD_COUNT <= 64,
               "sets of facts and fields are uint64_t");
_Static_assert(YM_ROLE_COUNT <= 32 && YM_EFFECT_COUNT <= 32 && YM_DOC_COUNT <= 32 &&
                   YM_TOPIC_COUNT <= 32 && YM_BODY_COUNT <= 32,
               "these sets are uint32_t");
_Static_assert(YM_CMD_COUNT < 256 && YM_TRACK_COUNT == YM_TRACKS, "commands are stored as bytes");

const struct ym_vocab *ym_vocab(enum ym_vocab_id which)
{
    assert(which < YM_VOCAB_COUNT);
    return &vocabs[which];
}

int ym_vocab_find(enum ym_vocab_id which, struct ym_span code)
{
    const struct ym_vocab *v = ym_vocab(which);

    for (int i = 0; i < v->count; i++)
        if (ym_span_is(ym_span_of(v->words[i].code), code))
            return i;
    return -1;
}

const struct ym_word *ym_word(enum ym_vocab_id which, int index)
{
    const struct ym_vocab *v = ym_vocab(which);

    assert(index >= 0);
    assert(index < v->count);
    return &v->words[index];
}

enum ym_relation ym_role_relation(enum ym_role role)
{
    static const uint8_t relation[YM_ROLE_COUNT] = {
#define X(name, code, zh, en, rel) [YM_ROLE_##name] = YM_REL_##rel,
        YM_ROLES(X)
#undef X
    };

    assert(role < YM_ROLE_COUNT);
    return (enum ym_relation)relation[role];
}

uint64_t ym_command_fields(enum ym_cmd kind)
{
    static const uint64_t takes[YM_CMD_COUNT] = {
#define X(name, code, zh, en, set) [YM_CMD_##name] = (set),
        YM_COMMANDS(X)
#undef X
    };

    assert(kind < YM_CMD_COUNT);
    return takes[kind];
}

enum ym_field_kind ym_field_kind(enum ym_field field)
{
    static const uint8_t kinds[YM_FIELD_COUNT] = {
#define X(name, code, kind, vocab, zh, en) [YM_FIELD_##name] = YM_KIND_##kind,
        YM_FIELDS(X)
#undef X
    };

    assert(field < YM_FIELD_COUNT);
    return (enum ym_field_kind)kinds[field];
}

enum ym_vocab_id ym_field_vocab(enum ym_field field)
{
    static const uint8_t words[YM_FIELD_COUNT] = {
#define YM_VOCAB_NONE                      YM_VOCAB_COUNT
#define X(name, code, kind, vocab, zh, en) [YM_FIELD_##name] = YM_VOCAB_##vocab,
        YM_FIELDS(X)
#undef X
#undef YM_VOCAB_NONE
    };

    assert(field < YM_FIELD_COUNT);
    return (enum ym_vocab_id)words[field];
}
