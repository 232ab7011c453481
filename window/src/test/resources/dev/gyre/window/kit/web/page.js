// What the kit has a page do: Java emits kit.do with the name of a step, and the page emits what came of it.
import { call, connection, events, fetch, stream, upload } from "/gyre/gyre.js";
import * as own from "/gyre/window.js";

const codes = (text) => Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));

async function* numbers(count) {
  for (let number = 1; number <= count; number++) yield number;
}

/** What a page can see of the ways to Java. */
const globals = (of) => Object.getOwnPropertyNames(of).filter((name) => /^(gyre|cef)/i.test(name)).sort();

async function taken(items, count) {
  const all = [];
  for await (const item of items) if (all.push(item) === count) break;
  return all;
}

const steps = {
  call: ([name, ...args]) => call(name, ...args),
  bytes: async (size) => {
    const sent = Uint8Array.from({ length: size }, (_, at) => at * 31);
    const came = await call("Answers.bytes", sent);
    return came instanceof Uint8Array && came.length === size && came.every((byte, at) => byte === sent[at]);
  },
  text: async (text) => ({
    heard: codes(text),
    called: await call("Answers.echo", text),
    streamed: (await taken(stream("Answers.echoes", text))).join(),
    uploaded: await call("Answers.joined", upload([text])),
    failed: await call("Answers.complain", text).catch(({ message }) => message),
  }),
  many: async (times) => {
    const texts = Array.from({ length: times }, (_, at) => String(at));
    const echoes = await Promise.all(texts.map((text) => call("Answers.echo", text)));
    return echoes.every((echo, at) => echo === texts[at]);
  },
  oneByOne: async (times) => {
    const begun = performance.now();
    for (let at = 0; at < times; at++) await call("Answers.echo", "");
    return Math.round(performance.now() - begun);
  },
  take: (name) => taken(stream(name)),
  give: (name) => call(name, upload(numbers(3))),
  emit: async (name) => {
    await events.emit(name, { number: 1 });
    return true;
  },
  fetch: async (path) => {
    const response = await fetch(path);
    return { status: response.status, text: await response.text() };
  },
  // Past every cache.
  ask: async ({ path, headers }) => {
    const response = await globalThis.fetch(path, { headers, cache: "no-store" });
    const { byteLength: length } = await response.arrayBuffer();
    return { ...Object.fromEntries(response.headers), status: response.status, length };
  },
  unproven: async (path) => (await globalThis.fetch(path)).status,
  count: async (end) => (await taken(stream("Answers.count", end))).reduce((sum, item) => sum + item, 0),
  first: (count) => taken(stream("Answers.count", 1e9), count),
  sum: (count) => call("Answers.sum", upload(numbers(count))),
  // Those that were accepted: Java refuses what comes faster than it takes them.
  notes: async (count) => {
    const all = Array.from({ length: count }, (_, at) => events.emit("kit.note", { number: at + 1 }));
    const outcomes = await Promise.allSettled(all);
    return outcomes.flatMap(({ status }, at) => (status === "fulfilled" ? [at + 1] : []));
  },
  hang: (what) => {
    if (what === "stream") return taken(stream("Answers.stream"));
    return what === "upload" ? call("Answers.upload", upload(numbers(1e9))) : call("Answers.call");
  },
  reload: (storm) => {
    for (let at = 0; at < storm; at++) events.emit("kit.note", { number: at }).catch(() => {});
    return new Promise(() => location.reload());
  },
  globals: () => globals(globalThis),
  frame: (url) => new Promise((resolve) => {
    addEventListener("message", ({ data }) => resolve(data), { once: true });
    const frame = document.createElement("iframe");
    frame.src = url;
    document.body.append(frame);
  }),
  leave: (url) => void (location.href = url),
  // A line now, and, for a flood, another as soon as a second has passed.
  log: (lines) => {
    for (let at = 0; at < lines; at++) console.warn("line " + at + "\n of " + lines);
    if (lines > 1) setTimeout(() => console.warn("late"), 1100);
  },
  write: () => {
    console.log("one", { two: 2 }, 3);
    console.warn("four");
    console.error(new Error("five"));
  },
  stumble: () => {
    setTimeout(() => { throw new Error("six"); });
    setTimeout(() => Promise.reject(new TypeError("seven")), 100);
  },
  paint: (colour) => { document.documentElement.style.background = colour; },
  popup: (url) => void window.open(url),
  popupOnClick: (url) => addEventListener("click", () => window.open(url)),
  ratio: () => devicePixelRatio,
  // What the next drop brings, and where, and how it was dragged about before.
  dropZone: () => {
    for (const way of ["dragenter", "dragover", "dragleave"]) {
      addEventListener(way, (event) => {
        event.preventDefault();
        ways.add(way);
      });
    }
    drop = new Promise((resolve) => addEventListener("drop", async (event) => {
      event.preventDefault();
      const { clientX, clientY, dataTransfer } = event;
      const text = dataTransfer.getData("text/plain");
      const files = await Promise.all([...dataTransfer.files].map(async (file) => file.name + ": " + await file.text()));
      resolve({ at: [clientX, clientY], ways: [...ways], text, files });
    }, { once: true }));
    return true;
  },
  isDraggedOver: () => ways.has("dragover"),
  dropped: () => drop,
  busy: (ms) => {
    const end = performance.now() + ms;
    while (performance.now() < end);
    return true;
  },
  fault: () => {
    events.once("kit.tick", () => { throw new Error("a fault of the page"); });
    return true;
  },
  own: ([operation, argument]) => own[operation](argument),
  picture: async () => String.fromCharCode(...(await own.screenshot()).subarray(0, 6)),
  listen: (name) => {
    events.on(name, (payload) => { heard.push(payload); });
    return true;
  },
  hear: async (what) => {
    own.on(what, (value) => { heard.push(value); });
    await call("Answers.echo", ""); // by then Java has heard of it
    return true;
  },
  heard: () => heard,
  become: ({ title, path }) => {
    if (title) document.title = title;
    if (path) history.pushState(null, "", path);
    return true;
  },
  titles: async (count) => {
    for (let number = 1; number <= count; number++) {
      document.title = "title " + number;
      await new Promise((resolve) => channel(resolve));
    }
    return true;
  },
  ticks: () => ({ ...seen, missed }),
};

/** A task of its own, sooner than any timer. */
function channel(task) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = task;
  port2.postMessage("");
}

const seen = { heard: 0, last: 0, ordered: true };
const heard = [];
let missed = 0;
const ways = new Set();
let drop;
connection.on("gap", (count) => { missed += count; });
events.on("kit.tick", ({ number }) => {
  seen.heard++;
  seen.ordered &&= number > seen.last;
  seen.last = number;
});

const say = (step, result) => events.emit("kit.said", { step, result });

events.on("kit.do", async ({ step, argument }) => {
  try {
    await say(step, await steps[step](argument));
  } catch (error) {
    say(step, error.kind + ": " + error.message).catch(() => {}); // the session may be over
  }
});
if (connection.state !== "open") {
  await new Promise((resolve) => connection.on("state", (state) => { if (state === "open") resolve(); }));
}
say("loaded", connection.generation);
