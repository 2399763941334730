// SPDX-License-Identifier: Apache-2.0
// Reads an event log with pm4js and tells what it understood, one JSON object:
// {"traces", "events", "extensions", "globals", "classifiers", "variants": {"a,b": count},
//  "first": [name, instant, resource] of the first event}.
const fs = require('node:fs');

require('pm4js'); // puts its parts among the globals

/* global XesImporter, GeneralLogStatistics */
const log = XesImporter.apply(fs.readFileSync(process.argv[2], 'utf8'));
const first = log.traces[0].events[0].attributes;
console.log(JSON.stringify({
  traces: log.traces.length,
  events: log.traces.reduce((n, trace) => n + trace.events.length, 0),
  extensions: Object.keys(log.extensions),
  globals: Object.keys(log.globals),
  classifiers: log.classifiers,
  variants: GeneralLogStatistics.getVariants(log, 'concept:name'),
  first: ['concept:name', 'time:timestamp', 'org:resource'].map((key) => first[key].value),
}));
