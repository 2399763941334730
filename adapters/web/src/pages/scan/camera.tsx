// SPDX-License-Identifier: Apache-2.0
// The camera: asked for at a press, given back when the page is left or a code was read.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button, Notice, announce, t } from '../../kit';
import { makeDecoder } from './decoder';

const LOOK_MS = 200; // between two looks: a phone stays cool, and nobody notices

export type CameraState = 'off' | 'starting' | 'on' | 'refused' | 'none';

function whyNot(error: unknown): CameraState {
    const name = error instanceof DOMException ? error.name : '';
    return name === 'NotAllowedError' || name === 'SecurityError' ? 'refused' : 'none';
}

export function Camera({ onCode }: { onCode: (text: string) => void }) {
    const video = useRef<HTMLVideoElement>(null);
    const [state, setState] = useState<CameraState>('off');
    const running = useRef<{ ended: boolean; stream?: MediaStream }>({ ended: true });

    function stop(): void {
        running.current.ended = true;
        for (const track of running.current.stream?.getTracks() ?? [])
            track.stop();
        setState('off');
    }

    async function look(run: { ended: boolean }): Promise<void> {
        const decode = await makeDecoder();
        while (!run.ended) {
            const text = video.current === null ? undefined
                : await decode(video.current).catch(() => undefined);
            if (text !== undefined && !run.ended) {
                stop();
                onCode(text);
                return;
            }
            await new Promise((done) => setTimeout(done, LOOK_MS));
        }
    }

    async function start(): Promise<void> {
        const run: { ended: boolean; stream?: MediaStream } = { ended: false };
        running.current = run;
        setState('starting');
        try {
            run.stream = await navigator.mediaDevices.getUserMedia(
                { audio: false, video: { facingMode: 'environment' } });
            if (run.ended || video.current === null) {
                run.stream.getTracks().forEach((track) => track.stop());
                return;
            }
            video.current.srcObject = run.stream;
            await video.current.play();
            setState('on');
            announce(t('scan.camera_on'));
            void look(run);
        } catch (error) {
            run.ended = true;
            setState(whyNot(error));
        }
    }

    useEffect(() => stop, []);
    return (
        <div class="scan-camera">
            <video ref={video} class={state === 'on' ? 'scan-video' : 'hidden'} muted playsInline
                aria-label={t('scan.camera_picture')} />
            {state === 'refused' && <Notice kind="warn" live><p>{t('scan.camera_refused')}</p></Notice>}
            {state === 'none' && <Notice kind="warn" live><p>{t('scan.camera_none')}</p></Notice>}
            {state === 'on'
                ? <Button wide onClick={stop}>{t('scan.camera_stop')}</Button>
                : <Button wide weight="main" busy={state === 'starting'} onClick={start}>
                    {t('scan.camera_start')}</Button>}
        </div>
    );
}
