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

/** A binary message: be32(length of the head), the head, the pieces. */
function binary(head, pieces) {
  const text = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return new Uint8Array(Buffer.concat([length, text, ...pieces])).buffer;
}

/** A binary message taken apart. */
function unbinary(message) {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  let at = 4 + bytes.readUInt32BE();
  const head = JSON.parse(bytes.subarray(4, at).toString());
  const pieces = head[0].map(([length]) => bytes.subarray(at, (at += length)));
  assert.equal(at, bytes.length);
  return { head, pieces };
}

/** A page with a fresh gyre.js, whose WebSockets the test holds. */
async function page({ hash = "#gyre=CODE", stored = {}, edit = (text) => text, key = "KEY" } = {}) {
  const sockets = [];
  const store = new Map(Object.entries(stored));
  const timers = [];
  globalThis.location = { hash, host: "127.0.0.1:4711", protocol: "http:", pathname: "/index.html", search: "?q" };
  globalThis.history = { state: null, replaced: [], replaceState(state, title, url) { this.replaced.push(url); } };
  globalThis.sessionStorage = { getItem: (key) => store.get(key) ?? null, setItem: (key, value) => store.set(key, value) };
  if (key) crypto.getRandomValues = () => [key];
  else delete crypto.getRandomValues; // the real one
  globalThis.WebSocket = class {
    constructor(url) {
      this.url = url;
      this.sent = [];
      this.binary = []; // those of them that were binary: { head, pieces }
      sockets.push(this);
    }
    send(message) {
      if (typeof message === "string") return void this.sent.push(JSON.parse(message));
      this.binary.push(unbinary(message));
      this.sent.push(this.binary[this.binary.length - 1].head[1]);
    }
  };
  const realTimeout = globalThis.setTimeout;
  globalThis.setTimeout = (task, delay) => (timers.push({ task, delay }), timers.length);
  const errors = [];
  console.error = (error) => errors.push(error);
  const file = join(folder, "gyre" + instances++ + ".mjs");
  writeFileSync(file, edit(source));
  const module = await import(pathToFileURL(file));
  globalThis.setTimeout = realTimeout;
  let now = 0;
  performance.now = () => (now += me.pace);
  const me = {
    pace: 16, // ms from one look at the clock to the next
    connection: module.connection, sockets, store, timers, errors,
    stream: module.stream, upload: module.upload, timeout: module.timeout, fetch: module.fetch,
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
    async receiveBytes(head, ...pieces) {
      me.socket.onmessage({ data: binary(head, pieces) });
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
    /** Loses the connection and comes back to the same session, of which Java has received so many messages. */
    async resume(received) {
      await me.lose();
      me.retry();
      await me.welcome({ received, next: undefined });
    },
    /** The credit that a stream has given in all. */
    credit: (id) => me.frame(8).filter((frame) => frame[1] === id).reduce((sum, frame) => sum + frame[2], 0),
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

test("takes the channel of a backend that has one of its own", async () => {
  let java;
  const sent = [];
  globalThis.gyreChannel = (heard) => {
    java = heard;
    return { textOnly: true, send: (message) => sent.push(JSON.parse(message)) };
  };
  const p = await page().finally(() => delete globalThis.gyreChannel);
  java.opened();
  java.received(JSON.stringify(fromJava("welcome")));
  p.call("A.bytes", new Uint8Array([1, 2, 3]));
  await settled();
  assert.deepEqual(p.sockets, []);
  assert.deepEqual(sent[0], fromPage("hello with a code"));
  assert.deepEqual(sent.flatMap((each) => (each[0] === 16 ? each.slice(1) : [each])).find((each) => each[0] === 2).slice(2), ["A.bytes", "AQID"]);
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
  assert.deepEqual(reloaded.socket.sent, [[0, 1, "KEPT", "KEY"]]);
  assert.deepEqual(history.replaced, []);
  const stranger = await page({ hash: "" });
  assert.equal(stranger.connection.state, "closed");
  assert.equal(stranger.connection.reason, "no_code");
  await assert.rejects(stranger.call("Golden.greet", "Ada"), kindOf("closed"));
});

test("says the same hello again where the welcome did not come", async () => {
  const p = await page({ key: null });
  p.socket.onopen();
  const [first] = p.socket.sent;
  await p.lose();
  p.retry();
  p.socket.onopen();
  assert.equal(p.sockets.length, 2);
  assert.deepEqual(p.socket.sent, [first]);
  assert.match(first[3], /^\d+-\d+-\d+-\d+$/);
  const other = await page({ key: null });
  other.socket.onopen();
  assert.equal(other.socket.sent[0][2], "CODE");
  assert.notEqual(other.socket.sent[0][3], first[3]);
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

test("sends at most 256 frames, or 262144 characters, in a message", async () => {
  const p = await page();
  await p.welcome({ limits: { calls: 1000, streams: 1, message: 4194304 } });
  p.socket.sent.length = 0;
  for (let i = 0; i < 300; i++) p.call("a", i);
  for (const size of [200000, 200000, 300000, 1]) p.call("a", "x".repeat(size));
  await settled();
  assert.deepEqual(p.socket.sent.map((message) => (message[0] === 16 ? message.length - 1 : 1)), [256, 45, 1, 1, 1]);
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

test("sends what was asked while it was away as soon as it is back", async () => {
  const p = await page();
  await p.welcome();
  await p.lose();
  p.call("Golden.greet", "Ada");
  await settled();
  p.retry();
  await p.welcome({ received: 1, next: undefined });
  assert.deepEqual(p.socket.sent, [[0, 1, "", "TOKEN", 0], [2, 1, "Golden.greet", "Ada"]]);
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
  assert.deepEqual(p.socket.sent, [[0, 1, "NEXT", "KEY"]]);
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
  await p.receive([10, "a", "x".repeat(262144)]);
  assert.deepEqual(p.frame(15), [[15, 16], [15, 17]]);
});

test("confirms eight messages beside what it sends anyhow", async () => {
  const p = await page();
  await p.welcome();
  for (let i = 0; i < 7; i++) await p.receive([10, "a", i]);
  p.call("a");
  await settled();
  assert.deepEqual(p.frame(15), []);
  await p.receive([10, "a", 7]);
  p.call("b");
  await settled();
  assert.deepEqual(p.socket.sent[p.socket.sent.length - 1], [16, [2, 2, "b"], [15, 8]]);
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

// Streams

/** The numbers from one up to another, without it. */
const range = (from, to) => Array.from({ length: to - from }, (_, i) => from + i);

/** A loop over a stream that takes what comes until it is told to pause; `items` is what it took. */
function loop(stream) {
  const me = { items: [], end: undefined, pause: Promise.resolve(), go() {} };
  me.stop = () => { me.pause = new Promise((resolve) => { me.go = resolve; }); };
  me.done = (async () => {
    for await (const item of stream) {
      me.items.push(item);
      await me.pause;
    }
  })().then(() => { me.end = "complete"; }, (error) => { me.end = error; });
  return me;
}

test("asks for a stream with credit, and gives its items in order", async () => {
  const p = await page();
  await p.welcome();
  p.socket.sent.length = 0;
  const taken = loop(p.stream("Golden.count", 3));
  await settled();
  const [, request] = fromPage("stream with credit");
  assert.deepEqual(p.socket.sent, [[16, [17, 1, ...request.slice(2)], [8, 1, 64]]]);
  await p.receive([6, 1, 1, { a: [2] }], [6, 1], [6, 1, null], [7, 1], [6, 1, "late"]);
  assert.deepEqual(taken.items, [1, { a: [2] }, null]);
  assert.equal(taken.end, "complete");
});

test("gives its own items to each of several readers, and the end to all", async () => {
  const p = await page();
  await p.welcome();
  const numbers = p.stream("Golden.count", 2);
  const reads = [numbers.next(), numbers.next(), numbers.next(), numbers.next()];
  await p.receive([6, 1, "a", "b"], [7, 1]);
  assert.deepEqual(await Promise.all(reads), [
    { value: "a", done: false }, { value: "b", done: false }, { value: undefined, done: true }, { value: undefined, done: true },
  ]);
  assert.deepEqual(await numbers.next(), { value: undefined, done: true });
});

test("stops giving credit when the loop is slow, whatever has come", async () => {
  const p = await page();
  await p.welcome();
  const taken = loop(p.stream("Golden.count", 1000));
  taken.stop();
  await p.receive([6, 1, ...range(0, 64)]);
  assert.equal(taken.items.length, 1);
  assert.equal(p.credit(1), 64);
  taken.go();
  taken.stop();
  await settled();
  assert.equal(taken.items.length, 2);
  assert.equal(p.credit(1), 64);
});

test("gives credit in halves of the window, for what the loop took", async () => {
  const p = await page();
  await p.welcome();
  const numbers = p.stream("Golden.count", 1000);
  await p.receive([6, 1, ...range(0, 64)]);
  for (const i of range(0, 31)) assert.equal((await numbers.next()).value, i);
  await settled();
  assert.deepEqual(p.frame(8), [[8, 1, 64]]);
  await numbers.next();
  await settled();
  assert.deepEqual(p.frame(8), [[8, 1, 64], [8, 1, 32]]);
});

/** Java at its fastest: sends all that there is credit for, in frames of that many items; tells the most that was out. */
async function flood(p, id, count, chunk, item = (i) => i) {
  let sent = 0, most = 0;
  await settled();
  while (sent < count) {
    const may = Math.min(chunk, p.credit(id) - sent, count - sent);
    assert.ok(may > 0, "there is credit after " + sent);
    most = Math.max(most, p.credit(id) - sent);
    await p.receive([6, id, ...range(sent, sent + may).map(item)]);
    sent += may;
  }
  return most;
}

test("widens the window up to 8192 items for a fast loop, and never beyond", async () => {
  const p = await page();
  p.pace = 15;
  await p.welcome();
  const taken = loop(p.stream("Golden.count", 60000));
  const most = await flood(p, 1, 60000, 1000);
  assert.equal(taken.items.length, 60000);
  assert.deepEqual(taken.items.slice(-2), [59998, 59999]);
  assert.ok(most > 4096 && most <= 8192, "most: " + most);
  assert.ok(p.credit(1) - 60000 <= 8192);
});

test("does not widen the window of a loop that takes a frame's time for half of it", async () => {
  const p = await page();
  await p.welcome();
  const numbers = p.stream("Golden.count", 10000);
  let taken = 0;
  for (let sent = 0; sent < 2000;) {
    const may = p.credit(1) - sent;
    if (may > 0) await p.receive([6, 1, ...range(sent, sent + may)]);
    sent += may;
    for (; taken < sent - 8; taken++) await numbers.next();
    await settled();
    assert.ok(p.credit(1) - taken <= 64);
  }
});

test("keeps the window of large items under about 4 MiB", async () => {
  const p = await page();
  p.pace = 0;
  await p.welcome();
  const large = "x".repeat(65536);
  const taken = loop(p.stream("Golden.large"));
  const most = await flood(p, 1, 300, 16, () => large);
  assert.equal(taken.items.length, 300);
  assert.ok(most <= 64, "most: " + most);
  const huge = loop(p.stream("Golden.huge"));
  await settled();
  await p.receive([6, 2, "x".repeat(5000000)], [6, 2, ...range(1, 64)]);
  assert.equal(huge.items.length, 64);
  assert.equal(p.credit(2), 65); // one at a time is what there is room for
});

test("counts the bytes of items like characters", async () => {
  const p = await page();
  p.pace = 0;
  await p.welcome();
  const taken = loop(p.stream("Golden.bytes"));
  await settled();
  for (let i = 0; i < 200; i++) {
    await p.receiveBytes([[[65536, 2]], [6, 1, 0]], Buffer.alloc(65536, i));
    assert.ok(p.credit(1) - taken.items.length <= 64);
  }
  assert.ok(taken.items[199] instanceof Uint8Array && taken.items[199][0] === 199);
});

test("throws the error of a stream after the items before it, and once", async () => {
  const p = await page();
  await p.welcome();
  const numbers = p.stream("Golden.count", 3);
  await p.receive([16, [6, 1, "a", "b"], [4, 1, "out_of_tea", "try coffee"]]);
  assert.equal((await numbers.next()).value, "a");
  assert.equal((await numbers.next()).value, "b");
  await assert.rejects(numbers.next(), (error) => kindOf("out_of_tea")(error) && error.message === "try coffee");
  assert.deepEqual(await numbers.next(), { value: undefined, done: true });
  const waiting = p.stream("Golden.count", 3);
  const [one, two] = [watched(waiting.next()), waiting.next()];
  await p.receive([4, 2, "failed", "no"]);
  await assert.rejects(one, kindOf("failed"));
  assert.deepEqual(await two, { value: undefined, done: true });
});

test("cancels a stream once when its loop is left, and takes nothing more of it", async () => {
  const p = await page();
  await p.welcome();
  const numbers = p.stream("Golden.count", 100);
  await p.receive([6, 1, ...range(0, 40)]);
  for await (const number of numbers) if (number === 3) break;
  await numbers.return();
  await p.receive([6, 1, 40], [4, 1, "cancelled", "cancelled"]);
  assert.deepEqual(p.frame(5), [[5, 1]]);
  assert.equal(p.credit(1), 64);
  assert.deepEqual(await numbers.next(), { value: undefined, done: true });
});

test("ends the wait of a reader when another leaves", async () => {
  const p = await page();
  await p.welcome();
  const numbers = p.stream("Golden.count", 100);
  const read = numbers.next();
  assert.deepEqual(await numbers.return("enough"), { value: "enough", done: true });
  assert.deepEqual(await read, { value: undefined, done: true });
});

test("gives no credit to a stream that has ended, though its items are not taken yet", async () => {
  const p = await page();
  await p.welcome();
  const taken = loop(p.stream("Golden.count", 64));
  taken.stop();
  await p.receive([16, [6, 1, ...range(0, 64)], [7, 1]]);
  assert.equal(taken.end, undefined);
  taken.go();
  taken.pause = undefined;
  await taken.done;
  await settled();
  assert.equal(taken.items.length, 64);
  assert.equal(p.credit(1), 64);
});

test("cancels nothing of a stream that is over", async () => {
  const p = await page();
  await p.welcome();
  const numbers = p.stream("Golden.count", 2);
  await p.receive([6, 1, 1, 2], [7, 1]);
  for await (const number of numbers) if (number === 1) break;
  await settled();
  assert.deepEqual(p.frame(5), []);
});

test("ends a stream by its signal at once, before it is sent and after, and after its end too", async () => {
  const p = await page();
  const early = new AbortController();
  const unsent = p.stream("a", { signal: early.signal });
  early.abort();
  await assert.rejects(unsent.next(), kindOf("cancelled"));
  await assert.rejects(p.stream("a", { signal: AbortSignal.abort() }).next(), kindOf("cancelled"));
  await p.welcome();
  assert.deepEqual(p.frame(17), []);
  const late = new AbortController();
  const numbers = p.stream("a", 1, { signal: late.signal });
  await settled();
  assert.deepEqual(p.frame(17), [[17, 3, "a", 1]]);
  await p.receive([6, 3, "x", "y"]);
  await numbers.next();
  late.abort(new Error("enough"));
  late.abort();
  await assert.rejects(numbers.next(), (error) => kindOf("cancelled")(error) && error.cause.message === "enough");
  assert.deepEqual(await numbers.next(), { value: undefined, done: true });
  await settled();
  assert.deepEqual(p.frame(5), [[5, 3]]);
  const after = new AbortController();
  const ended = p.stream("a", { signal: after.signal });
  await p.receive([6, 4, "x"], [7, 4]);
  after.abort();
  await assert.rejects(ended.next(), kindOf("cancelled"));
  assert.deepEqual(p.frame(5), [[5, 3]]);
});

test("leaves no listener on the signal of a stream that has ended", async () => {
  const p = await page();
  await p.welcome();
  const { signal } = new AbortController();
  let listeners = 0;
  signal.addEventListener = () => listeners++;
  signal.removeEventListener = () => listeners--;
  const left = p.stream("a", { signal });
  assert.equal(listeners, 1);
  await left.return();
  assert.equal(listeners, 0);
});

test("fails a stream that cannot be asked for where it is read", async () => {
  const p = await page();
  await p.welcome();
  await assert.rejects(p.stream("a", 1n).next(), kindOf("bad_argument"));
  await p.lose(4000, "closed");
  await assert.rejects(p.stream("a").next(), kindOf("closed"));
});

test("holds streams above the announced limit back, and no call behind them", async () => {
  const p = await page();
  await p.welcome({ limits: { calls: 64, streams: 2, message: 4194304 } });
  const streams = range(0, 4).map((i) => p.stream("Golden.count", i));
  p.call("Golden.greet", "Ada");
  await settled();
  assert.deepEqual(p.frame(17).map((frame) => frame[1]), [1, 2]);
  assert.equal(p.frame(2).length, 1);
  await streams[2].return(); // it never went
  await p.receive([7, 1]);
  assert.deepEqual(p.frame(17).map((frame) => frame[1]), [1, 2, 4]);
  assert.equal(p.credit(4), 64);
  await streams[1].return();
  p.stream("Golden.count", 5);
  await settled();
  assert.equal(p.frame(17).length, 3, "its place is Java's to free");
  await p.receive([4, 2, "cancelled", "cancelled"]);
  assert.equal(p.frame(17).length, 4);
});

test("goes on with a stream after a resume, without loss or doubling", async () => {
  const p = await page();
  await p.welcome();
  const taken = loop(p.stream("Golden.count", 200));
  await settled();
  const before = p.socket.sent.length - 1;
  await p.receive([6, 1, ...range(0, 40)]); // its credit for 32 more is in the message that gets lost
  await p.resume(before);
  assert.deepEqual(p.socket.sent[0].slice(2), ["", "TOKEN", 1]);
  assert.deepEqual(p.frame(8), [[8, 1, 32]]);
  await p.receive([6, 1, ...range(40, 96)], [7, 1]);
  assert.deepEqual(taken.items, range(0, 96));
  assert.equal(taken.end, "complete");
});

test("ends streams with their session, after what had come", async () => {
  const p = await page();
  await p.welcome();
  const numbers = p.stream("Golden.count", 200);
  const waiting = loop(p.stream("Golden.count", 200));
  await p.receive([6, 1, "a"]);
  await p.lose();
  p.retry();
  p.socket.onopen();
  await p.lose(4410, "session_ended");
  assert.equal(waiting.end.kind, "session_ended");
  assert.equal((await numbers.next()).value, "a");
  await assert.rejects(numbers.next(), kindOf("session_ended"));
  await numbers.return();
  p.retry();
  await p.welcome({ token: "OTHER" });
  assert.deepEqual(p.frames.slice(1), [[13]]);
});

test("hears events as a stream of names and payloads", async () => {
  const p = await page();
  await p.welcome();
  const { signal } = new AbortController();
  const heard = loop(p.events.stream("clock.*", { signal }));
  await settled();
  assert.deepEqual(p.frame(17), [[17, 1, "gyre.events", "clock.*"]]);
  await p.receive([6, 1, ["clock.tick", { number: 1 }], ["clock.tock", null]]);
  assert.deepEqual(heard.items, [{ name: "clock.tick", payload: { number: 1 } }, { name: "clock.tock", payload: null }]);
});

// Uploads

/** An async iterable that tells what was asked of it. */
function sourceOf(items, { wait = () => Promise.resolve() } = {}) {
  const me = {
    pulled: 0, returned: 0,
    [Symbol.asyncIterator]: () => ({
      async next() {
        await wait(me.pulled);
        return me.pulled < items.length ? { value: items[me.pulled++], done: false } : { value: undefined, done: true };
      },
      async return() {
        me.returned++;
        return { value: undefined, done: true };
      },
    }),
  };
  return me;
}

/** All items sent of an upload. */
const uploaded = (p, id) => p.frame(6).filter((frame) => frame[1] === id).flatMap((frame) => frame.slice(2));

test("sends an upload as far as there is credit, many items in a frame, and its end", async () => {
  const p = await page();
  await p.welcome();
  const from = sourceOf(range(0, 40));
  const call = p.call("Files.save", "a.txt", p.upload(from));
  await settled();
  assert.deepEqual(p.frame(2), [[2, 1, "Files.save", "a.txt", 2]]);
  assert.equal(from.pulled, 0);
  await p.receive([8, 2, 16]);
  assert.equal(from.pulled, 16);
  assert.deepEqual(p.frame(6), [[6, 2, ...range(0, 16)]]);
  await p.receive([16, [8, 2, 4], [8, 2, 16]]);
  assert.equal(from.pulled, 36);
  assert.deepEqual(p.frame(7), []);
  await p.receive([8, 2, 16]);
  assert.deepEqual(uploaded(p, 2), range(0, 40));
  assert.deepEqual(p.frame(7), [[7, 2]]);
  assert.equal(from.returned, 0);
  await p.receive([8, 2, 16], [3, 1, "saved"]);
  assert.equal(await call, "saved");
  assert.equal(from.returned, 0);
});

test("uploads any iterable, a generator, a ReadableStream, and a Blob in pieces of 64 KiB", async () => {
  const p = await page();
  await p.welcome();
  async function* letters() { yield* ["a", undefined, { b: [null] }]; }
  const stream = new ReadableStream({
    start(controller) {
      for (const item of ["x", "y"]) controller.enqueue(item);
      controller.close();
    },
  });
  stream[Symbol.asyncIterator] = undefined; // as in WebKit
  p.call("take", p.upload(new Set([1, 2])), p.upload(letters()), p.upload(stream), p.upload(new Blob([Buffer.alloc(150000, 7)])));
  await settled();
  assert.deepEqual(p.frame(2), [[2, 1, "take", 2, 3, 4, 5]]);
  await p.receive(...range(2, 6).map((id) => [8, id, 100]));
  while (p.frame(7).length < 4) await settled();
  assert.deepEqual(uploaded(p, 2), [1, 2]);
  assert.deepEqual(uploaded(p, 3), ["a", null, { b: [null] }]);
  assert.deepEqual(uploaded(p, 4), ["x", "y"]);
  assert.deepEqual(p.socket.binary.map(({ head }) => head), [[[[65536]], [6, 5, 0]], [[[65536]], [6, 5, 0]], [[[18928]], [6, 5, 0]]]);
  assert.ok(p.socket.binary.every(({ pieces }) => pieces[0].every((byte) => byte === 7)));
  assert.throws(() => p.upload({}), TypeError);
});

test("sends what a slow source has without waiting for more", async () => {
  const p = await page();
  await p.welcome();
  let go;
  p.call("take", p.upload(sourceOf(["a", "b", "c"], { wait: (i) => i === 2 && new Promise((resolve) => { go = resolve; }) })));
  await p.receive([8, 2, 10]);
  assert.deepEqual(p.frame(6), [[6, 2, "a", "b"]]);
  go();
  await settled();
  assert.deepEqual(p.frame(6), [[6, 2, "a", "b"], [6, 2, "c"]]);
  assert.deepEqual(p.frame(7), [[7, 2]]);
});

test("keeps the order of items with bytes and without, and the sizes of messages", async () => {
  const p = await page();
  await p.welcome();
  const reused = new Uint8Array(2);
  function* mixed() {
    yield "text";
    for (const byte of [1, 2]) yield reused.fill(byte);
    yield { name: "a", content: reused.fill(3) };
    yield "x".repeat(40000);
    yield "y".repeat(40000);
    yield "z".repeat(100000);
  }
  p.call("take", p.upload(mixed()));
  await p.receive([8, 2, 100]);
  assert.deepEqual(uploaded(p, 2).map((item) => (item.length > 9 ? item[0] : item)), ["text", 0, 0, { name: "a", content: 0 }, "x", "y", "z"]);
  assert.deepEqual(p.socket.binary.map(({ pieces }) => [...pieces[0]]), [[1, 1], [2, 2], [3, 3]]);
  assert.equal(p.frame(6).length, 7);
});

test("fails an upload whose source throws, after the items before it", async () => {
  const p = await page();
  await p.welcome();
  async function* broken() {
    yield "a";
    throw new Error("the file is gone");
  }
  p.call("take", p.upload(broken()), p.upload([1n]), p.upload({ [Symbol.iterator]() { throw new Error("locked"); } }));
  await p.receive([8, 2, 10], [8, 3, 10], [8, 4, 10]);
  const [, , kind, message] = fromPage("failure of no upload");
  assert.deepEqual(p.frames.filter((frame) => frame[1] === 2 && frame[0] !== 2), [[6, 2, "a"], [4, 2, kind, message]]);
  assert.deepEqual(p.frame(4).map((frame) => frame.slice(1, 3)).sort(), [[2, "failed"], [3, "failed"], [4, "failed"]]);
  assert.deepEqual(p.frame(4).find((frame) => frame[1] === 4), [4, 4, "failed", "locked"]);
});

test("fails an upload with an item above the limit of a message", async () => {
  const p = await page();
  await p.welcome({ limits: { calls: 64, streams: 64, message: 1000 } });
  const from = sourceOf(["a", "x".repeat(900), "y".repeat(1000), "b"]);
  p.call("take", p.upload(from));
  await p.receive([8, 2, 10]);
  assert.deepEqual(uploaded(p, 2), ["a", "x".repeat(900)]);
  assert.deepEqual(p.frame(4), [[4, 2, "failed", "arguments: too large (expected: at most 1000 bytes)"]]);
  assert.equal(from.returned, 1);
});

test("stops an upload that Java cancels and leaves its source", async () => {
  const p = await page();
  await p.welcome();
  const from = sourceOf(range(0, 100));
  let cancelled = 0;
  p.call("take", p.upload(from), p.upload(new ReadableStream({ cancel() { cancelled++; } })), p.upload(sourceOf([])));
  await p.receive([8, 2, 10], [8, 3, 10]);
  await p.receive([5, 2], [5, 3], [5, 4], [8, 2, 10], [8, 3, 10], [8, 4, 10], [5, 2]);
  assert.equal(from.pulled, 10);
  assert.equal(from.returned, 1);
  assert.equal(cancelled, 1);
  assert.deepEqual(uploaded(p, 2), range(0, 10));
  assert.deepEqual([...p.frame(7), ...p.frame(4)], []);
});

test("ends the uploads of a call that is refused, answered or cancelled", async () => {
  const p = await page();
  await p.welcome();
  const sources = range(0, 4).map(() => sourceOf(range(0, 100)));
  const controller = new AbortController();
  p.call("refused", p.upload(sources[0]));
  p.call("answered", p.upload(sources[1]));
  p.call("cancelled", p.upload(sources[2]), { signal: controller.signal });
  const stream = p.stream("left", p.upload(sources[3]));
  await p.receive([8, 4, 10], [8, 6, 10], [8, 8, 10]);
  await p.receive([4, 1, "not_available", "no"], [3, 3, "enough"]);
  controller.abort();
  await stream.return();
  await settled();
  await p.receive(...[2, 4, 6, 8].map((id) => [8, id, 10]));
  assert.deepEqual(sources.map((from) => from.pulled), [0, 10, 10, 10]);
  assert.deepEqual(sources.map((from) => from.returned), [0, 1, 1, 1]);
  assert.deepEqual(p.frame(5), [[5, 5], [5, 7]]);
});

test("ends uploads with their session, and frees their places", async () => {
  const p = await page();
  const limits = { calls: 1, streams: 1, message: 4194304 };
  await p.welcome({ limits });
  const from = sourceOf(range(0, 100));
  p.call("take", p.upload(from));
  await p.receive([8, 2, 10]);
  await p.lose();
  p.retry();
  p.socket.onopen();
  await p.lose(4410, "session_ended");
  assert.equal(from.returned, 1);
  p.retry();
  await p.welcome({ token: "OTHER", limits });
  await p.receive([8, 2, 10]);
  assert.equal(from.pulled, 10);
  p.stream("Golden.count", 1);
  p.call("Golden.greet", "Ada");
  await settled();
  assert.equal(p.frame(17).length, 1);
  assert.equal(p.frame(2).length, 1);
});

test("counts uploads among the streams, and frees the place of each that ends", async () => {
  const p = await page();
  await p.welcome({ limits: { calls: 64, streams: 2, message: 4194304 } });
  p.call("take", p.upload(["a"]), p.upload(["b"]));
  p.stream("Golden.count", 1);
  await settled();
  assert.deepEqual(p.frame(17), []);
  await p.receive([8, 2, 2]);
  assert.deepEqual(p.frame(7), [[7, 2]]);
  assert.equal(p.frame(17).length, 1);
  p.call("take", ...range(0, 3).map((i) => p.upload([i])));
  p.stream("Golden.count", 2);
  await p.receive([5, 3], [7, 4], [3, 1]);
  assert.equal(p.frame(2).length, 2, "what no limit allows goes when nothing else is under way");
  assert.equal(p.frame(17).length, 1);
  await p.receive([4, 5, "overloaded", "too many"]);
  assert.equal(p.frame(17).length, 2);
});

test("takes an upload for an argument alone", async () => {
  const p = await page();
  await p.welcome();
  await assert.rejects(p.call("a", { inside: p.upload([]) }), kindOf("bad_argument"));
  await assert.rejects(p.events.emit("a", p.upload([])), kindOf("bad_argument"));
});

test("sends the items of an upload again after a resume", async () => {
  const p = await page();
  await p.welcome();
  p.call("take", p.upload(["a", new Uint8Array([1]), "b"]));
  await settled();
  const before = p.socket.sent.length - 1;
  await p.receive([8, 2, 2]);
  await p.resume(before);
  assert.deepEqual(uploaded(p, 2), ["a", 0]);
  assert.deepEqual([...p.socket.binary[0].pieces[0]], [1]);
  await p.receive([8, 2, 2]);
  assert.deepEqual(uploaded(p, 2), ["a", 0, "b"]);
});

// Bytes

const goldenBinary = (name) => {
  const { head, pieces, from } = structuredClone(golden.binary.find((message) => message.name === name));
  return { head, from, pieces: pieces.map((piece) => Buffer.from(piece, "base64")) };
};

test("sends bytes in binary messages of one frame", async () => {
  const p = await page();
  await p.welcome();
  const { head, pieces } = goldenBinary("call with bytes");
  for (let i = 1; i < 16; i++) p.call("Golden.nothing");
  const answer = p.call("Golden.sizes", ...pieces.map((piece) => new Uint8Array(piece)));
  p.call("Golden.nothing");
  await settled();
  assert.deepEqual(p.socket.binary, [{ head, pieces }]);
  assert.deepEqual(p.socket.sent.slice(-3).map((message) => message[0]), [16, 2, 2]);
  await p.receive(golden.binary.find((message) => message.name === "call with bytes").answer);
  assert.deepEqual(await answer, [3, 0]);
});

test("finds bytes of every kind wherever they are, and takes them as they are now", async () => {
  const p = await page();
  await p.welcome();
  const memory = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  p.call("a", { whole: memory.buffer, part: new Uint8Array(memory.buffer, 2, 2), deep: [[new DataView(memory.buffer, 6)]] });
  p.events.emit("b", new Uint16Array(memory.buffer, 0, 1));
  p.stream("c", new Float64Array(memory.buffer));
  memory.fill(0);
  await settled();
  assert.deepEqual(p.socket.binary.map(({ head }) => head), [
    [[[8], [2], [2]], [2, 1, "a", { whole: 0, part: 1, deep: [[2]] }]],
    [[[2]], [9, 2, "b", 0]],
    [[[8]], [17, 3, "c", 0]],
  ]);
  assert.deepEqual(p.socket.binary.map(({ pieces }) => pieces.map((piece) => [...piece])), [
    [[1, 2, 3, 4, 5, 6, 7, 8], [3, 4], [7, 8]], [[1, 2]], [[1, 2, 3, 4, 5, 6, 7, 8]],
  ]);
});

test("puts the bytes of Java where the steps lead", async () => {
  const p = await page();
  const faces = [];
  p.events.on("clock.*", (face) => faces.push(face));
  await p.welcome();
  assert.equal(p.socket.binaryType, "arraybuffer");
  const reply = goldenBinary("reply of bytes");
  const event = goldenBinary("event with bytes inside");
  const calls = range(2, 7).map((i) => p.call("Golden.bytes", i));
  await p.receiveBytes(reply.head, ...reply.pieces);
  await p.receiveBytes(event.head, ...event.pieces);
  const bytes = await calls[4];
  assert.deepEqual(bytes, new Uint8Array(reply.pieces[0]));
  assert.equal(bytes.buffer.byteLength, bytes.length);
  assert.deepEqual(faces, [{ small: Uint8Array.of(0, 1), parts: [Uint8Array.of(255)] }]);
});

test("takes a batch apart whose frames have bytes", async () => {
  const p = await page();
  const faces = [];
  p.events.on("clock.*", (face) => faces.push(face));
  await p.welcome();
  const { head, pieces } = goldenBinary("batch with bytes");
  const calls = range(2, 8).map((i) => p.call("Golden.bytes", i));
  await p.receiveBytes(head, ...pieces);
  assert.deepEqual(await Promise.all(calls.slice(4)), [Uint8Array.of(0, 1, 255), Uint8Array.of(7)]);
  assert.deepEqual(faces, [{ small: Uint8Array.of(0, 1), parts: [Uint8Array.of(255)] }]);
});

test("puts bytes that came as text in their places, in a batch too", async () => {
  const p = await page();
  const heard = [];
  p.events.on("a", (payload) => heard.push(payload));
  await p.welcome();
  const reply = p.call("b");
  await settled();
  await p.receive([19, [["AAH/", 1, 2], ["", 2, 2, "x", 0]], [16, [3, 2, 0], [10, "a", { x: [1] }]]]);
  assert.deepEqual(await reply, Uint8Array.of(0, 1, 255));
  assert.deepEqual(heard, [{ x: [new Uint8Array(0)] }]);
});

test("lets no steps reach a prototype", async () => {
  const p = await page();
  const heard = [];
  p.events.on("a", (payload) => heard.push(payload));
  await p.welcome();
  const wrong = [
    ["__proto__", "polluted"], ["constructor", "prototype", "polluted"], [2, "__proto__", "polluted"], [2, "own", "length"],
    [2, "constructor", "polluted"], [2, "missing"], [2, "own", 7], [2, "text", 0], [2, "none", "x"], ["length"], [], ["push"],
  ];
  const head = '[[' + wrong.map((steps) => JSON.stringify([1, ...steps])) + '],[10,"a",{"own":[1],"text":"t","none":null}]]';
  await p.receiveBytes(JSON.parse(head), ...wrong.map(() => Buffer.from([9])));
  const own = '[[[1,2,"__proto__"],[1,2,"__proto__","x"]],[10,"a",{"__proto__":{"x":1}}]]';
  const text = Buffer.from(own);
  p.socket.onmessage({ data: new Uint8Array(Buffer.concat([Buffer.from([0, 0, 0, text.length]), text, Buffer.from([9, 9])])).buffer });
  assert.deepEqual(heard[0], { own: [1], text: "t", none: null });
  assert.equal(JSON.stringify(heard[1]), '{"__proto__":{"x":1}}');
  assert.equal(heard[1].x, undefined);
  for (const untouched of [{}, [], () => {}]) assert.equal(untouched.polluted, undefined);
  assert.equal(typeof [].push, "function");
});

test("counts binary messages like texts: in limits, confirmations and what is sent again", async () => {
  const p = await page();
  await p.welcome({ limits: { calls: 64, streams: 64, message: 1000 } });
  await assert.rejects(p.call("a", new Uint8Array(1000)), kindOf("bad_argument"));
  p.call("a", new Uint8Array(900));
  await settled();
  assert.equal(p.socket.binary.length, 1);
  const before = p.socket.sent.length - 2; // all but the hello and the bytes
  await p.receiveBytes([[[4, 2]], [10, "a", 0]], Buffer.alloc(4));
  await p.resume(before);
  assert.deepEqual(p.socket.sent[0], [0, 1, "", "TOKEN", 1]);
  assert.equal(p.socket.binary[0].pieces[0].length, 900);
  await p.receiveBytes([[[262144, 2]], [10, "a", 0]], Buffer.alloc(262144));
  assert.deepEqual(p.frame(15), [[15, 2]]);
});

test("sends bytes as base64 over a channel of text alone", async () => {
  const p = await page({ edit: (text) => text.replace("textOnly: false", "textOnly: true") });
  await p.welcome();
  const bytes = Uint8Array.from(range(0, 20000), (i) => i * 7);
  p.call("a", bytes, { inside: new DataView(bytes.buffer, 1, 2) });
  p.call("b", p.upload([bytes.subarray(0, 1)]));
  await p.receive([8, 3, 1]);
  assert.deepEqual(p.frame(2)[0], [2, 1, "a", Buffer.from(bytes).toString("base64"), { inside: "Bw4=" }]);
  assert.deepEqual(uploaded(p, 3), ["AA=="]);
});

// Routes

test("fetches with the token once there is one, and from no other origin", async () => {
  const native = globalThis.fetch;
  const asked = [];
  globalThis.fetch = (path, init) => (asked.push({ path, init }), Promise.resolve("response"));
  try {
    const p = await page();
    const early = p.fetch("/api/x", { method: "POST", headers: { "X-Own": "1" }, mode: "cors" });
    await settled();
    assert.equal(asked.length, 0);

    await p.welcome({ token: "TOKEN" });
    assert.equal(await early, "response");
    await p.fetch("/api/y", { headers: new Headers({ "X-Own": "2", "Gyre-Token": "forged" }) });

    assert.deepEqual(asked.map(({ path, init }) => [path, init.method, init.mode, [...init.headers]]), [
      ["/api/x", "POST", "same-origin", [["gyre-token", "TOKEN"], ["x-own", "1"]]],
      ["/api/y", undefined, "same-origin", [["gyre-token", "TOKEN"], ["x-own", "2"]]],
    ]);
  } finally {
    globalThis.fetch = native;
  }
});

test("a fetch does not outwait a connection that is closed", async () => {
  const native = globalThis.fetch;
  globalThis.fetch = (path, init) => Promise.resolve(init.headers.get("Gyre-Token"));
  try {
    const p = await page();
    const early = p.fetch("/api");
    await p.lose(4401);
    assert.equal(await early, "");
  } finally {
    globalThis.fetch = native;
  }
});

test("a fetch that has waited leaves no listener behind", async () => {
  const native = globalThis.fetch;
  globalThis.fetch = () => Promise.resolve("response");
  try {
    const p = await page({ edit: (text) => text + "globalThis.gyreChanges = link.changes;" });
    const early = p.fetch("/api");
    await p.lose();
    p.retry();
    assert.deepEqual(globalThis.gyreChanges.patterns(), ["state"]);
    await p.welcome();
    await early;
    assert.deepEqual(globalThis.gyreChanges.patterns(), []);
  } finally {
    globalThis.fetch = native;
    delete globalThis.gyreChanges;
  }
});

// Pings, timeouts, frames

test("answers a ping with an ack at once", async () => {
  const p = await page();
  await p.welcome();
  await p.receive([10, "a", 1], fromJava("ping"));
  assert.deepEqual(p.frame(15), [[15, 2]]);
});

test("tells a timeout from a cancellation", async () => {
  const awake = setInterval(() => {}, 1000); // Node waits for no AbortSignal.timeout
  const p = await page();
  await p.welcome();
  await assert.rejects(p.call("a", { signal: p.timeout(1) }), (error) => kindOf("timeout")(error) && error.cause.name === "TimeoutError");
  await assert.rejects(p.call("a", { signal: AbortSignal.timeout(1) }), kindOf("timeout"));
  await assert.rejects(p.stream("a", { signal: p.timeout(1) }).next(), kindOf("timeout"));
  const native = AbortSignal.timeout;
  AbortSignal.timeout = undefined;
  const signal = p.timeout(1);
  AbortSignal.timeout = native;
  assert.ok(signal instanceof AbortSignal);
  await assert.rejects(p.call("a", { signal }), kindOf("timeout"));
  await settled();
  assert.equal(p.frame(5).length, 4);
  clearInterval(awake);
});

/** A browser's frames, which the test lets come. */
function display() {
  const me = { tasks: [] };
  globalThis.requestAnimationFrame = (task) => me.tasks.push(task);
  me.frame = () => {
    for (const task of me.tasks.splice(0)) task(0);
  };
  me.gone = () => delete globalThis.requestAnimationFrame;
  return me;
}

test("tells a listener the newest payload of each name once a frame", async () => {
  const p = await page();
  const screen = display();
  const heard = [], all = [];
  const stop = p.events.on("clock.*", (payload, name) => heard.push([name, payload]), { frame: true });
  p.events.on("clock.*", (payload) => all.push(payload));
  await p.welcome();
  await p.receive([10, "clock.tick", 1], [10, "clock.tock", 2], [10, "clock.tick", 3]);
  assert.deepEqual(heard, []);
  assert.deepEqual(all, [1, 2, 3]);
  screen.frame();
  assert.deepEqual(heard, [["clock.tick", 3], ["clock.tock", 2]]);
  screen.frame();
  await p.receive([10, "clock.tick", 4]);
  screen.frame();
  assert.deepEqual(heard.slice(2), [["clock.tick", 4]]);
  await p.receive([10, "clock.tick", 5]);
  stop();
  screen.frame();
  assert.equal(heard.length, 3);
  screen.gone();
});

test("tells a listener soon where frames do not come", async () => {
  const soon = () => new Promise((resolve) => setTimeout(resolve, 100));
  const p = await page();
  const heard = [];
  p.events.on("a", (payload) => heard.push(payload), { frame: true });
  await p.welcome();
  await p.receive([10, "a", "no frames"]);
  await soon();
  const screen = display();
  await p.receive([10, "a", "old"], [10, "a", "hidden"]);
  await soon();
  assert.deepEqual(heard, ["no frames", "hidden"]);
  screen.frame(); // the page is seen again
  assert.deepEqual(heard, ["no frames", "hidden"]);
  screen.gone();
});
