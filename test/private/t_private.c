/* SPDX-License-Identifier: Apache-2.0 */
/* The private server: made, started, killed in every way, refused where it may not be. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "folder.h"
#include "pg/conn.h"
#include "pg/private.h"

#define STEPS_MAX 12000 /* naps of 10 ms before a test gives up: 120 s or more */

static void nap(void)
{
    const struct timespec t = { .tv_nsec = 10000000L };

    nanosleep(&t, NULL);
}

static const char *data_of(void **state, char path[FOLDER_PATH_MAX])
{
    snprintf(path, FOLDER_PATH_MAX, "%s/data", (const char *)*state);
    return path;
}

static void run(struct ym_conn *c, const char *sql)
{
    struct ym_error e = { .text = "" };

    if (ym_conn_script(c, sql, &e) != YM_E_OK)
        fail_msg("%s: %s", sql, e.text);
}

static void on_i64(void *arg, const struct ym_rows *rows)
{
    *(int64_t *)arg = ym_rows_int(rows, 0, 0);
}

static int64_t number(struct ym_conn *c, const char *sql)
{
    const struct ym_statement s = { .sql = sql };
    struct ym_error e = { .text = "" };
    int64_t v = -1;

    if (ym_conn_run(c, &s, on_i64, &v, &e) != YM_E_OK)
        fail_msg("%s: %s", sql, e.text);
    return v;
}

static struct ym_private *must_open(const char *dir)
{
    struct ym_error e = { .text = "" };
    struct ym_private *p = ym_private_open(dir, &e);

    if (p == NULL)
        fail_msg("open %s: %s", dir, e.text);
    return p;
}

static struct ym_conn *must_connect(const struct ym_private *p)
{
    struct ym_error e = { .text = "" };
    struct ym_conn *c = ym_conn_open(ym_private_conninfo(p), &e);

    if (c == NULL)
        fail_msg("connect: %s", e.text);
    return c;
}

static bool is_alive(pid_t pid)
{
    return kill(pid, 0) == 0 || errno == EPERM;
}

static void refused(const char *dir, enum ym_err code, const char *text)
{
    struct ym_error e = { .text = "" };
    struct ym_private *p = ym_private_open(dir, &e);

    assert_null(p);
    if (e.code != code || strstr(e.text, text) == NULL)
        fail_msg("%s: expected %d and \"%s\", got %d: %s", dir, code, text, e.code, e.text);
}

static void test_open_close_reopen(void **state)
{
    char path[FOLDER_PATH_MAX];
    struct stat st;
    struct ym_private *p = must_open(data_of(state, path));
    struct ym_conn *c = must_connect(p);

    assert_int_equal(number(c, "select count(*) from pg_settings where (name, setting) in "
                               "(('fsync', 'on'), ('synchronous_commit', 'on'), "
                               "('data_checksums', 'on'), ('server_encoding', 'UTF8'), "
                               "('lc_collate', 'C.UTF-8'), ('listen_addresses', ''))"),
                     6);
    run(c, "create table t(v int); insert into t values (1)");
    ym_conn_close(c);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    ym_private_close(p);

    p = must_open(path);
    c = must_connect(p);
    assert_int_equal(number(c, "select count(*) from t"), 1);
    assert_int_equal(ym_private_poll(p), YM_PRIVATE_READY);
    assert_int_equal(ym_private_restarts(p), 0);
    ym_private_close(p); /* with a client connected */
    ym_conn_close(c);
}

static void test_runs_as_another_user(void **state)
{
    char path[FOLDER_PATH_MAX];
    struct ym_private *p;
    struct stat st;
    char proc[64];

    if (geteuid() != 0)
        skip();
    p = must_open(data_of(state, path));
    snprintf(proc, sizeof(proc), "/proc/%ld", (long)ym_private_pid(p));
    assert_int_equal(stat(proc, &st), 0);
    assert_int_not_equal(st.st_uid, 0);
    assert_int_equal(stat(path, &st), 0);
    assert_int_not_equal(st.st_uid, 0);
    ym_private_close(p);
}

static void test_postmaster_killed(void **state)
{
    char path[FOLDER_PATH_MAX];
    struct ym_private *p = must_open(data_of(state, path));
    struct ym_conn *c = must_connect(p);
    const pid_t first = ym_private_pid(p);
    int steps = 0;

    run(c, "create table t(v int); insert into t values (1)");
    kill(first, SIGKILL);
    while (ym_private_poll(p) == YM_PRIVATE_READY && steps++ < STEPS_MAX)
        nap();
    assert_int_not_equal(ym_private_pid(p), first); /* none, or already the next one */
    while (ym_private_poll(p) != YM_PRIVATE_READY && steps++ < STEPS_MAX)
        nap();
    assert_int_not_equal(ym_private_pid(p), first);
    assert_true(ym_private_restarts(p) >= 1);
    ym_conn_close(c);
    c = must_connect(p);
    assert_int_equal(number(c, "select count(*) from t"), 1);
    ym_conn_close(c);
    ym_private_close(p);
}

