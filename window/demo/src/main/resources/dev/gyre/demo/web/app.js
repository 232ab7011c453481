// Gyre Monitor: joins the panels to the events and calls of Java.

import { call, connection, events } from "/gyre/gyre.js";
import { Chart } from "./charts.js";
import { bytes, mebibytes, number, percent } from "./format.js";
import { live } from "./live.js";
import { LogPanel } from "./log.js";
import { BusPanel, FileChanges, showCollection } from "./panels.js";
import { Title } from "./title.js";

const MIB = 1048576;
const BURST = { perSecond: 10000, seconds: 5 };

const byId = (id) => document.getElementById(id);

/**
 * The mean of the last second, in percent. Systems count CPU time in ticks of some 10 ms: a tenth of a second has too few
 * of them to tell a figure.
 */
class SecondsMean {
  constructor() {
    this._samples = [];
  }

  add(at, share) {
    if (share < 0) return null;
    this._samples.push({ at, share });
    while (this._samples[0].at <= at - 1000) this._samples.shift();
    return (100 * this._samples.reduce((sum, one) => sum + one.share, 0)) / this._samples.length;
  }
}

const cpu = new Chart(byId("cpu"), byId("cpu-legend"), {
  name: "CPU",
  max: 100,
  format: percent,
  axis: (value) => value + " %",
  series: [
    { label: "System", colour: "--series-2" },
    { label: "This process", colour: "--series-1", fill: true },
  ],
});
const memory = new Chart(byId("memory"), byId("memory-legend"), {
  name: "Memory",
  format: mebibytes,
  axis: (value) => (value >= 1024 ? value / 1024 + " GiB" : value + " MiB"),
  minSpan: 16,
  series: [
    { label: "Heap", colour: "--series-1", fill: true },
    { label: "Non-heap", colour: "--series-2" },
    { label: "Committed", hidden: true },
    { label: "Machine", hidden: true },
  ],
});
const threads = new Chart(byId("threads"), byId("threads-legend"), {
  name: "Threads",
  format: (value) => (value == null ? "–" : number(value)),
  minSpan: 10,
  series: [{ label: "Threads", colour: "--series-1", fill: true, step: true }],
});
const log = new LogPanel();
const files = new FileChanges(byId("files"));
const bus = new BusPanel(byId("lanes"), byId("pages"), byId("bus-note"));

const title = new Title();
const systemCpu = new SecondsMean();
const processCpu = new SecondsMean();
let collections = 0;
let watched = "";
let name = "Gyre Monitor";

function sampled(sample) {
  const system = systemCpu.add(sample.at, sample.systemCpu);
  cpu.add(sample.at, system, processCpu.add(sample.at, sample.processCpu));
  title.show(name + ": CPU " + percent(system));
  memory.add(
    sample.at,
    sample.heapUsed / MIB,
    sample.nonHeapUsed / MIB,
    sample.heapCommitted / MIB,
    sample.physicalUsed / MIB,
  );
  threads.add(sample.at, sample.threads);
  if (sample.gcCount !== collections) {
    collections = sample.gcCount;
    byId("threads-title").textContent =
      "Threads, and " + number(sample.gcCount) + " collections in " + number(sample.gcMillis) + " ms";
  }
}

events.on("monitor.system", sampled);
events.on("monitor.gc", (pause) => showCollection(byId("collections"), pause));
events.on("monitor.files", (changes) => {
  files.add(changes);
  showCoverage(changes);
});
events.on("monitor.bus", (sample) => bus.show(sample));

function showCoverage({ directories, limited }) {
  const figure = number(directories) + (directories === 1 ? " directory" : " directories");
  byId("watched").textContent = figure + (limited ? " and no more" : "") + " in " + watched;
  byId("watched").title = watched;
}

// Calls

function say(text) {
  byId("error").hidden = true;
  byId("result").hidden = false;
  byId("result").replaceChildren(text);
}

function complain(error) {
  byId("result").hidden = true;
  byId("error").hidden = false;
  byId("error").textContent = (error.kind ? error.kind + ": " : "") + error.message;
}

/** Runs a call for a control, which waits meanwhile, and shows what came of it. */
async function act(control, run) {
  control.setAttribute("aria-busy", "true");
  try {
    say(await run());
  } catch (error) {
    complain(error);
  } finally {
    control.removeAttribute("aria-busy");
  }
}

byId("gc").addEventListener("click", () =>
  act(byId("gc"), async () => {
    const done = await call("Monitor.forceGc");
    return "Freed " + bytes(done.freed) + " in " + number(done.millis) + " ms; " + bytes(done.used) + " of heap in use.";
  }),
);

byId("rate-form").addEventListener("submit", (event) => {
  event.preventDefault();
  act(byId("rate"), async () => {
    byId("rate").setAttribute("aria-invalid", "true");
    const rate = await call("Monitor.setRate", byId("rate").valueAsNumber);
    byId("rate").setAttribute("aria-invalid", "false");
    return rate === 0 ? "Sampling is off." : "Sampling " + number(rate) + " times a second.";
  });
});

byId("rate").addEventListener("input", () => byId("rate").setAttribute("aria-invalid", "false"));

function opens(button, method) {
  byId(button).addEventListener("click", () =>
    act(byId(button), async () => {
      const opened = await call(method);
      return opened.opened ? "Window " + opened.name + " opens." : linkTo(opened);
    }),
  );
}

opens("open", "Monitor.openWindow");
opens("open-log", "Monitor.openLog");

byId("burst").addEventListener("click", () =>
  act(byId("burst"), async () => {
    const lines = await call("Monitor.writeLog", BURST.perSecond, BURST.seconds);
    return "Writing " + number(lines) + " lines to the log in " + BURST.seconds + " s.";
  }),
);

/** The link is good once, and for a minute. */
function linkTo(opened) {
  const text = document.createElement("span");
  const link = document.createElement("a");
  link.href = opened.link;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "Open " + opened.name;
  link.addEventListener("click", () => setTimeout(() => say("Window " + opened.name + " was opened.")));
  text.append("Window " + opened.name + " is ready: ", link);
  return text;
}

// The connection

async function begin() {
  log.listen(connection.window);
  log.refresh();
  try {
    describe(await call("Monitor.info"));
  } catch (error) {
    complain(error);
  }
}

function describe(info) {
  byId("machine").textContent =
    "Java " + info.java + ", " + info.os + ", " + info.processors + " processors, process " + info.pid + ", in " + info.backend;
  byId("rate").value = info.rate;
  byId("log-file").textContent = info.ownLog ? "the demo's own, " + info.log : info.log;
  byId("log-file").title = info.log;
  watched = info.watched;
  showCoverage(info);
  byId("burst").hidden = !info.ownLog;
  name = info.window === "main" ? "Gyre Monitor" : "Gyre Monitor, " + info.window;
  title.of(info);
  title.show(name);
}

connection.on("gap", (missed) => {
  bus.missed(missed);
  log.missed(missed);
});
live(begin, complain);
