/* SPDX-License-Identifier: Apache-2.0 */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OUTPUT_MODE 0600 /* an export names people; who owns the file may open it further */

static enum ym_err refuse(const struct cli_output *o, int why, struct ym_error *reterr)
{
    return ym_fail(reterr, YM_E_INVALID, "cannot write %.80s: %s",
                   o->path != NULL ? o->path : "to standard output", strerror(why));
}

enum ym_err cli_output_open(const char *path, struct cli_output *ret, struct ym_error *reterr)
{
    struct stat there;
    int fd;

    *ret = (struct cli_output){ .file = stdout };
    if (path == NULL || strcmp(path, "-") == 0)
        return YM_E_OK;
    ret->path = path;
    if (strlen(path) + sizeof(".XXXXXX") > sizeof(ret->growing))
        return refuse(ret, ENAMETOOLONG, reterr);
    /* A device or pipe cannot be replaced by a file, only written to. */
    if (stat(path, &there) == 0 && !S_ISREG(there.st_mode)) {
        ret->file = fopen(path, "w");
        return ret->file != NULL ? YM_E_OK : refuse(ret, errno, reterr);
    }
    (void)snprintf(ret->growing, sizeof(ret->growing), "%s.XXXXXX", path);
    fd = mkostemp(ret->growing, O_CLOEXEC);
    ret->file = fd >= 0 && fchmod(fd, OUTPUT_MODE) == 0 ? fdopen(fd, "w") : NULL;
    if (ret->file != NULL)
        return YM_E_OK;
    (void)refuse(ret, errno, reterr);
    if (fd >= 0) {
        (void)unlink(ret->growing);
        (void)close(fd);
    }
    return YM_E_INVALID;
}

/* The directory too, since the new name stands there. A file system that cannot is no error. */
static void settle_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    char dir[CLI_OUTPUT_PATH_MAX];
    int fd;

    (void)snprintf(dir, sizeof(dir), "%.*s", slash == NULL ? 1 : (int)(slash - path) + 1,
                   slash == NULL ? "." : path);
    fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)fsync(fd);
    (void)close(fd);
}

bool cli_output_ok(struct cli_output *o)
{
    if (!ferror(o->file))
        return true;
    if (o->why == 0)
        o->why = errno != 0 ? errno : EIO;
    return false;
}

/* Everything on the disk and the file closed; 0, or why not. */
static int finish(struct cli_output *o)
{
    int why = cli_output_ok(o) ? 0 : o->why;

    if (fflush(o->file) != 0 && why == 0)
        why = errno;
    if (why == 0 && o->growing[0] != '\0' && fsync(fileno(o->file)) != 0)
        why = errno;
    if (o->file != stdout && fclose(o->file) != 0 && why == 0)
        why = errno;
    o->file = NULL;
    return why;
}

enum ym_err cli_output_commit(struct cli_output *o, struct ym_error *reterr)
{
    int why = finish(o);

    if (o->growing[0] != '\0') {
        if (why == 0 && rename(o->growing, o->path) != 0)
            why = errno;
        if (why == 0)
            settle_name(o->path);
        else
            (void)unlink(o->growing);
    }
    return why == 0 ? YM_E_OK : refuse(o, why, reterr);
}

void cli_output_abort(struct cli_output *o)
{
    if (o->file != NULL && o->file != stdout)
        (void)fclose(o->file);
    if (o->growing[0] != '\0')
        (void)unlink(o->growing);
    o->file = NULL;
}