/* In a child: open the directory, tell the server's pid, sleep until killed. */
__attribute__((noreturn)) static void hold(const char *path, int out)
{
    struct ym_error e = { .text = "" };
    struct ym_private *p = ym_private_open(path, &e);
    const pid_t pid = p != NULL ? ym_private_pid(p) : -1;

    if (write(out, &pid, sizeof(pid)) != (ssize_t)sizeof(pid))
        _exit(1);
    for (;;)
        pause();
}

static pid_t holder(const char *path, pid_t *ret_server)
{
    int fd[2];
    pid_t pid;

    assert_int_equal(pipe(fd), 0);
    pid = fork();
    if (pid == 0)
        hold(path, fd[1]);
    close(fd[1]);
    assert_int_equal(read(fd[0], ret_server, sizeof(*ret_server)), (int)sizeof(*ret_server));
    close(fd[0]);
    assert_true(*ret_server > 0);
    return pid;
}

/* Wait until the server of a killed holder is gone. Nobody has to tell it. This process, a
 * subreaper since it opened a server itself, may inherit what is left of it. */
static void wait_for_end(pid_t server)
{
    int steps = 0;

    while (is_alive(server) && waitpid(server, NULL, WNOHANG) <= 0 && steps++ < STEPS_MAX)
        nap();
    assert_false(is_alive(server));
}

static void test_parent_killed(void **state)
{
    char path[FOLDER_PATH_MAX];
    struct ym_private *p;
    pid_t server;
    pid_t parent = holder(data_of(state, path), &server);

    kill(parent, SIGKILL);
    waitpid(parent, NULL, 0);
    p = must_open(path); /* at once, while the old server is still going down */
    assert_int_not_equal(ym_private_pid(p), server);
    ym_private_close(p);

    parent = holder(path, &server);
    kill(parent, SIGKILL);
    waitpid(parent, NULL, 0);
    wait_for_end(server);
}

static void test_second_instance(void **state)
{
    char path[FOLDER_PATH_MAX];
    char text[64];
    pid_t server;
    const pid_t parent = holder(data_of(state, path), &server);

    snprintf(text, sizeof(text), "another yima (pid %ld)", (long)parent);
    refused(path, YM_E_BUSY, text);
    assert_true(is_alive(server));
    kill(parent, SIGKILL);
    waitpid(parent, NULL, 0);
    wait_for_end(server);
}

/* pg_ctl on the cluster of a data folder, as the user that its server runs as. options NULL: none.
 */
static int pg_ctl(const char *path, const char *verb, const char *options)
{
    const char *argv[16];
    size_t n = 0;
    char bin[FOLDER_PATH_MAX];
    char program[FOLDER_PATH_MAX + 16];
    char data[FOLDER_PATH_MAX + 16];

    folder_of_postgres(bin, sizeof(bin));
    snprintf(program, sizeof(program), "%s/pg_ctl", bin);
    snprintf(data, sizeof(data), "%s/pg", path);
    if (geteuid() == 0) {
        argv[n++] = "setpriv";
        argv[n++] = "--reuid=postgres";
        argv[n++] = "--regid=postgres";
        argv[n++] = "--clear-groups";
    }
    argv[n++] = program;
    argv[n++] = "-sw";
    argv[n++] = "-D";
    argv[n++] = data;
    argv[n++] = "-l";
    argv[n++] = "/dev/null";
    if (options != NULL) {
        argv[n++] = "-o";
        argv[n++] = options;
    }
    argv[n++] = verb;
    argv[n] = NULL;
    return folder_run(argv);
}

/* A server that somebody started by hand in our directory is neither used nor stopped. */
static void test_foreign_server(void **state)
{
    char path[FOLDER_PATH_MAX];
    char options[2 * FOLDER_PATH_MAX];
    struct ym_private *p = must_open(data_of(state, path));

    ym_private_close(p);
    snprintf(options, sizeof(options), "-c listen_addresses= -c unix_socket_directories=%s", path);
    assert_int_equal(pg_ctl(path, "start", options), 0);
    refused(path, YM_E_CONFLICT, "did not start");
    assert_int_equal(pg_ctl(path, "stop", NULL), 0);
}

