/* SPDX-License-Identifier: Apache-2.0 */
/* A library to be preloaded into yima and into PostgreSQL: calls of the C library fail on demand,
 * as shim.h says. It decides, then hands over to the real call, so that a program under it runs as
 * it always does until a test opens a door. YM_FAULT_PAGE names the file with the page; without it
 * nothing ever fails.
 *
 * malloc has to work before anything else does, dlsym() included; so the heap goes straight to the
 * names that the GNU C library exports for such a case. */
#define _GNU_SOURCE
#include "shim_private.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *at, size_t n);
void *__libc_memalign(size_t alignment, size_t n);

/* Whose calls of the heap may fail; the bits of fault_page.modules. */
static const char *const module_names[] = { "",       "libpq.",         "libcjson.",
                                            "libuv.", "libmicrohttpd.", "libcurl" };
#define MODULES (sizeof(module_names) / sizeof(module_names[0]))

struct module {
    uintptr_t from, to; /* of its code */
};

/* A preloaded library has no place for what it knows but static ones: set once before main(). */
struct fault_page *fault_page;
static enum fault_role role;
static struct module modules[MODULES];

static int note_module(struct dl_phdr_info *info, size_t size, void *arg)
{
    const char *const slash = strrchr(info->dlpi_name, '/');
    const char *const name = slash != NULL ? slash + 1 : info->dlpi_name;

    (void)size;
    (void)arg;
    for (size_t m = 0; m < MODULES; m++) {
        const bool is_it = m == 0 ? name[0] == '\0' /* the program itself */
                                  : strncmp(name, module_names[m], strlen(module_names[m])) == 0;

        for (int i = 0; is_it && modules[m].to == 0 && i < info->dlpi_phnum; i++) {
            const ElfW(Phdr) *const p = &info->dlpi_phdr[i];

            if (p->p_type == PT_LOAD && (p->p_flags & PF_X) != 0) {
                modules[m].from = info->dlpi_addr + p->p_vaddr;
                modules[m].to = modules[m].from + p->p_memsz;
            }
        }
    }
    return 0;
}

