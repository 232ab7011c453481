// Measures Gyre and a bare WebSocket in one page. A scenario is a function for each arm, which measures for some
// milliseconds, throws if anything is not as it must be, and returns how many were done in how many messages.

import { assets } from "/gyre/assets.js";
import { call, connection, events, stream, upload } from "/gyre/gyre.js";

const TEXT = "hello world";
const EVENT = "bench.event";
const FRAME = JSON.stringify([2, 1000, "Bench.echo", TEXT]); // as long as a call of Gyre's
const PIECE = 65536;
const TEXTS = Array.from({ length: 4096 }, (_, i) => (i + ":").padEnd(64, "x")); // as Pieces.java has them
const PIECES = Array.from({ length: 16 }, (_, i) => new Uint8Array(PIECE).fill(i));
const SMALL = Array.from({ length: 100 }, (_, i) => "/small/" + i + ".json"); // as PageRun.java has them
const BARE_WINDOW = 16; // messages of 500 items
const BARE_UNCONFIRMED = 1048576; // bytes of an upload that the bare server was sent and has not told of

let missed = 0;
connection.on("gap", (count) => (missed += count));

const socket = call("Bench.bareUrl").then(
  (url) =>
    new Promise((resolve, reject) => {
      const made = new WebSocket(url);
      made.binaryType = "arraybuffer";
      made.onopen = () => resolve(made);
      made.onerror = () => reject(new Error("the bare server cannot be reached"));
    }),
);

function require(holds, complaint) {
  if (!holds) throw new Error(complaint);
}

/** Whether items of a stream come in order, and none is missing. */
class Row {
  constructor(expected) {
    this.count = 0;
    this._expected = expected;
  }

  text(item) {
    if (item !== this._expected[this.count++ % this._expected.length]) throw new Error("item: " + item);
  }

  bytes(piece) {
    const expected = this._expected[this.count++ % this._expected.length];
    const holds = piece.length === PIECE && piece[0] === expected[0] && piece[PIECE - 1] === expected[0];
    require(holds, "piece: " + piece.length + " bytes, " + piece[0]);
  }

  /** How many there were, which must be all. */
  all(given) {
    require(given === this.count, this.count + " items (expected: " + given + ")");
    return this.count;
  }
}

/** Pieces for an upload, for some time. */
function* pieces(millis) {
  const end = performance.now() + millis;
  for (let i = 0; performance.now() < end; i++) yield PIECES[i % PIECES.length];
}

// Gyre

async function echo() {
  const answer = await call("Bench.echo", TEXT);
  require(answer === TEXT, "answer: " + answer);
}

async function gyreInFlight(parallel, millis) {
  const end = performance.now() + millis;
  let count = 0;
  const one = async () => {
    while (performance.now() < end) {
      await echo();
      count++;
    }
  };
  await Promise.all(Array.from({ length: parallel }, one));
  return count;
}

async function gyreTurns(calls, millis) {
  const end = performance.now() + millis;
  let count = 0;
  while (performance.now() < end) {
    await Promise.all(Array.from({ length: calls }, echo));
    count += calls;
  }
  return count;
}

async function gyreEvents(size, millis) {
  let count = 0, expected = Infinity, wrong = 0, all;
  const finished = new Promise((resolve) => (all = resolve));
  const stop = events.on(EVENT, (payload) => {
    if (payload.length !== size) wrong++;
    if (++count === expected) all();
  });
  const lost = await call("Pump.dropped");
  expected = await call("Pump.publish", size, millis);
  if (count < expected) await finished;
  stop();
  require(wrong === 0, wrong + " events of another size");
  require(count === expected, count + " events (expected: " + expected + ")");
  require((await call("Pump.dropped")) === lost && missed === 0, "events were lost");
  return count;
}

async function gyreItems(millis) {
  const row = new Row(TEXTS);
  for await (const item of stream("Bench.items", millis)) row.text(item);
  return row.all(await call("Bench.given"));
}

async function gyreDownload(millis) {
  const row = new Row(PIECES);
  for await (const piece of stream("Bench.pieces", millis)) row.bytes(piece);
  return PIECE * row.all(await call("Bench.given"));
}

async function gyreUpload(millis) {
  let sent = 0;
  const counted = function* () {
    for (const piece of pieces(millis)) {
      sent += PIECE;
      yield piece;
    }
  };
  const taken = await call("Bench.take", upload(counted()));
  require(taken === sent, taken + " bytes (expected: " + sent + ")");
  return taken;
}

async function withMessages(measured) {
  const before = await call("Bench.messages");
  const count = await measured();
  return { count, messages: (await call("Bench.messages")) - before - 1 };
}

// The bare socket: one message each, but for the small items of a stream

async function bareInFlight(parallel, millis) {
  const bare = await socket;
  const end = performance.now() + millis;
  let count = 0, under = parallel;
  await new Promise((resolve, reject) => {
    bare.onclose = () => reject(new Error("the bare server has closed"));
    bare.onmessage = (event) => {
      if (event.data !== FRAME) reject(new Error("answer: " + event.data));
      count++;
      if (performance.now() < end) bare.send(FRAME);
      else if (--under === 0) resolve();
    };
    for (let i = 0; i < parallel; i++) bare.send(FRAME);
  });
  return { count, messages: count };
}

async function bareTurns(calls, millis) {
  const bare = await socket;
  const end = performance.now() + millis;
  let count = 0;
  await new Promise((resolve, reject) => {
    const turn = () => {
      for (let i = 0; i < calls; i++) bare.send(FRAME);
    };
    bare.onclose = () => reject(new Error("the bare server has closed"));
    bare.onmessage = (event) => {
      if (event.data !== FRAME) reject(new Error("answer: " + event.data));
      if (++count % calls !== 0) return;
      if (performance.now() < end) turn();
      else resolve();
    };
    turn();
  });
  return { count, messages: count };
}

