// Measures Gyre and a bare WebSocket in one page. A scenario is a function for each arm, which measures for some
// milliseconds, throws if anything is not as it must be, and returns how many were done in how many messages.

import { call, connection, events } from "/gyre/gyre.js";

const TEXT = "hello world";
const EVENT = "bench.event";
const FRAME = JSON.stringify([2, 1000, "Bench.echo", TEXT]); // as long as a call of Gyre's

let missed = 0;
connection.on("gap", (count) => (missed += count));

const socket = call("Bench.bareUrl").then(
  (url) =>
    new Promise((resolve, reject) => {
      const made = new WebSocket(url);
      made.onopen = () => resolve(made);
      made.onerror = () => reject(new Error("the bare server cannot be reached"));
    }),
);

function require(holds, complaint) {
  if (!holds) throw new Error(complaint);
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
  const lost = await call("Bench.dropped");
  expected = await call("Bench.publish", size, millis);
  if (count < expected) await finished;
  stop();
  require(wrong === 0, wrong + " events of another size");
  require(count === expected, count + " events (expected: " + expected + ")");
  require((await call("Bench.dropped")) === lost && missed === 0, "events were lost");
  return count;
}

async function withMessages(measured) {
  const before = await call("Bench.messages");
  const count = await measured();
  return { count, messages: (await call("Bench.messages")) - before - 1 };
}

// The bare socket: one message each

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

const scenarios = {
  "round trips, one at a time": inFlight(1),
  "round trips, 32 in flight": inFlight(32),
  "round trips, 1,000 in one turn": turns(1000),
  "events of 64 B": pushed(64),
  "events of 1 KiB": pushed(1024),
  "events of 64 KiB": pushed(65536),
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