__attribute__((constructor)) static void open_page(void)
{
    const char *const path = getenv("YM_FAULT_PAGE");
    const int fd = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
    void *at;

    if (fd < 0)
        return;
    if (strcmp(program_invocation_short_name, "postgres") == 0)
        role = FAULT_POSTGRES;
    else if (strcmp(program_invocation_short_name, "yima") != 0) {
        close(fd);
        return;
    }
    at = mmap(NULL, sizeof(*fault_page), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (at == MAP_FAILED)
        return;
    dl_iterate_phdr(note_module, NULL);
    fault_page = at;
}

bool fault_is_watched(enum fault_door door)
{
    return fault_page != NULL && atomic_load(&fault_page->magic) == FAULT_MAGIC &&
           atomic_load(&fault_page->at[role][door].first) > 0;
}

bool fault_strikes(enum fault_door door, int64_t *ret_how)
{
    struct fault_state *const s = &fault_page->at[role][door];
    const int64_t first = atomic_load(&s->first);
    const int64_t fails = atomic_load(&s->fails);
    const int64_t n = atomic_fetch_add(&s->seen, 1) + 1;

    *ret_how = atomic_load(&s->how);
    if (first == 0 || n < first || (fails >= 0 && n - first >= fails))
        return false;
    atomic_fetch_add(&s->fired, 1);
    return true;
}

/* ---- The heap ---- */

static bool heap_fails(const void *caller)
{
    const uintptr_t at = (uintptr_t)caller;
    int64_t how, set;

    if (!fault_is_watched(FAULT_HEAP))
        return false;
    set = atomic_load(&fault_page->modules);
    for (size_t m = 0; m < MODULES; m++)
        if ((set >> m & 1) != 0 && at >= modules[m].from && at < modules[m].to) {
            if (!fault_strikes(FAULT_HEAP, &how))
                return false;
            errno = ENOMEM;
            return true;
        }
    return false;
}

void *malloc(size_t n)
{
    return heap_fails(__builtin_return_address(0)) ? NULL : __libc_malloc(n);
}

void *calloc(size_t count, size_t size)
{
    return heap_fails(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *at, size_t n)
{
    return heap_fails(__builtin_return_address(0)) ? NULL : __libc_realloc(at, n);
}

void *aligned_alloc(size_t alignment, size_t n)
{
    return heap_fails(__builtin_return_address(0)) ? NULL : __libc_memalign(alignment, n);
}

int posix_memalign(void **ret, size_t alignment, size_t n)
{
    void *const at = heap_fails(__builtin_return_address(0)) ? NULL : __libc_memalign(alignment, n);

    if (at == NULL)
        return ENOMEM;
    *ret = at;
    return 0;
}

/* ---- Sockets ---- */

/* Which door does traffic on this descriptor go through? FAULT_DISK: none of these. */
static enum fault_door socket_door(int fd, bool is_out)
{
    struct sockaddr_storage name;
    socklen_t n = sizeof(name);
    in_port_t port;

    memset(&name, 0, sizeof(name));
    if (getsockname(fd, (struct sockaddr *)&name, &n) != 0)
        return FAULT_DISK;
    switch (name.ss_family) {
    case AF_UNIX:
        return is_out ? FAULT_PG_OUT : FAULT_PG_IN;
    case AF_INET:
        port = ((const struct sockaddr_in *)(const void *)&name)->sin_port;
        break;
    case AF_INET6:
        port = ((const struct sockaddr_in6 *)(const void *)&name)->sin6_port;
        break;
    default:
        return FAULT_DISK;
    }
    if (ntohs(port) == atomic_load(&fault_page->http_port))
        return is_out ? FAULT_HTTP_OUT : FAULT_HTTP_IN;
    return is_out ? FAULT_CALL_OUT : FAULT_CALL_IN;
}

/* Shall this transfer fail? *ret_n: what to return then, errno set; or, FAULT_SHORT, how many bytes
 * to ask the real call for, with false. */
static bool transfer_fails(int fd, bool is_out, size_t *n, ssize_t *ret)
{
    const int saved = errno;
    const enum fault_door least = is_out ? FAULT_HTTP_OUT : FAULT_HTTP_IN;
    enum fault_door door;
    int64_t how;

    if (!fault_is_watched(least) && !fault_is_watched(least + 2) && !fault_is_watched(least + 4))
        return false;
    door = socket_door(fd, is_out);
    errno = saved;
    if (door == FAULT_DISK || !fault_is_watched(door) || !fault_strikes(door, &how))
        return false;
    if (how == FAULT_SHORT) {
        *n = *n > 1 ? 1 : *n;
        return false;
    }
    /* Whoever is told that the other side has gone must find it gone: libpq goes on to wait for
     * what it may have said before. */
    if (how == FAULT_END || how == EPIPE || how == ECONNRESET)
        (void)shutdown(fd, SHUT_RDWR);
    *ret = how == FAULT_END ? 0 : -1;
    errno = how == FAULT_END ? saved : (int)how;
    return true;
}

/* ---- The calls: out ---- */

ssize_t send(int fd, const void *at, size_t n, int flags)
{
    ssize_t ret;
    REAL(send);

    return transfer_fails(fd, true, &n, &ret) ? ret : real(fd, at, n, flags);
}

ssize_t sendto(int fd, const void *at, size_t n, int flags, const struct sockaddr *to, socklen_t tn)
{
    ssize_t ret;
    REAL(sendto);

    return transfer_fails(fd, true, &n, &ret) ? ret : real(fd, at, n, flags, to, tn);
}

/* A short transfer of several pieces is one of a byte of the first that is not empty. */
static ssize_t send_one(int fd, const struct iovec *v, int count)
{
    int i = 0;

    while (i < count - 1 && v[i].iov_len == 0)
        i++;
    return count == 0 ? 0 : write(fd, v[i].iov_base, v[i].iov_len > 1 ? 1 : v[i].iov_len);
}

ssize_t sendmsg(int fd, const struct msghdr *m, int flags)
{
    const size_t all = fault_total(m->msg_iov, (int)m->msg_iovlen);
    size_t n = all;
    ssize_t ret;
    REAL(sendmsg);

    if (transfer_fails(fd, true, &n, &ret))
        return ret;
    if (n < all && m->msg_controllen == 0) {
        struct iovec one = { m->msg_iov[0].iov_base, 1 };
        struct msghdr less = *m;

        less.msg_iov = m->msg_iov[0].iov_len > 0 ? &one : m->msg_iov;
        less.msg_iovlen = m->msg_iov[0].iov_len > 0 ? 1 : m->msg_iovlen;
        return real(fd, &less, flags);
    }
    return real(fd, m, flags);
}

ssize_t sendfile(int out, int in, off_t *at, size_t n)
{
    ssize_t ret;
    REAL(sendfile);

    return transfer_fails(out, true, &n, &ret) ? ret : real(out, in, at, n);
}

ssize_t sendfile64(int out, int in, off64_t *at, size_t n)
{
    ssize_t ret;
    REAL(sendfile64);

    return transfer_fails(out, true, &n, &ret) ? ret : real(out, in, at, n);
}

ssize_t write(int fd, const void *at, size_t n)
{
    ssize_t ret;
    REAL(write);

    if (fault_write_fails(fd, -1, n))
        return -1;
    return transfer_fails(fd, true, &n, &ret) ? ret : real(fd, at, n);
}

ssize_t writev(int fd, const struct iovec *v, int count)
{
    const size_t all = fault_total(v, count);
    size_t n = all;
    ssize_t ret;
    REAL(writev);

    if (fault_write_fails(fd, -1, all))
        return -1;
    if (transfer_fails(fd, true, &n, &ret))
        return ret;
    return n < all ? send_one(fd, v, count) : real(fd, v, count);
}

/* ---- The calls: in ---- */

ssize_t recv(int fd, void *at, size_t n, int flags)
{
    ssize_t ret;
    REAL(recv);

    return transfer_fails(fd, false, &n, &ret) ? ret : real(fd, at, n, flags);
}

ssize_t recvfrom(int fd, void *at, size_t n, int flags, struct sockaddr *from, socklen_t *fn)
{
    ssize_t ret;
    REAL(recvfrom);

    return transfer_fails(fd, false, &n, &ret) ? ret : real(fd, at, n, flags, from, fn);
}

ssize_t recvmsg(int fd, struct msghdr *m, int flags)
{
    size_t n = 0; /* nobody here reads streams with it: it is never short */
    ssize_t ret;
    REAL(recvmsg);

    return transfer_fails(fd, false, &n, &ret) ? ret : real(fd, m, flags);
}

ssize_t read(int fd, void *at, size_t n)
{
    ssize_t ret;
    REAL(read);

    return transfer_fails(fd, false, &n, &ret) ? ret : real(fd, at, n);
}

ssize_t readv(int fd, const struct iovec *v, int count)
{
    const size_t all = fault_total(v, count);
    size_t n = all;
    ssize_t ret;
    REAL(readv);

    if (transfer_fails(fd, false, &n, &ret))
        return ret;
    if (n < all && count > 0 && v[0].iov_len > 0)
        return read(fd, v[0].iov_base, 1);
    return real(fd, v, count);
}

/* What _FORTIFY_SOURCE makes of them. */
ssize_t __read_chk(int fd, void *at, size_t n, size_t room);
ssize_t __recv_chk(int fd, void *at, size_t n, size_t room, int flags);

ssize_t __read_chk(int fd, void *at, size_t n, size_t room)
{
    if (n > room)
        abort();
    return read(fd, at, n);
}

ssize_t __recv_chk(int fd, void *at, size_t n, size_t room, int flags)
{
    if (n > room)
        abort();
    return recv(fd, at, n, flags);
}

/* ---- The calls: descriptors ---- */

static bool descriptor_fails(void)
{
    int64_t how;

    if (!fault_is_watched(FAULT_DESCRIPTOR) || !fault_strikes(FAULT_DESCRIPTOR, &how))
        return false;
    errno = (int)how;
    return true;
}

int accept4(int fd, struct sockaddr *from, socklen_t *n, int flags)
{
    REAL(accept4);

    return descriptor_fails() ? -1 : real(fd, from, n, flags);
}

int accept(int fd, struct sockaddr *from, socklen_t *n)
{
    REAL(accept);

    return descriptor_fails() ? -1 : real(fd, from, n);
}

int socket(int domain, int type, int protocol)
{
    REAL(socket);

    return descriptor_fails() ? -1 : real(domain, type, protocol);
}
