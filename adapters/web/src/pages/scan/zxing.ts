// SPDX-License-Identifier: Apache-2.0
// ZXing's QR reader over the pixels of a picture.
import BarcodeFormat from '@zxing/library/esm/core/BarcodeFormat';
import BinaryBitmap from '@zxing/library/esm/core/BinaryBitmap';
import DecodeHintType from '@zxing/library/esm/core/DecodeHintType';
import RGBLuminanceSource from '@zxing/library/esm/core/RGBLuminanceSource';
import HybridBinarizer from '@zxing/library/esm/core/common/HybridBinarizer';
import QRCodeReader from '@zxing/library/esm/core/qrcode/QRCodeReader';
import { greys } from './grey';

/** What the first QR code in a picture says; undefined when there is none that can be read. */
export function readQr(rgba: Uint8ClampedArray, width: number, height: number): string | undefined {
    const source = new RGBLuminanceSource(greys(rgba), width, height);
    const hints = new Map<DecodeHintType, unknown>([
        [DecodeHintType.POSSIBLE_FORMATS, [BarcodeFormat.QR_CODE]],
        [DecodeHintType.TRY_HARDER, true],
    ]);
    try {
        return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source)), hints).getText();
    } catch {
        return undefined; // most pictures of a moving camera hold none
    }
}
