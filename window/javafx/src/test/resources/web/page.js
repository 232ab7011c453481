// What the tests have a page do: Java emits test.do with the name of a step, and the page emits what came of it.
import { call, connection, events, fetch } from "/gyre/gyre.js";
import * as own from "/gyre/window.js";

const modes = [];

const steps = {
  greet: () => call("Probe.greet", "Ada"),
  many: async (times) => {
    const results = await Promise.all(Array.from({ length: times }, (_, i) => call("Probe.add", i, 1)));
    return results.every((result, i) => result === i + 1);
  },
  oneByOne: async (times) => {
    const begun = performance.now();
    for (let i = 0; i < times; i++) await call("Probe.add", i, 1);
    return Math.round(performance.now() - begun);
  },
  own: (operation) => own[operation](),
  hearMode: async () => {
    own.on("mode", (mode) => { modes.push(mode); });
    await call("Probe.add", 0, 0); // by then Java has heard of it
    return true;
  },
  modes: () => modes.join(),
  generation: () => connection.generation,
  members: () => Object.getOwnPropertyNames(globalThis).filter((name) => /^gyre/i.test(name)).sort().join(),
  reload: () => new Promise(() => location.reload()),
  write: () => {
    console.log("one", { two: 2 }, 3);
    console.warn("four");
    console.error(new Error("five"));
  },
  fault: () => {
    setTimeout(() => { throw new Error("six"); });
    setTimeout(() => Promise.reject(new TypeError("seven")), 100);
  },
  flood: (count) => { for (let i = 0; i < count; i++) console.log(i); },
  paint: (colour) => { document.documentElement.style.background = colour; },
  popup: (url) => void window.open(url),
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

events.on("test.do", async ({ step, argument }) => {
  const result = await Promise.resolve(steps[step](argument)).catch((error) => error.kind || String(error));
  events.emit("test.said", { step, result: String(result) });
});
events.emit("test.said", { step: "loaded", result: String(location.pathname) });
