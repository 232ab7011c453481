// What the tests of a window without a port have a page do: Java emits test.do with the name of a step, and the page emits
// what came of it.
import { call, connection, events, fetch as gyreFetch } from "/gyre/gyre.js";

const NAME = "11111111-1111-1111-1111-111111111111";

const query = Object.getOwnPropertyNames(window).find((name) => /^gyreQuery\d+$/.test(name));
const asked = (view, request) => new Promise((resolve) => {
  view[query]({ request, onSuccess: () => resolve("answered"), onFailure: (code) => resolve("refused " + code) });
});

const told = () => new Promise((resolve) => {
  addEventListener("message", ({ data }) => resolve(data), { once: true });
});

const form = (value) => {
  const made = new FormData();
  made.append("a", value);
  return made;
};

const posted = async (body) => {
  const response = await gyreFetch("/api/size", { method: "POST", body });
  return response.status + " " + (await response.text());
};

const reading = new AbortController();
const heard = [];
events.on("test.tick", ({ number }) => { heard.push(number); });
events.on("test.text", ({ text }) => { heard.push(text.length); });

const steps = {
  greet: () => call("Offer.greet", "Ada"),
  bytes: async (size) => {
    const sent = Uint8Array.from({ length: size }, (_, i) => i * 31);
    const came = await call("Offer.bytes", sent);
    return came.length === size && came.every((byte, i) => byte === sent[i]);
  },
  charset: () => document.characterSet,
  heard: () => heard.join(),
  generation: () => connection.generation,
  fetched: async ([method, path, field, value]) => {
    const response = await fetch(path, { method, headers: field ? { [field]: value } : {} });
    const body = await response.text();
    return [response.status, response.headers.get("content-length"), body].join();
  },
  upload: (size) => posted(new Uint8Array(size)),
  blob: () => posted(new Blob(["twelve bytes"])),
  form: () => posted(form("b")),
  file: () => posted(form(new File(["twelve bytes"], "a.txt"))),
  read: async (path) => {
    const response = await gyreFetch(path, { signal: reading.signal });
    const reader = response.body.getReader();
    const { value } = await reader.read();
    steps.rest = async () => {
      let size = 0;
      for (let part = await reader.read(); !part.done; part = await reader.read()) size += part.value.length;
      return size;
    };
    return value.length;
  },
  rest: () => "nothing is read",
  stop: () => void reading.abort(),
  parallel: async (count) => {
    const all = await Promise.all(Array.from({ length: count }, (_, i) => fetch("/small.txt?" + i).then((r) => r.text())));
    return all.every((text) => text === "small");
  },
  worker: () => new Promise((resolve) => {
    const worker = new Worker("/worker.js");
    const said = [];
    worker.onmessage = ({ data }) => { if (said.push(data) === 2) resolve(said.join()); };
    worker.onerror = () => resolve("error");
  }),
  blank: () => {
    const frame = document.createElement("iframe");
    document.body.append(frame);
    return asked(frame.contentWindow, NAME);
  },
  frame: (url) => {
    const frame = document.createElement("iframe");
    frame.src = url;
    document.body.append(frame);
    return told();
  },
  stranger: () => asked(window, NAME + " [5,1]"),
  reload: () => new Promise(() => location.reload()),
  leave: (url) => void (location.href = url),
};

events.on("test.do", async ({ step, argument }) => {
  const result = await Promise.resolve(steps[step](argument)).catch((error) => error.kind || String(error));
  events.emit("test.said", { step, result: String(result) });
});
events.emit("test.said", { step: "loaded", result: String(location.pathname) });
