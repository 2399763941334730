/* SPDX-License-Identifier: Apache-2.0 */
/* A sheet of A4 with labels of A6, two by two, each of its true size. */
#ifndef YM_QR_SHEET_H
#define YM_QR_SHEET_H

#include "qr/code.h"

#define YM_QR_SHEET_MAX       4 /* labels of one sheet */
#define YM_QR_SHEET_BYTES_MAX (YM_QR_SHEET_MAX * YM_QR_SVG_BYTES_MAX)

/* Append one SVG document with n labels (1..YM_QR_SHEET_MAX), row by row. Errors as for
 * ym_qr_svg(). */
__attribute__((warn_unused_result)) enum ym_err ym_qr_sheet(const struct ym_qr_label *labels,
                                                            size_t n, struct ym_buf *buf,
                                                            struct ym_error *reterr);

#endif
