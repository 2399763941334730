// SPDX-License-Identifier: Apache-2.0
// Reading a QR code from a picture: the browser's own detector where it reads QR codes, else
// ZXing's reader, which is loaded only then. Of ZXing the parts for QR codes alone are bundled.

export type Decode = (source: HTMLVideoElement) => Promise<string | undefined>;

interface Detector {
    detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>;
}

interface DetectorClass {
    new (options: { formats: string[] }): Detector;
    getSupportedFormats(): Promise<string[]>;
}

async function native(): Promise<Decode | undefined> {
    const known = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
    try {
        // Some browsers have the class and read nothing with it.
        if (known === undefined || !(await known.getSupportedFormats()).includes('qr_code'))
            return undefined;
        const detector = new known({ formats: ['qr_code'] });
        return async (video) => (await detector.detect(video))[0]?.rawValue;
    } catch {
        return undefined;
    }
}

async function fallback(): Promise<Decode> {
    const { readQr } = await import('./zxing');
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d', { willReadFrequently: true });
    return async (video) => {
        const width = video.videoWidth;
        const height = video.videoHeight;
        if (context === null || width === 0 || height === 0)
            return undefined;
        canvas.width = width;
        canvas.height = height;
        context.drawImage(video, 0, 0, width, height);
        return readQr(context.getImageData(0, 0, width, height).data, width, height);
    };
}

export async function makeDecoder(): Promise<Decode> {
    return (await native()) ?? fallback();
}