async function bareEvents(size, millis) {
  const bare = await socket;
  let count = 0, wrong = 0;
  const listener = (payload) => {
    if (payload.length !== size) wrong++;
    count++;
  };
  await new Promise((resolve, reject) => {
    bare.onclose = () => reject(new Error("the bare server has closed"));
    bare.onmessage = (event) => {
      if (event.data.startsWith("pushed ")) return resolve(require(+event.data.slice(7) === count, "events were lost"));
      const [, name, payload] = JSON.parse(event.data);
      if (name === EVENT) listener(payload);
    };
    bare.send("push " + size + " " + millis);
  });
  require(wrong === 0, wrong + " events of another size");
  return { count, messages: count };
}

async function bareRow(command, expected, take) {
  const bare = await socket;
  const row = new Row(expected);
  let messages = 0;
  await new Promise((resolve, reject) => {
    bare.onclose = () => reject(new Error("the bare server has closed"));
    bare.onmessage = ({ data }) => {
      try {
        if (typeof data === "string" && data.startsWith("pushed ")) return resolve(row.all(+data.slice(7)));
        messages++;
        take(row, data, bare);
      } catch (error) {
        reject(error);
      }
    };
    bare.send(command);
  });
  return { count: row.count, messages };
}

function bareItems(millis) {
  const take = (row, data, bare) => {
    for (const item of JSON.parse(data)) row.text(item);
    bare.send("credit 1");
  };
  const done = bareRow("items " + millis, TEXTS, take);
  socket.then((bare) => bare.send("credit " + BARE_WINDOW));
  return done;
}

async function bareDownload(millis) {
  const take = (row, data) => row.bytes(new Uint8Array(data));
  const { count, messages } = await bareRow("pieces " + millis, PIECES, take);
  return { count: PIECE * count, messages };
}

async function bareUpload(millis) {
  const bare = await socket;
  const source = pieces(millis);
  let sent = 0, taken = 0, messages = 0;
  await new Promise((resolve, reject) => {
    const send = () => {
      while (sent - taken < BARE_UNCONFIRMED) {
        const { value, done } = source.next();
        if (done) return bare.send("taken");
        bare.send(value);
        sent += PIECE;
      }
    };
    bare.onclose = () => reject(new Error("the bare server has closed"));
    bare.onmessage = ({ data }) => {
      taken = +data.slice(6);
      messages++;
      if (taken === sent) resolve();
      else send();
    };
    send();
  });
  return { count: taken, messages };
}

// Assets: all in one response, or each in its own, and none from the browser's cache

async function loads(millis, load) {
  const end = performance.now() + millis;
  let count = 0;
  while (performance.now() < end) {
    const numbers = await Promise.all((await load()).map((response) => response.json()));
    require(numbers.every((number, i) => number === i), "assets: " + numbers);
    count += SMALL.length;
  }
  return count;
}

const inFlight = (parallel) => ({
  gyre: (millis) => withMessages(() => gyreInFlight(parallel, millis)),
  bare: (millis) => bareInFlight(parallel, millis),
});
const turns = (calls) => ({
  gyre: (millis) => withMessages(() => gyreTurns(calls, millis)),
  bare: (millis) => bareTurns(calls, millis),
});
const pushed = (size) => ({
  gyre: (millis) => withMessages(() => gyreEvents(size, millis)),
  bare: (millis) => bareEvents(size, millis),
});

const both = (gyre, bare) => ({ gyre: (millis) => withMessages(() => gyre(millis)), bare });

const scenarios = {
  "round trips, one at a time": inFlight(1),
  "round trips, 32 in flight": inFlight(32),
  "round trips, 1,000 in one turn": turns(1000),
  "events of 64 B": pushed(64),
  "events of 1 KiB": pushed(1024),
  "events of 64 KiB": pushed(65536),
  "a stream of 64 B": both(gyreItems, bareItems),
  "download of 64 KiB pieces": both(gyreDownload, bareDownload),
  "upload of 64 KiB pieces": both(gyreUpload, bareUpload),
  "100 small assets, beside 100 fetches": {
    gyre: async (millis) => {
      const count = await loads(millis, () => assets(SMALL));
      return { count, messages: count / SMALL.length };
    },
    bare: async (millis) => {
      const fetches = () => Promise.all(SMALL.map((path) => fetch(path, { cache: "no-store" })));
      const count = await loads(millis, fetches);
      return { count, messages: count };
    },
  },
};

export const names = Object.keys(scenarios);

export async function measure(name, arm, millis) {
  require(scenarios[name] && scenarios[name][arm], "scenario: " + name + " (" + arm + ")");
  const start = performance.now();
  const { count, messages } = await scenarios[name][arm](millis);
  const seconds = (performance.now() - start) / 1000;
  require(count > 0, "nothing was done");
  return { rate: count / seconds, deliveries: (1000 * messages) / count };
}

/** Takes that many streams at once, each of pieces of 16 KiB, and tells how many bytes came in a second. */
export async function soak(flows, millis) {
  const start = performance.now();
  let bytes = 0;
  const one = async () => {
    let place = 0;
    for await (const piece of stream("Bench.flow", millis)) {
      require(piece.length === 16384 && piece[0] === place % 16 && piece[16383] === piece[0], "piece: " + place);
      place++;
      bytes += piece.length;
    }
  };
  await Promise.all(Array.from({ length: flows }, one));
  return { rate: (1000 * bytes) / (performance.now() - start) };
}