static void test_interrupted_initdb(void **state)
{
    char path[FOLDER_PATH_MAX];
    char done[FOLDER_PATH_MAX + 32];
    char made[FOLDER_PATH_MAX + 32];
    struct ym_private *p = must_open(data_of(state, path));

    ym_private_close(p);
    snprintf(done, sizeof(done), "%s/pg/PG_VERSION", path);
    assert_int_equal(unlink(done), 0);
    snprintf(done, sizeof(done), "%s/pg", path);
    snprintf(made, sizeof(made), "%s/pg.new", path);
    assert_int_equal(rename(done, made), 0);
    p = must_open(path);
    assert_int_equal(access(made, F_OK), -1);
    ym_private_close(p);
}

static void test_bad_directories(void **state)
{
    const char *dir = *state;
    char path[256];

    snprintf(path, sizeof(path), "%s/a/b", dir);
    refused(path, YM_E_INVALID, "cannot make the directory");

    snprintf(path, sizeof(path), "%s/full", dir);
    assert_int_equal(mkdir(path, 0755), 0);
    snprintf(path, sizeof(path), "%s/full/thesis.txt", dir);
    folder_write(path, "");
    refused(path, YM_E_INVALID, "is not a directory");
    snprintf(path, sizeof(path), "%s/full", dir);
    refused(path, YM_E_INVALID, "not made by yima");

    snprintf(path, sizeof(path), "%s/comma,", dir);
    refused(path, YM_E_INVALID, "comma");
}

/* The longest path works, quote, blank and all; one byte more is refused. */
static void test_path_limit(void **state)
{
    const char *dir = *state;
    char path[256];
    struct ym_private *p;
    struct ym_conn *c;

    snprintf(path, sizeof(path), "%s/it's %079d", dir, 0);
    path[YM_PRIVATE_DIR_BYTES_MAX] = '\0';
    p = must_open(path);
    c = must_connect(p);
    ym_conn_close(c);
    ym_private_close(p);

    snprintf(path, sizeof(path), "%s/long%079d", dir, 0);
    path[YM_PRIVATE_DIR_BYTES_MAX + 1] = '\0';
    refused(path, YM_E_INVALID, "81 bytes");
}

static void test_unreachable(void **state)
{
    char path[FOLDER_PATH_MAX];

    if (geteuid() != 0)
        skip();
    assert_int_equal(chmod(*state, 0700), 0); /* root's, and closed to the server's user */
    refused(data_of(state, path), YM_E_INVALID, "cannot enter");
}

static void test_of_another_user(void **state)
{
    char path[FOLDER_PATH_MAX];
    pid_t pid;
    int status = 0;

    if (geteuid() != 0)
        skip();
    data_of(state, path);
    assert_int_equal(mkdir(path, 0755), 0);
    pid = fork();
    if (pid == 0) {
        struct ym_error e = { .text = "" };

        if (setgid(65534) != 0 || setuid(65534) != 0)
            _exit(2);
        _exit(ym_private_open(path, &e) == NULL && strstr(e.text, "belongs to") != NULL ? 0 : 1);
    }
    waitpid(pid, &status, 0);
    assert_int_equal(status, 0);
}

/* In a child whose view of the machine has no PostgreSQL. */
__attribute__((noreturn)) static void open_without(const char *path)
{
    struct ym_error e = { .text = "" };

    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("none", "/usr/lib/postgresql", "tmpfs", 0, NULL) != 0)
        _exit(77);
    setenv("PATH", "/nonexistent", 1);
    _exit(ym_private_open(path, &e) == NULL && e.code == YM_E_UNAVAILABLE &&
                  strstr(e.text, "apt-get install postgresql-15") != NULL
              ? 0
              : 1);
}

static void test_not_installed(void **state)
{
    char path[FOLDER_PATH_MAX];
    pid_t pid;
    int status = 0;

    pid = fork();
    if (pid == 0)
        open_without(data_of(state, path));
    waitpid(pid, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
        skip(); /* no right to make a mount namespace */
    assert_int_equal(status, 0);
}

static void test_missing_version(void **state)
{
    char path[FOLDER_PATH_MAX];
    char version[FOLDER_PATH_MAX + 32];
    struct ym_private *p = must_open(data_of(state, path));

    ym_private_close(p);
    snprintf(version, sizeof(version), "%s/pg/PG_VERSION", path);
    folder_write(version, "9\n");
    refused(path, YM_E_UNAVAILABLE, "apt-get install postgresql-9");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, folder_set_up, folder_tear_down)
    const struct CMUnitTest tests[] = {
        T(test_open_close_reopen),  T(test_runs_as_another_user), T(test_postmaster_killed),
        T(test_parent_killed),      T(test_second_instance),      T(test_foreign_server),
        T(test_interrupted_initdb), T(test_bad_directories),      T(test_path_limit),
        T(test_unreachable),        T(test_of_another_user),      T(test_missing_version),
        T(test_not_installed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
