/* SPDX-License-Identifier: Apache-2.0 */
#include "ics.h"

/* Octets of the UTF-8 character that begins with this byte. */
static size_t width(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xe0)
        return 2;
    return first < 0xf0 ? 3 : 4;
}

/* One content line: folded to at most 75 octets each, the fold's space included. */
static void put_line(struct ym_buf *b, struct ym_span line)
{
    size_t room = ICS_LINE_OCTETS;

    for (size_t i = 0; i < line.n;) {
        size_t n = width((unsigned char)line.at[i]);

        if (n > line.n - i)
            n = line.n - i;
        if (n > room) {
            ym_buf_puts(b, "\r\n ");
            room = ICS_LINE_OCTETS - 1;
        }
        ym_buf_add(b, (struct ym_span){ line.at + i, n });
        room -= n;
        i += n;
    }
    ym_buf_puts(b, "\r\n");
}

static void put_word(struct ym_buf *b, const char *line)
{
    put_line(b, ym_span_of(line));
}

/* TEXT (3.3.11): backslash, semicolon, comma and line feed are escaped. */
static void escape(struct ym_buf *b, struct ym_span text)
{
    for (size_t i = 0; i < text.n; i++) {
        const char c = text.at[i];

        if (c == '\n') {
            ym_buf_puts(b, "\\n");
            continue;
        }
        if (c == '\\' || c == ';' || c == ',')
            ym_buf_putc(b, '\\');
        if (c != '\r')
            ym_buf_putc(b, c);
    }
}

static void put_text(struct ym_buf *b, const char *name, struct ym_span text)
{
    struct ym_buf line;

    if (text.n == 0)
        return;
    ym_buf_init(&line, b->max);
    ym_buf_puts(&line, name);
    escape(&line, text);
    if (ym_buf_ok(&line))
        put_line(b, ym_buf_span(&line));
    else
        b->failed = true;
    ym_buf_release(&line);
}

/* In UTC, so that no table of time zones is needed: "20261122T010000Z". */
static void put_time(struct ym_buf *b, const char *name, ym_usec at)
{
    const int64_t seconds = at / YM_USEC_PER_SECOND;
    const int of_day = (int)(seconds % 86400);
    int year, month, day;

    ym_day_split((ym_day)(seconds / 86400), &year, &month, &day);
    ym_buf_printf(b, "%s:%04d%02d%02dT%02d%02d%02dZ\r\n", name, year, month, day, of_day / 3600,
                  of_day / 60 % 60, of_day % 60);
}

void ics_print(struct ym_buf *b, const struct ics_event *e)
{
    put_word(b, "BEGIN:VCALENDAR");
    put_word(b, "VERSION:2.0");
    put_word(b, "PRODID:-//Yima//mediation//ZH");
    put_word(b, "CALSCALE:GREGORIAN");
    put_word(b, "METHOD:PUBLISH");
    put_word(b, "BEGIN:VEVENT");
    put_text(b, "UID:", e->uid);
    ym_buf_printf(b, "SEQUENCE:%d\r\n", e->sequence);
    put_time(b, "DTSTAMP", e->stamp);
    put_time(b, "LAST-MODIFIED", e->stamp);
    put_time(b, "DTSTART", e->at);
    put_time(b, "DTEND", e->at + e->minutes * 60 * YM_USEC_PER_SECOND);
    put_word(b, e->is_cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
    put_text(b, "SUMMARY:", e->summary);
    put_text(b, "LOCATION:", e->location);
    put_text(b, "DESCRIPTION:", e->description);
    put_word(b, "END:VEVENT");
    put_word(b, "END:VCALENDAR");
}
