/* SPDX-License-Identifier: Apache-2.0 */
/* Terminal labels, character by character against the grid. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "qr/code.h"
#include "qr/grid.h"

#define URL   "HTTPS://YIMA.EXAMPLE.GOV.CN/M/7QK2M9X4HT0CZB5VJ3W8RN6DGPFA"
#define SIDE  33
#define CELLS (SIDE + 2 * YM_QR_QUIET)

static const struct ym_qr_label *sample(struct ym_qr_label *ret)
{
    *ret = (struct ym_qr_label){
        .url = YM_SPAN(URL),
        .number = YM_SPAN("滨江2026-000417-8"),
        .colour = YM_COLOUR_RED,
        .stage_zh = YM_SPAN("调解不成"),
        .stage_en = YM_SPAN("no agreement"),
        .heading_zh = YM_SPAN("调解中心"),
        .heading_en = YM_SPAN("Centre"),
    };
    return ret;
}

static void print(struct ym_qr_terminal terminal, struct ym_buf *buf)
{
    struct ym_qr_label label;

    ym_buf_init(buf, YM_QR_TERM_BYTES_MAX);
    assert_int_equal(ym_qr_terminal(sample(&label), &terminal, buf, NULL), YM_E_OK);
}

/* Start of line n, from 0. */
static const char *line(const struct ym_buf *buf, int n)
{
    const char *at = buf->at;

    while (n-- > 0) {
        at = strchr(at, '\n');
        assert_non_null(at);
        at++;
    }
    return at;
}

static int lines(const struct ym_buf *buf)
{
    int n = 0;

    for (size_t i = 0; i < buf->n; i++)
        n += buf->at[i] == '\n';
    return n;
}

static void assert_line(const struct ym_buf *buf, int n, const char *want)
{
    const char *at = line(buf, n);

    assert_int_equal(strcspn(at, "\n"), strlen(want));
    assert_memory_equal(at, want, strlen(want));
}

static void ascii_shows_each_module(void **state)
{
    struct ym_qr_grid grid;
    struct ym_buf buf[2];

    (void)state;
    assert_int_equal(ym_qr_grid_make(YM_SPAN(URL), &grid, NULL), YM_E_OK);
    assert_int_equal(grid.side, SIDE);
    print((struct ym_qr_terminal){ .is_utf8 = false }, &buf[0]);
    print((struct ym_qr_terminal){ .is_dark = true }, &buf[1]);
    assert_line(&buf[0], 0, " Centre");
    assert_line(&buf[0], 1, " RED");
    for (int y = 0; y < CELLS; y++) {
        for (int x = 0; x < CELLS; x++) {
            const bool dark = ym_qr_grid_dark(&grid, x - YM_QR_QUIET, y - YM_QR_QUIET);

            assert_memory_equal(line(&buf[0], 2 + y) + 2 * (ptrdiff_t)x, dark ? "##" : "  ", 2);
            assert_memory_equal(line(&buf[1], 2 + y) + 2 * (ptrdiff_t)x, dark ? "  " : "##", 2);
        }
        assert_int_equal(line(&buf[0], 2 + y)[2 * CELLS], '\n');
    }
    assert_line(&buf[0], 2 + CELLS, " no agreement");
    assert_line(&buf[0], 3 + CELLS, " ??????2026-000417-8");
    assert_line(&buf[0], 4 + CELLS, " " URL);
    assert_int_equal(lines(&buf[0]), 5 + CELLS);
    for (size_t i = 0; i < buf[0].n; i++)
        assert_true((unsigned char)buf[0].at[i] < 0x80);
    ym_buf_release(&buf[0]);
    ym_buf_release(&buf[1]);
}

