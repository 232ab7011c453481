// What gyre.js promises to a page. Run by NodeTest, or by hand: node --test src/test/js
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const source = readFileSync(new URL("../../main/resources/dev/gyre/ipc/web/gyre.js", import.meta.url), "utf8");
const golden = JSON.parse(readFileSync(new URL("../resources/dev/gyre/ipc/golden-frames.json", import.meta.url), "utf8"));
const fromJava = (name) => structuredClone(golden.fromJava.find((frame) => frame.name === name).message);
const fromPage = (name) => structuredClone(golden.fromPage.find((frame) => frame.name === name).message);

const folder = mkdtempSync(join(tmpdir(), "gyre-"));
after(() => rmSync(folder, { recursive: true }));
let instances = 0;

/** A promise that nobody needs to have looked at yet when it is rejected. */
function watched(promise) {
  promise.catch(() => {});
  return promise;
}

/** A page with a fresh gyre.js, whose WebSockets the test holds. */
async function page({ hash = "#gyre=CODE", stored = {} } = {}) {
  const sockets = [];
  const store = new Map(Object.entries(stored));
  const timers = [];
  globalThis.location = { hash, host: "127.0.0.1:4711", protocol: "http:", pathname: "/index.html", search: "?q" };
  globalThis.history = { state: null, replaced: [], replaceState(state, title, url) { this.replaced.push(url); } };
  globalThis.sessionStorage = { getItem: (key) => store.get(key) ?? null, setItem: (key, value) => store.set(key, value) };
  globalThis.WebSocket = class {
    constructor(url) {
      this.url = url;
      this.sent = [];
      sockets.push(this);
    }
    send(text) { this.sent.push(JSON.parse(text)); }
  };
  const realTimeout = globalThis.setTimeout;
  globalThis.setTimeout = (task, delay) => (timers.push({ task, delay }), timers.length);
  const errors = [];
  console.error = (error) => errors.push(error);
  const file = join(folder, "gyre" + instances++ + ".mjs");
  writeFileSync(file, source);
  const module = await import(pathToFileURL(file));
  globalThis.setTimeout = realTimeout;
  const me = {
    connection: module.connection, sockets, store, timers, errors,
    call: (...args) => watched(module.call(...args)),
    events: { ...module.events, emit: (...args) => watched(module.events.emit(...args)) },
    get socket() { return sockets[sockets.length - 1]; },
    /** All frames sent over the newest socket, batches taken apart. */
    get frames() { return me.socket.sent.flatMap((message) => (message[0] === 16 ? message.slice(1) : [message])); },
    frame: (kind) => me.frames.filter((frame) => frame[0] === kind),
    async receive(...messages) {
      for (const message of messages) me.socket.onmessage({ data: JSON.stringify(message) });
      await settled();
    },
    async welcome(changes = {}) {
      const welcome = fromJava("welcome");
      Object.assign(welcome[1], changes);
      me.socket.onopen();
      await me.receive(welcome);
    },
    async lose(code = 1006, reason = "") {
      globalThis.setTimeout = (task, delay) => (timers.push({ task, delay }), timers.length);
      me.socket.onclose({ code, reason });
      globalThis.setTimeout = realTimeout;
      await settled();
    },
    retry() { timers.shift().task(); },
  };
  return me;
}

