// SPDX-License-Identifier: Apache-2.0
// What the court has taken and what came of it: one file, one JSON object a line, appended and synced
// before anybody hears of it. A kill in the middle of a line leaves a torn last line, which was never
// acknowledged and is cut off when the file is opened again.
import fs from 'node:fs';

export class Journal {
  // Replays every whole line through apply(record), in order.
  constructor(path, apply) {
    this.path = path;
    const kept = Journal.#replay(path, apply);
    this.fd = fs.openSync(path, 'a', 0o600);
    fs.ftruncateSync(this.fd, kept);
  }

  static #replay(path, apply) {
    if (!fs.existsSync(path)) return 0;
    const bytes = fs.readFileSync(path);
    let at = 0;
    for (;;) {
      const end = bytes.indexOf(10, at);
      if (end < 0) return at;
      const line = bytes.toString('utf8', at, end);
      try {
        apply(JSON.parse(line));
      } catch (error) {
        throw new Error(`${path}, byte ${at}: ${error.message}; move the file away to begin anew`);
      }
      at = end + 1;
    }
  }

  // On disk when this returns.
  append(record) {
    fs.writeSync(this.fd, `${JSON.stringify(record)}\n`);
    fs.fdatasyncSync(this.fd);
  }

  close() {
    fs.closeSync(this.fd);
  }
}