static void half_blocks_hold_two_rows(void **state)
{
    static const char *const block[] = { " ", "▄", "▀", "█" };
    struct ym_qr_grid grid;
    struct ym_buf buf;

    (void)state;
    assert_int_equal(ym_qr_grid_make(YM_SPAN(URL), &grid, NULL), YM_E_OK);
    print((struct ym_qr_terminal){ .is_utf8 = true }, &buf);
    assert_line(&buf, 0, " 调解中心 Centre");
    assert_line(&buf, 1, " ✕ 红码 RED");
    for (int y = 0; y < CELLS; y += 2) {
        const char *at = line(&buf, 2 + y / 2);

        for (int x = 0; x < CELLS; x++) {
            const char *want = block[2 * ym_qr_grid_dark(&grid, x - YM_QR_QUIET, y - YM_QR_QUIET) +
                                     ym_qr_grid_dark(&grid, x - YM_QR_QUIET, y + 1 - YM_QR_QUIET)];

            assert_memory_equal(at, want, strlen(want));
            at += strlen(want);
        }
        assert_int_equal(*at, '\n');
    }
    assert_line(&buf, 2 + CELLS / 2 + 1, " 调解不成 no agreement");
    assert_int_equal(lines(&buf), 6 + CELLS / 2);
    ym_buf_release(&buf);
}

/* Columns that a line takes: escape codes none, Chinese two. */
static unsigned columns_of(const char *at)
{
    unsigned n = 0;

    while (*at != '\n') {
        const unsigned char c = (unsigned char)*at;

        if (c == '\033') {
            at += strcspn(at, "m") + 1;
            continue;
        }
        n += (c & 0xc0) == 0x80 ? 0 : c >= 0xe4 ? 2 : 1;
        at++;
    }
    return n;
}

static void ansi_frame_is_a_rectangle(void **state)
{
    (void)state;
    for (int utf8 = 0; utf8 <= 1; utf8++) {
        const int rows = utf8 ? CELLS / 2 + 1 : CELLS;
        const unsigned columns = (utf8 ? CELLS : 2 * CELLS) + 4u;
        struct ym_buf buf;

        print((struct ym_qr_terminal){ .is_utf8 = utf8 == 1, .is_ansi = true, .is_dark = true },
              &buf);
        for (int i = 1; i <= rows + 2; i++) {
            const char *at = line(&buf, i);

            assert_int_equal(columns_of(at), columns);
            assert_memory_equal(at, "\033[38;5;231;48;5;160m", 20);
            at += strcspn(at, "\n") - 4;
            assert_memory_equal(at, "\033[0m\n", 5);
        }
        assert_non_null(strstr(buf.at, "\033[38;5;16;48;5;231m"));
        ym_buf_release(&buf);
    }
}

static void narrow_terminal_is_told(void **state)
{
    static const struct {
        struct ym_qr_terminal terminal;
        unsigned needs;
    } forms[] = {
        { { .is_utf8 = true }, CELLS },
        { { .is_utf8 = true, .is_ansi = true }, CELLS + 4 },
        { { .is_ansi = true }, 2 * CELLS + 4 },
        { { .is_dark = true }, 2 * CELLS },
    };
    struct ym_qr_label label;

    (void)state;
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        struct ym_qr_terminal terminal = forms[i].terminal;
        struct ym_error error = { .text = "" };
        struct ym_buf buf;
        char needs[16];

        ym_buf_init(&buf, YM_QR_TERM_BYTES_MAX);
        terminal.columns = forms[i].needs;
        assert_int_equal(ym_qr_terminal(sample(&label), &terminal, &buf, &error), YM_E_OK);
        ym_buf_clear(&buf);
        terminal.columns--;
        assert_int_equal(ym_qr_terminal(&label, &terminal, &buf, &error), YM_E_UNPROCESSABLE);
        (void)snprintf(needs, sizeof(needs), "needs %u ", forms[i].needs);
        assert_non_null(strstr(error.text, needs));
        ym_buf_release(&buf);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ascii_shows_each_module),
        cmocka_unit_test(half_blocks_hold_two_rows),
        cmocka_unit_test(ansi_frame_is_a_rectangle),
        cmocka_unit_test(narrow_terminal_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
