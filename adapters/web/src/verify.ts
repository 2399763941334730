// SPDX-License-Identifier: Apache-2.0
// The script of the page behind the code of a sealed document (/v/CODE), which is whole without it:
// one chooses a file, and it is compared here, on the device. It is sent nowhere.

const HEX = /^[0-9a-f]{64}$/;

function paragraph(zh: string, en: string): HTMLElement {
    const all = document.createElement('div');
    const first = document.createElement('p');
    const second = document.createElement('p');
    first.textContent = zh;
    second.textContent = en;
    second.className = 'en';
    second.lang = 'en';
    all.append(first, second);
    return all;
}

async function sha256(file: File): Promise<string> {
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
    return [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, '0')).join('');
}

async function verdict(file: File, wanted: string): Promise<HTMLElement> {
    const is_same = await sha256(file).then((got) => got === wanted, () => undefined);
    if (is_same === undefined)
        return paragraph('文件无法读取，请重新选择。', 'The file cannot be read: choose it again.');
    return is_same
        ? paragraph(`✓ 一致：“${file.name}”就是封存的文件，一个字节也没有改动。`,
                    'The same: this file is what was sealed, byte for byte.')
        : paragraph(`✕ 不一致：“${file.name}”不是封存的文件，或者被改动过，请不要信赖。`,
                    'Different: this file was altered or is another one. Do not rely on it.');
}

function begin(root: HTMLElement, wanted: string): void {
    const label = document.createElement('label');
    const input = document.createElement('input');
    const said = document.createElement('div');
    input.type = 'file';
    input.accept = 'application/pdf,.pdf';
    input.id = 'seal-file';
    label.htmlFor = input.id;
    label.textContent = '选择PDF文件，在本机核对（不会上传） · Choose the PDF to compare it here; it is not sent ';
    said.setAttribute('role', 'status');
    input.addEventListener('change', () => {
        const file = input.files?.[0];
        if (file !== undefined)
            void verdict(file, wanted).then((v) => said.replaceChildren(v));
    });
    root.append(label, input, said);
}

const root = document.getElementById('seal-check');
const wanted = root?.dataset['sha256'] ?? '';
// Without a secure connection a browser hashes nothing; the page says how to do it by hand.
if (root !== null && HEX.test(wanted) && globalThis.crypto?.subtle !== undefined)
    begin(root, wanted);

export {};
