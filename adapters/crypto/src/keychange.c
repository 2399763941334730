/* SPDX-License-Identifier: Apache-2.0 */
/* Changes of the key file: keys and generations come, are used, and go. */
#include <string.h>

#include <sodium.h>

#include "crypto/keyring.h"
#include "keyfile.h"

static enum ym_err refuse_step(struct ym_error *reterr, const char *text)
{
    return ym_fail(reterr, YM_E_CONFLICT, "the key file is not in the state for this: %s", text);
}

static enum ym_err add_key(struct ym_keys *keys, struct ym_error *reterr)
{
    const unsigned last = keys->n - 1;

    if (keys->n == YM_KEYRING_KEYS_MAX || keys->number[last] == 255)
        return ym_fail(reterr, YM_E_TOO_LARGE,
                       "the key file is full: seal the fields anew and retire old keys");
    keys->number[keys->n] = (unsigned char)(keys->number[last] + 1);
    randombytes_buf(keys->key[keys->n], YM_KEY_LEN);
    keys->n++;
    return YM_E_OK;
}

static enum ym_err retire_key(struct ym_keys *keys, unsigned number, struct ym_error *reterr)
{
    const unsigned at = ym_keyfile_place(number, keys->number, keys->n);

    if (keys->number[at] != number)
        return ym_fail(reterr, YM_E_NOT_FOUND, "the key file has no key %u", number);
    if (at == ym_keyfile_place(keys->under, keys->number, keys->n))
        return refuse_step(reterr, "this key seals; add another one first");
    ym_keyfile_derive(keys); /* it may be key 1 that goes */
    for (unsigned i = at; i + 1 < keys->n; i++) {
        keys->number[i] = keys->number[i + 1];
        memcpy(keys->key[i], keys->key[i + 1], YM_KEY_LEN);
    }
    keys->n--;
    return YM_E_OK;
}

static enum ym_err change_match(struct ym_keys *keys, enum ym_keyring_step step,
                                struct ym_error *reterr)
{
    ym_keyfile_derive(keys);
    if (step == YM_KEYRING_MATCH_ADD) {
        if (keys->nmatch != 1 || keys->match_number[0] == 255)
            return refuse_step(reterr, "there are two generations of hashes already");
        keys->hash = keys->match_number[0];
        keys->match_number[1] = (unsigned char)(keys->match_number[0] + 1);
        randombytes_buf(keys->match[1], YM_KEY_LEN);
        keys->nmatch = 2;
        return YM_E_OK;
    }
    if (keys->nmatch != 2 || (keys->hash == 0) != (step == YM_KEYRING_MATCH_DROP))
        return refuse_step(reterr, "there is no generation of hashes that waits for it");
    keys->hash = 0;
    if (step == YM_KEYRING_MATCH_DROP) {
        keys->match_number[0] = keys->match_number[1];
        memcpy(keys->match[0], keys->match[1], YM_KEY_LEN);
        keys->nmatch = 1;
    }
    return YM_E_OK;
}

static enum ym_err change(struct ym_keys *keys, enum ym_keyring_step step, unsigned number,
                          struct ym_error *reterr)
{
    switch (step) {
    case YM_KEYRING_ADD:
        if (keys->under != 0)
            return refuse_step(reterr, "a newer key waits to seal already");
        keys->under = keys->number[keys->n - 1];
        return add_key(keys, reterr);
    case YM_KEYRING_SEAL:
        if (keys->under == 0)
            return refuse_step(reterr, "the newest key seals already");
        keys->under = 0;
        return YM_E_OK;
    case YM_KEYRING_RETIRE:
        return retire_key(keys, number, reterr);
    case YM_KEYRING_MATCH_ADD:
    case YM_KEYRING_MATCH_USE:
    case YM_KEYRING_MATCH_DROP:
        break;
    }
    return change_match(keys, step, reterr);
}

enum ym_err ym_keyring_change(const char *path, enum ym_keyring_step step, unsigned number,
                              struct ym_error *reterr)
{
    struct ym_keys *keys;
    enum ym_err err = ym_keyfile_check_path(path, reterr);

    if (err != YM_E_OK)
        return err;
    keys = ym_keyfile_new(reterr);
    if (keys == NULL)
        return YM_E_UNAVAILABLE;
    err = ym_keyfile_read(path, keys, reterr);
    if (err == YM_E_OK)
        err = change(keys, step, number, reterr);
    if (err == YM_E_OK)
        err = ym_keyfile_write(path, keys, false, reterr);
    sodium_free(keys);
    return err;
}

enum ym_err ym_keyring_rotate(const char *path, struct ym_error *reterr)
{
    struct ym_keys *keys;
    enum ym_err err = ym_keyfile_check_path(path, reterr);

    if (err != YM_E_OK)
        return err;
    keys = ym_keyfile_new(reterr);
    if (keys == NULL)
        return YM_E_UNAVAILABLE;
    err = ym_keyfile_read(path, keys, reterr);
    if (err == YM_E_OK)
        err = add_key(keys, reterr);
    keys->under = 0;
    if (err == YM_E_OK)
        err = ym_keyfile_write(path, keys, false, reterr);
    sodium_free(keys);
    return err;
}