/** Everything that waits in microtasks has run. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

const kindOf = (kind) => (error) => error.name === "GyreError" && error.kind === kind;

test("is at most 10 KB gzipped and has no syntax beyond ES2020", () => {
  assert.ok(gzipSync(source).length <= 10 * 1024);
  const code = source.replace(/\/\/.*$|\/\*[\s\S]*?\*\//gm, "");
  for (const late of [/\bthis\.#/, /^\s*#\w/m, /\?\?=|\|\|=|&&=/, /^\s*static\b/m, /\.at\(/, /replaceAll\(/, /structuredClone/, /\beval\b|new Function/]) {
    assert.doesNotMatch(code, late);
  }
});

test("says hello with the code of the address bar and takes it away there", async () => {
  const p = await page();
  p.socket.onopen();
  assert.equal(p.socket.url, "ws://127.0.0.1:4711/gyre/ws");
  assert.deepEqual(p.socket.sent, [fromPage("hello with a code")]);
  assert.deepEqual(history.replaced, ["/index.html?q"]);
  assert.equal(p.connection.state, "connecting");
  await p.receive(fromJava("welcome"));
  assert.equal(p.connection.state, "open");
  assert.equal(p.connection.window, "main");
  assert.equal(p.connection.generation, 1);
  assert.equal(p.store.get("gyre.next"), "NEXT");
});

test("says hello with the stored code after a reload, and closes where there is none", async () => {
  const reloaded = await page({ hash: "#section", stored: { "gyre.next": "KEPT" } });
  reloaded.socket.onopen();
  assert.deepEqual(reloaded.socket.sent, [[0, 1, "KEPT"]]);
  assert.deepEqual(history.replaced, []);
  const stranger = await page({ hash: "" });
  assert.equal(stranger.connection.state, "closed");
  assert.equal(stranger.connection.reason, "no_code");
  await assert.rejects(stranger.call("Golden.greet", "Ada"), kindOf("closed"));
});

test("sends the calls of one turn in one message and settles each", async () => {
  const p = await page();
  await p.welcome();
  p.socket.sent.length = 0;
  const one = p.call("Golden.greet", "Ada");
  const two = p.call("Golden.nothing");
  const three = p.call("Golden.greet", "a", "b");
  await settled();
  assert.deepEqual(p.socket.sent, [[16, fromPage("call"), fromPage("call without arguments"), [2, 3, "Golden.greet", "a", "b"]]]);
  await p.receive([16, fromJava("reply"), fromJava("reply of nothing")], fromJava("error"));
  assert.equal(await one, "Hello, Ada");
  assert.equal(await two, undefined);
  await assert.rejects(three, (error) => kindOf("bad_argument")(error) && error.message === "arguments: 2 or more (expected: 1)");
});

test("holds calls above the announced limit back", async () => {
  const p = await page();
  const calls = Array.from({ length: 70 }, (_, i) => p.call("Golden.greet", i));
  await p.welcome();
  assert.equal(p.frame(2).length, 64);
  await p.receive([3, 1, "a"], [3, 2, "b"]);
  assert.equal(p.frame(2).length, 66);
  assert.equal(await calls[1], "b");
});

test("cancels a call by its signal, before it is sent and after", async () => {
  const p = await page();
  const early = new AbortController();
  const unsent = p.call("Golden.greet", "early", { signal: early.signal });
  early.abort();
  await assert.rejects(unsent, kindOf("cancelled"));
  await p.welcome();
  assert.equal(p.frame(2).length, 0);
  const late = new AbortController();
  const sent = p.call("Golden.greet", "late", { signal: late.signal });
  await settled();
  late.abort(new Error("enough"));
  await assert.rejects(sent, (error) => kindOf("cancelled")(error) && error.cause.message === "enough");
  await settled();
  assert.deepEqual(p.frame(5), [[5, 2]]);
  await p.receive([4, 2, "cancelled", "cancelled"]);
  await assert.rejects(p.call("x", { signal: AbortSignal.abort() }), kindOf("cancelled"));
});

test("takes only an AbortSignal alone for options", async () => {
  const p = await page();
  await p.welcome();
  const { signal } = new AbortController();
  p.call("a", { signal });
  p.call("a", { signal: "green" });
  p.call("a", { signal, volume: 1 });
  p.call("a", [signal], null, undefined);
  await settled();
  assert.deepEqual(p.frame(2), [
    [2, 1, "a"], [2, 2, "a", { signal: "green" }], [2, 3, "a", { signal: {}, volume: 1 }], [2, 4, "a", [{}], null, null],
  ]);
});

test("refuses arguments that cannot be sent", async () => {
  const p = await page();
  await p.welcome({ limits: { calls: 64, message: 1000 } });
  const circle = {};
  circle.self = circle;
  await assert.rejects(p.call("a", circle), kindOf("bad_argument"));
  await assert.rejects(p.call("a", 1n), kindOf("bad_argument"));
  await assert.rejects(p.call("a", "\u00fc".repeat(600)), kindOf("bad_argument"));
  p.call("a", "x".repeat(900));
  await settled();
  assert.equal(p.frame(2).length, 1);
});

test("subscribes once a pattern, says ready, and tells each listener", async () => {
  const p = await page();
  const heard = [];
  const stop = p.events.on("clock.*", (payload, name) => heard.push([name, payload.number]));
  p.events.on("clock.*", () => { throw new Error("mine"); });
  p.events.once("clock.tick", (payload) => heard.push(["once", payload.number]));
  await p.welcome();
  assert.deepEqual(p.frames.slice(1), [[11, 1, "clock.*"], [11, 2, "clock.tick"], [13]]);
  await p.receive([16, [3, 1], [3, 2]], fromJava("event"), fromJava("batch"));
  assert.deepEqual(heard, [["clock.tick", 1], ["once", 1], ["clock.tick", 2], ["clock.tock", 3]]);
  assert.equal(p.errors.length, 3);
  assert.deepEqual(p.frame(12), [[12, "clock.tick"]]);
  stop();
  stop();
  p.events.off("clock.*");
  await settled();
  assert.deepEqual(p.frame(12), [[12, "clock.tick"], [12, "clock.*"]]);
});

test("drops a subscription that is refused, and says so", async () => {
  const p = await page();
  p.events.on("**", () => assert.fail("not granted"));
  await p.welcome();
  await p.receive([4, 1, "not_available", "** is not available"], fromJava("event"));
  assert.equal(p.errors.length, 1);
  assert.equal(p.errors[0].kind, "not_available");
});

test("matches patterns segment by segment", async () => {
  const p = await page();
  const heard = [];
  for (const pattern of ["a", "a.*", "a.**", "**", "*.b.**.c", "a.b"]) p.events.on(pattern, (_, name) => heard.push(pattern));
  await p.welcome();
  const of = async (name) => {
    heard.length = 0;
    await p.receive([10, name, null]);
    return heard.slice();
  };
  assert.deepEqual(await of("a"), ["a", "a.**", "**"]);
  assert.deepEqual(await of("a.b"), ["a.*", "a.**", "**", "a.b"]);
  assert.deepEqual(await of("x.b.y.z.c"), ["**", "*.b.**.c"]);
  assert.deepEqual(await of("ab"), ["**"]);
});

test("emits and learns whether it was accepted", async () => {
  const p = await page();
  await p.welcome();
  const accepted = p.events.emit("ui.greeted", "Ada");
  const refused = p.events.emit("gyre.page.state", {});
  await settled();
  assert.deepEqual(p.frame(9), [[9, 1, "ui.greeted", "Ada"], [9, 2, "gyre.page.state", {}]]);
  await p.receive([3, 1], [4, 2, "not_available", "gyre.page.state is not available"]);
  await accepted;
  await assert.rejects(refused, kindOf("not_available"));
});

test("resumes over a new socket and sends again what was not received", async () => {
  const p = await page();
  const states = [];
  p.connection.on("state", (state) => states.push(state));
  await p.welcome();
  const one = p.call("Golden.greet", "one");
  await settled();
  const two = p.call("Golden.greet", "two");
  await settled();
  const already = p.socket.sent.length - 1;
  await p.receive(fromJava("event"), fromJava("gap"));
  await p.lose();
  assert.equal(p.connection.state, "lost");
  const three = p.call("Golden.greet", "three");
  p.retry();
  p.socket.onopen();
  assert.deepEqual(p.socket.sent, [[0, 1, "", "TOKEN", 2]]);
  const again = fromJava("welcome");
  delete again[1].next;
  again[1].received = already - 1;
  await p.receive(again);
  assert.deepEqual(p.socket.sent.slice(1), [[2, 2, "Golden.greet", "two"], [2, 3, "Golden.greet", "three"]]);
  await p.receive([3, 1, "1"], [3, 2, "2"], [3, 3, "3"]);
  assert.deepEqual(await Promise.all([one, two, three]), ["1", "2", "3"]);
  assert.deepEqual(states, ["open", "lost", "open"]);
  assert.equal(p.store.get("gyre.next"), "NEXT");
});

test("begins anew with the next code when its session is over", async () => {
  const p = await page();
  p.events.on("clock.*", () => {});
  await p.welcome();
  const call = p.call("Golden.greet", "lost");
  await settled();
  await p.lose();
  p.retry();
  p.socket.onopen();
  await p.lose(4410, "session_ended");
  await assert.rejects(call, kindOf("session_ended"));
  p.retry();
  p.socket.onopen();
  assert.deepEqual(p.socket.sent, [[0, 1, "NEXT"]]);
  await p.receive([1, { ...fromJava("welcome")[1], token: "OTHER", generation: 2 }]);
  assert.deepEqual(p.frames.slice(1).map((frame) => frame[0]), [11, 13]);
  assert.equal(p.connection.generation, 2);
});

test("closes for good when it is told why", async () => {
  for (const [code, reason] of [[4409, "code_used"], [4001, "replaced"], [4000, "closed"], [4401, "code_refused"]]) {
    const p = await page();
    await p.welcome();
    const call = p.call("Golden.greet", "x");
    await settled();
    await p.lose(code, reason);
    await assert.rejects(call, kindOf("closed"));
    assert.equal(p.connection.state, "closed");
    assert.equal(p.connection.reason, reason);
    assert.equal(p.timers.length, 0);
  }
});

test("backs off between attempts", async () => {
  const p = await page();
  const delays = [];
  for (let i = 0; i < 10; i++) {
    await p.lose();
    delays.push(p.timers[0].delay);
    p.retry();
  }
  assert.ok(delays[0] < 100);
  assert.ok(delays[9] >= 2250 && delays[9] <= 3750);
});

test("confirms every sixteen messages, and long ones sooner", async () => {
  const p = await page();
  await p.welcome();
  for (let i = 0; i < 15; i++) await p.receive([10, "a", i]);
  assert.deepEqual(p.frame(15), []);
  await p.receive([10, "a", 15]);
  assert.deepEqual(p.frame(15), [[15, 16]]);
  await p.receive([10, "a", "x".repeat(70000)]);
  assert.deepEqual(p.frame(15), [[15, 16], [15, 17]]);
});

test("fails all requests of a message that Java could not read", async () => {
  const p = await page();
  await p.welcome();
  const before = p.socket.sent.length - 1;
  const one = p.call("a", 1);
  const two = p.call("a", 2);
  await settled();
  const error = fromJava("error of a message");
  error[4] = before + 1;
  await p.receive(error);
  await assert.rejects(one, kindOf("bad_frame"));
  await assert.rejects(two, kindOf("bad_frame"));
});

test("tells of gaps, and ignores frames of later versions", async () => {
  const p = await page();
  const gaps = [];
  p.connection.on("gap", (missed) => gaps.push(missed));
  await p.welcome();
  await p.receive(fromJava("gap"), fromJava("ack"), [77, "later"], [3, 12345, "unknown id"]);
  assert.deepEqual(gaps, [476]);
  assert.equal(p.connection.state, "open");
});

test("lets no payload reach a prototype", async () => {
  const p = await page();
  const heard = [];
  p.events.on("**", (payload) => heard.push(payload));
  await p.welcome();
  p.socket.onmessage({ data: '[10,"__proto__",{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}]' });
  assert.equal({}.polluted, undefined);
  assert.equal(heard[0].polluted, undefined);
  const call = p.call("__proto__", JSON.parse('{"__proto__":1}'));
  await settled();
  assert.equal(JSON.stringify(p.frame(2)[0]), '[2,2,"__proto__",{"__proto__":1}]');
  await p.receive([3, 2, "fine"]);
  assert.equal(await call, "fine");
});
