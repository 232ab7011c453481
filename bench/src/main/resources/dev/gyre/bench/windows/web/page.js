// What is measured in a window, whatever the bridge: `call` gives the promise of an answer, `ask` has it given to a function,
// `listen` gives the undo. A scenario measures for some milliseconds, throws if anything is not as it must be, and returns how
// many were done.

const MIX = [
  { call: ["Service.getUser", { id: 123 }], holds: (answer) => answer.id === 123 },
  { call: ["Service.updateData", { data: "value" }, { flag: true }], holds: (answer) => answer === true },
  { call: ["Service.processEvent", { event: "click" }, { x: 100 }, { y: 200 }], holds: (answer) => answer === 305 },
];
const EVENT = "bench.event"; // as Pump.java has it

function require(holds, complaint) {
  if (!holds) throw new Error(complaint);
}

const check = ({ holds }, answer) => require(holds(answer), "answer: " + JSON.stringify(answer));

async function roundTrips(bridge, parallel, millis) {
  const end = performance.now() + millis;
  let count = 0;
  const inTurn = async () => {
    while (performance.now() < end) {
      const next = MIX[count++ % MIX.length];
      check(next, await bridge.call(...next.call));
    }
  };
  await Promise.all(Array.from({ length: parallel }, inTurn));
  return count;
}

function callbacks(bridge, parallel, millis) {
  const end = performance.now() + millis;
  let count = 0, under = parallel;
  return new Promise((resolve, reject) => {
    const ask = () => {
      if (performance.now() >= end) return --under === 0 && resolve(count);
      const next = MIX[count++ % MIX.length];
      bridge.ask((answer) => {
        if (!next.holds(answer)) reject(new Error("answer: " + JSON.stringify(answer)));
        ask();
      }, ...next.call);
    };
    for (let i = 0; i < parallel; i++) ask();
  });
}

async function pushed(bridge, size, millis) {
  let count = 0, wrong = 0, sent = Infinity, all;
  const finished = new Promise((resolve) => (all = resolve));
  const stop = bridge.listen(EVENT, (payload) => {
    if (payload.length !== size) wrong++;
    if (++count === sent) all();
  });
  sent = await bridge.call("Pump.publish", size, millis);
  if (count < sent) await finished;
  stop();
  require(wrong === 0, wrong + " events of another size");
  require(count === sent, count + " events (expected: " + sent + ")");
  require((await bridge.call("Pump.dropped")) === 0, "events were lost");
  return count;
}

const scenarios = {
  "round trips, one at a time": (bridge, millis) => roundTrips(bridge, 1, millis),
  "round trips, 32 in flight": (bridge, millis) => roundTrips(bridge, 32, millis),
  "round trips by callback, 32 in flight": (bridge, millis) => callbacks(bridge, 32, millis),
  "events of 64 B": (bridge, millis) => pushed(bridge, 64, millis),
  "events of 256 B": (bridge, millis) => pushed(bridge, 256, millis),
};

async function measure(bridge, name, millis) {
  require(scenarios[name], "scenario: " + name);
  const start = performance.now();
  const count = await scenarios[name](bridge, millis);
  require(count > 0, "nothing was done");
  await bridge.call("Desk.measured", count, (performance.now() - start) / 1000);
}

export function begin(bridge) {
  const ran = Date.now();
  bridge.listen("bench.measure", ({ name, millis }) => {
    measure(bridge, name, millis).catch((error) => bridge.call("Desk.failed", error + " " + error.stack));
  });
  bridge.call(...MIX[0].call).then((answer) => {
    check(MIX[0], answer);
    bridge.call("Desk.shown", ran, Date.now());
  });
}
