// What the tests have a page do: Java emits test.do with the name of a step, and the page emits what came of it.
import { call, connection, events, fetch, stream } from "/gyre/gyre.js";

const steps = {
  greet: () => call("Probe.greet", "Ada"),
  echo: (text) => call("Probe.echo", text),
  mirror: async () => {
    const text = "a\u0000b \u{1F600} \u2028\u2029 \uD800 \uDC00 ü </script>";
    return (await call("Probe.echo", text)) === text;
  },
  bytes: async (size) => {
    const sent = Uint8Array.from({ length: size }, (_, i) => i * 31);
    const came = await call("Probe.bytes", sent);
    return came.length === size && came.every((byte, i) => byte === sent[i]);
  },
  count: async (to) => {
    let sum = 0;
    for await (const item of stream("Probe.count", to)) sum += item;
    return sum;
  },
  many: async (times) => {
    const results = await Promise.all(Array.from({ length: times }, (_, i) => call("Probe.add", i, 1)));
    return results.every((result, i) => result === i + 1);
  },
  oneByOne: async (times) => {
    const begun = performance.now();
    for (let i = 0; i < times; i++) await call("Probe.add", i, 1);
    return Math.round(performance.now() - begun);
  },
  never: () => call("Probe.never"),
  generation: () => connection.generation,
  members: () => Object.getOwnPropertyNames(globalThis).filter((name) => /^gyre/i.test(name)).sort().join(),
  reload: () => new Promise(() => location.reload()),
  paint: (colour) => { document.documentElement.style.background = colour; },
  leave: (url) => void (location.href = url),
  frame: (url) => new Promise((resolve) => {
    addEventListener("message", ({ data }) => resolve(data), { once: true });
    const frame = document.createElement("iframe");
    frame.src = url;
    document.body.append(frame);
  }),
  fetched: async () => (await fetch("/api/hello")).text(),
  storm: async (times) => {
    for (let i = 0; i < times; i++) events.emit("test.said", { step: "noise", result: String(i) }).catch(() => {});
    return steps.reload();
  },
};

// A line now, and, for a flood, another as soon as a second has passed.
steps.console = (lines) => {
  for (let i = 0; i < lines; i++) console.warn("line " + i + "\n of " + lines);
  if (lines > 1) setTimeout(() => console.warn("late"), 1100);
};

let last = 0;
let order = "in order";
events.on("test.tick", ({ number }) => {
  if (number !== last + 1) order = "after " + last + " came " + number;
  last = number;
});
steps.ticks = () => order + " to " + last;

events.on("test.do", async ({ step, argument }) => {
  const result = await Promise.resolve(steps[step](argument)).catch((error) => error.kind || String(error));
  events.emit("test.said", { step, result: String(result) });
});
events.emit("test.said", { step: "loaded", result: String(location.pathname) });
