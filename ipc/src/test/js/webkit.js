// What WebKitTest has a page do with gyre.js. The engine's own WebSocket never opens: one that answers stands in for it.

const sent = [];
const WELCOME = {
  version: 1, session: 1, generation: 1, window: "main", token: "t", next: "n", received: 0,
  limits: { calls: 64, streams: 64, message: 4194304, subscriptions: 64, queue: 1024 },
};

window.WebSocket = class {
  static OPEN = 1;

  constructor() {
    this.readyState = 0;
    setTimeout(() => {
      this.readyState = WebSocket.OPEN;
      this.onopen();
    });
  }

  send(message) {
    if (typeof message !== "string") return void sent.push("bytes " + message.length);
    sent.push(message);
    const frame = JSON.parse(message);
    for (const each of frame[0] === 16 ? frame.slice(1) : [frame]) this.answer(each);
  }

  answer([kind, id, name, argument]) {
    if (kind === 0) this.give([1, WELCOME]);
    if (kind === 2 && name === "A.greet") this.give([3, id, "Hello, " + argument]);
    if (kind === 2 && name === "A.fail") this.give([4, id, "failed", "no"]);
    if (kind === 8) this.give([16, [6, id, 1, 2, 3], [7, id]]);
    if (kind === 11) this.give([16, [3, id], [10, "clock.tick", 7]]);
  }

  give(frame) {
    setTimeout(() => this.onmessage({ data: JSON.stringify(frame) }));
  }
};

async function use({ call, stream, events, timeout, connection }) {
  const seen = { before: connection.state };
  seen.result = await call("A.greet", "Ada");
  seen.error = await call("A.fail").catch((error) => error.kind + ": " + error.message);
  seen.items = [];
  for await (const item of stream("A.count", 3)) seen.items.push(item);
  seen.event = await new Promise((resolve) => events.on("clock.*", (tick, name) => resolve([name, tick])));
  seen.timeout = await call("A.never", { signal: timeout(20) }).catch((error) => error.kind);
  seen.cancelled = sent[sent.length - 1];
  call("A.bytes", new Uint8Array(3));
  await new Promise((resolve) => setTimeout(resolve));
  seen.bytes = sent[sent.length - 1];
  seen.after = connection.state;
  return seen;
}

import("/gyre.js").then(use).catch((error) => ({ error: String(error) })).then((seen) => {
  document.title = JSON.stringify(seen);
});
