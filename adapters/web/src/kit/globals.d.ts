// SPDX-License-Identifier: Apache-2.0
declare module 'catalogue:*' {
    const words: Record<string, string>;
    export default words;
}
