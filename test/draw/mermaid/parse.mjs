// SPDX-License-Identifier: Apache-2.0
// Reads diagrams with Mermaid's own parser and tells what it understood, one JSON object a line:
// {"type", "states": {ID: [CLASS…]}}. Exits with 1 at the first that it refuses.
import { readFileSync } from 'node:fs';
import { parseHTML } from 'linkedom';

// Mermaid cleans labels with a library that wants a document.
const { window, document } = parseHTML('<!doctype html><html><body></body></html>');
globalThis.window = window;
globalThis.document = document;
const { default: mermaid } = await import('mermaid');

mermaid.initialize({ maxTextSize: 1 << 20, maxEdges: 1 << 14 });
for (const path of process.argv.slice(2)) {
  let diagram;
  try {
    diagram = await mermaid.mermaidAPI.getDiagramFromText(readFileSync(path, 'utf8'));
  } catch (why) {
    console.error(`${path}: ${why.message}`);
    process.exit(1);
  }
  const states = {};
  for (const [id, state] of diagram.db.getStates()) states[id] = state.classes ?? [];
  console.log(JSON.stringify({ type: diagram.type, states }));
}
