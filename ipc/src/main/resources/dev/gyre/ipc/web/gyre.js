// Gyre in the page: calls to Java, events both ways, and the connection that carries them.
//
//   import { call, events, connection } from "/gyre/gyre.js";
//   const hello = await call("Clock.greet", "Ada", { signal: AbortSignal.timeout(500) });
//   const stop = events.on("clock.*", (tick, name) => draw(tick));
//
// Needs nothing but the page's own policy `default-src 'self'`, which covers the WebSocket to the page's own origin.
// The protocol is described in PROTOCOL.md.

const VERSION = 1;
const [HELLO, WELCOME, CALL, REPLY, ERROR, CANCEL] = [0, 1, 2, 3, 4, 5];
const [EMIT, EVENT, SUBSCRIBE, UNSUBSCRIBE, READY, GAP, ACK, BATCH] = [9, 10, 11, 12, 13, 14, 15, 16];

const STORED_CODE = "gyre.next";
const ACK_EVERY_MESSAGES = 16; // well below the 64 messages that Java leaves unconfirmed
const ACK_EVERY_CHARACTERS = 65536; // well below the 1 MiB that Java leaves unconfirmed
const BATCH_FRAMES = 256;
const BATCH_CHARACTERS = 262144;
const MAX_WAITING = 10000; // calls held back in the page; more are refused, not hoarded
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 3000;
const GIVE_UP_MS = 30000; // without any answer for this long the application is gone

// Closed by Java with a reason that another attempt would only meet again.
const FINAL = new Set([4000, 4001, 4400, 4401, 4409, 4426, 1002, 1003, 1007, 1009]);
const SESSION_ENDED = 4410;

/** A failure with a kind to act upon; what Java throws arrives as one of these. */
export class GyreError extends Error {
  constructor(kind, message, cause) {
    super(message);
    this.name = "GyreError";
    this.kind = kind;
    if (cause !== undefined) this.cause = cause;
  }
}

/** Names and patterns segment by segment: `*` is any one segment, `**` any number of them. */
function matcher(pattern) {
  const want = pattern.split(".");
  return (name) => {
    const have = name.split(".");
    let at = 0, from = 0, lastMany = -1, retry = 0;
    while (from < have.length) {
      if (at < want.length && want[at] === "**") {
        lastMany = at++;
        retry = from;
      } else if (at < want.length && (want[at] === "*" || want[at] === have[from])) {
        at++;
        from++;
      } else if (lastMany >= 0) {
        at = lastMany + 1;
        from = ++retry;
      } else {
        return false;
      }
    }
    while (at < want.length && want[at] === "**") at++;
    return at === want.length;
  };
}

/** Runs a listener of the page. What it throws is the page's to see and nobody's to suffer. */
function guarded(listener, ...args) {
  try {
    listener(...args);
  } catch (error) {
    console.error(error);
  }
}

/** Listeners by topic. */
class Listeners {
  constructor() {
    this._topics = new Map();
  }

  add(topic, listener) {
    if (typeof listener !== "function") throw new TypeError("listener: " + typeof listener + " (expected: function)");
    if (!this._topics.has(topic)) this._topics.set(topic, []);
    const entry = { listener };
    this._topics.get(topic).push(entry);
    return entry;
  }

  /** Removes one entry; true if it was the topic's last. */
  remove(topic, entry) {
    const left = (this._topics.get(topic) || []).filter((other) => other !== entry);
    return this._keep(topic, left);
  }

  /** Removes a listener however often it was added, or all; true if none is left. */
  removeAll(topic, listener) {
    const left = (this._topics.get(topic) || []).filter((entry) => listener && entry.listener !== listener);
    return this._keep(topic, left);
  }

  _keep(topic, left) {
    const had = this._topics.has(topic);
    if (left.length > 0) this._topics.set(topic, left);
    else this._topics.delete(topic);
    return had && left.length === 0;
  }

  has(topic) { return this._topics.has(topic); }

  topics() { return [...this._topics.keys()]; }

  tell(topic, ...args) {
    for (const entry of this._topics.get(topic) || []) guarded(entry.listener, ...args);
  }
}

/** Carries text over a WebSocket. Another channel offers the same: `send`, and tells the same three things. */
function webSocketChannel({ opened, received, closed }) {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(scheme + "//" + location.host + "/gyre/ws");
  socket.onopen = () => opened();
  socket.onmessage = (event) => received(event.data);
  socket.onclose = (event) => closed(event.code, event.reason);
  return { send: (text) => socket.send(text) };
}

/** The code in the address bar, which is taken out of it, or the one kept for a reload. */
function takeCode() {
  const found = /^#gyre=([\w-]+)$/.exec(location.hash);
  if (found) {
    history.replaceState(history.state, "", location.pathname + location.search);
    return found[1];
  }
  return sessionStorage.getItem(STORED_CODE) || "";
}

class Connection {
  constructor(events) {
    this.state = "connecting";
    this.reason = "";
    this.generation = 0;
    this.windowName = "";
    this._events = events;
    this._listeners = new Listeners();
    this._channel = null;
    this._code = takeCode();
    this._token = "";
    this._limits = { calls: 0, message: 4194304 };
    this._lastId = 0;
    this._pending = new Map(); // id -> request that has no outcome yet
    this._waiting = []; // requests above the limit of calls in flight, in order
    this._inFlight = 0;
    this._outbox = []; // frames of this turn: { text, id }
    this._flushing = false;
    this._sent = []; // messages that Java has not confirmed: { number, text, ids }
    this._sentCount = 0;
    this._received = 0;
    this._confirmed = 0;
    this._unconfirmed = 0; // characters received since the last confirmation
    this._retryMs = FIRST_RETRY_MS;
    this._lostSince = 0;
    this._connect();
  }

  on(topic, listener) {
    const entry = this._listeners.add(topic, listener);
    return () => void this._listeners.remove(topic, entry);
  }

  // Requests

  request(kind, content, signal) {
    return new Promise((resolve, reject) => {
      const id = ++this._lastId;
      const request = { id, text: "", resolve, reject, sent: false, done: false, unlisten: () => {} };
      if (signal && signal.aborted) throw cancelled(signal);
      if (this.state === "closed") throw new GyreError("closed", this.reason);
      if (this._waiting.length >= MAX_WAITING) throw new GyreError("overloaded", "too many calls wait");
      request.text = this._encode([kind, id, ...content]);
      if (signal) this._listen(request, signal);
      this._pending.set(id, request);
      this._waiting.push(request);
      this._advance();
    });
  }

  _encode(frame) {
    let text;
    try {
      text = JSON.stringify(frame);
    } catch (error) {
      throw new GyreError("bad_argument", String(error && error.message), error);
    }
    const limit = this._limits.message;
    if (text.length * 3 > limit && new TextEncoder().encode(text).length > limit) {
      throw new GyreError("bad_argument", "arguments: too large (expected: at most " + limit + " bytes)");
    }
    return text;
  }

  _listen(request, signal) {
    const abort = () => {
      if (request.sent) this._post("[" + CANCEL + "," + request.id + "]");
      this._settle(request, () => request.reject(cancelled(signal)));
      if (!request.sent) this._finish(request);
    };
    signal.addEventListener("abort", abort, { once: true });
    request.unlisten = () => signal.removeEventListener("abort", abort);
  }

  /** Sends what the limit of calls in flight allows. */
  _advance() {
    while (this._waiting.length > 0 && this._inFlight < this._limits.calls) {
      const request = this._waiting.shift();
      if (request.done) continue;
      request.sent = true;
      this._inFlight++;
      this._post(request.text, request.id);
    }
  }

  /** The page's side of a request is over. */
  _settle(request, outcome) {
    if (request.done) return;
    request.done = true;
    request.unlisten();
    outcome();
  }

  /** Java's side of a request is over: its place is free. */
  _finish(request) {
    if (!this._pending.delete(request.id)) return;
    if (request.sent) this._inFlight--;
    this._advance();
  }

  _outcome(id, settle) {
    const request = this._pending.get(id);
    if (!request) return;
    this._settle(request, () => settle(request));
    this._finish(request);
  }

  _rejectAll(error) {
    for (const request of this._pending.values()) {
      if (!request.isSubscription) this._settle(request, () => request.reject(error));
    }
    this._pending.clear();
    this._waiting = [];
    this._inFlight = 0;
    this._outbox = [];
    this._sent = [];
  }

  // Subscriptions: outside the limit, and told again to each new session

  subscribe(pattern) {
    if (this._token) this._subscribeNow(pattern);
  }

  _subscribeNow(pattern) {
    const id = ++this._lastId;
    const refuse = (error) => {
      console.error(error);
      this._events.refused(pattern);
    };
    const nothing = () => {};
    this._pending.set(id, { id, isSubscription: true, resolve: nothing, reject: refuse, unlisten: nothing });
    this._post(JSON.stringify([SUBSCRIBE, id, pattern]), id);
  }

  unsubscribe(pattern) {
    if (this._token) this._post(JSON.stringify([UNSUBSCRIBE, pattern]));
  }

  // Sending: all frames of one turn in one message, or a few

  _post(text, id) {
    this._outbox.push({ text, id });
    if (this._flushing) return;
    this._flushing = true;
    queueMicrotask(() => {
      this._flushing = false;
      this._flush();
    });
  }

  _flush() {
    while (this.state === "open" && this._outbox.length > 0) {
      let count = 0, size = 0;
      while (count < this._outbox.length && count < BATCH_FRAMES && (count === 0 || size < BATCH_CHARACTERS)) {
        const next = this._outbox[count].text.length;
        if (count > 0 && size + next > BATCH_CHARACTERS) break;
        size += next;
        count++;
      }
      this._send(this._outbox.splice(0, count));
    }
  }

  _send(frames) {
    const texts = frames.map((frame) => frame.text);
    const text = texts.length === 1 ? texts[0] : "[" + BATCH + "," + texts.join(",") + "]";
    const ids = frames.map((frame) => frame.id).filter((id) => id !== undefined);
    this._sent.push({ number: ++this._sentCount, text, ids });
    this._channel.send(text);
  }

  // Receiving

  _take(text) {
    const frame = JSON.parse(text);
    if (frame[0] === WELCOME) return this._welcome(frame[1]);
    this._received++;
    this._unconfirmed += text.length;
    if (frame[0] === BATCH) for (let i = 1; i < frame.length; i++) this._frame(frame[i]);
    else this._frame(frame);
    const due = this._received - this._confirmed >= ACK_EVERY_MESSAGES || this._unconfirmed >= ACK_EVERY_CHARACTERS;
    if (due && this.state === "open") this._confirm();
  }

  _confirm() {
    this._confirmed = this._received;
    this._unconfirmed = 0;
    this._post("[" + ACK + "," + this._received + "]");
  }

  _frame(frame) {
    switch (frame[0]) {
      case EVENT: return this._events.heard(frame[1], frame[2]);
      case REPLY: return this._outcome(frame[1], (request) => request.resolve(frame[2]));
      case ERROR: return this._failed(frame[1], new GyreError(frame[2], frame[3]), frame[4]);
      case GAP: return this._listeners.tell("gap", frame[1]);
      case ACK: return this._forget(frame[1]);
      default: // of a later version: nothing this page has asked for
    }
  }

  /** An error of one request, or of a whole message that Java could not read. */
  _failed(id, error, message) {
    const bad = this._sent.find((sent) => sent.number === message);
    for (const each of id === 0 && bad ? bad.ids : [id]) this._outcome(each, (request) => request.reject(error));
  }

  _forget(number) {
    while (this._sent.length > 0 && this._sent[0].number <= number) this._sent.shift();
  }

  // The life of the connection

  _connect() {
    if (!this._token && !this._code) return this._close("no_code");
    const mine = () => this._channel === channel;
    const channel = webSocketChannel({
      opened: () => mine() && channel.send(this._hello()),
      received: (text) => mine() && this._take(text),
      closed: (code, reason) => mine() && this._lost(code, reason),
    });
    this._channel = channel;
  }

  _hello() {
    const proof = this._token ? ["", this._token, this._received] : [this._code];
    return JSON.stringify([HELLO, VERSION, ...proof]);
  }

  _welcome(welcome) {
    const isNew = welcome.token !== this._token;
    this._token = welcome.token;
    this._limits = welcome.limits;
    this.generation = welcome.generation;
    this.windowName = welcome.window;
    this._retryMs = FIRST_RETRY_MS;
    this._lostSince = 0;
    if (welcome.next) {
      this._code = welcome.next;
      sessionStorage.setItem(STORED_CODE, welcome.next);
    }
    this._forget(welcome.received);
    for (const message of this._sent) this._channel.send(message.text);
    this._change("open");
    if (isNew) this._begin();
    this._advance();
  }

  /** A new session hears nothing yet. Modules of this turn may still subscribe: ready is said at its end. */
  _begin() {
    for (const pattern of this._events.patterns()) this._subscribeNow(pattern);
    queueMicrotask(() => this._post("[" + READY + "]"));
  }

  _lost(code, reason) {
    this._channel = null;
    if (FINAL.has(code)) return this._close(reason || String(code));
    if (code === SESSION_ENDED) this._startOver();
    const now = Date.now();
    this._lostSince = this._lostSince || now;
    if (now - this._lostSince > GIVE_UP_MS) return this._close("unreachable");
    this._change(this.generation ? "lost" : "connecting");
    setTimeout(() => this._connect(), this._retryMs * (0.75 + Math.random() / 2));
    this._retryMs = Math.min(LAST_RETRY_MS, this._retryMs * 2);
  }

  /** The session is over, but the code for a reload begins another: what was under way is lost, and the page says so. */
  _startOver() {
    this._token = "";
    this._sentCount = 0;
    this._received = 0;
    this._confirmed = 0;
    this._rejectAll(new GyreError("session_ended", "the session ended while the page was away"));
  }

  _close(reason) {
    this.reason = reason;
    this._rejectAll(new GyreError("closed", reason));
    this._change("closed");
  }

  _change(state) {
    if (this.state === state) return;
    this.state = state;
    this._listeners.tell("state", state, this.reason);
  }
}

function cancelled(signal) {
  return new GyreError("cancelled", "cancelled", signal.reason);
}

/** Events that the page hears: patterns with their listeners. */
class Events {
  constructor() {
    this._listeners = new Listeners();
    this._matchers = new Map();
    this._matching = new Map(); // name -> patterns; emptied when they change, bounded by the names Java has
  }

  on(pattern, listener) {
    const isFirst = !this._listeners.has(pattern);
    const entry = this._listeners.add(pattern, listener);
    if (isFirst) {
      this._matchers.set(pattern, matcher(pattern));
      this._matching.clear();
      link.subscribe(pattern);
    }
    return () => this._left(pattern, this._listeners.remove(pattern, entry));
  }

  once(pattern, listener) {
    const stop = this.on(pattern, (payload, name) => {
      stop();
      listener(payload, name);
    });
    return stop;
  }

  off(pattern, listener) {
    this._left(pattern, this._listeners.removeAll(pattern, listener));
  }

  _left(pattern, isLast) {
    if (!isLast) return;
    this.refused(pattern);
    link.unsubscribe(pattern);
  }

  // For the connection

  refused(pattern) {
    this._listeners.removeAll(pattern);
    this._matchers.delete(pattern);
    this._matching.clear();
  }

  patterns() { return this._listeners.topics(); }

  heard(name, payload) {
    let patterns = this._matching.get(name);
    if (!patterns) {
      patterns = [...this._matchers].filter(([, matches]) => matches(name)).map(([pattern]) => pattern);
      this._matching.set(name, patterns);
    }
    for (const pattern of patterns) this._listeners.tell(pattern, payload, name);
  }
}

/** `{ signal }` with an AbortSignal and nothing else. JSON has no such value, so it can never be meant as an argument. */
function isOptions(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && keys[0] === "signal" && value.signal instanceof AbortSignal;
}

const heard = new Events();
const link = new Connection(heard);

/** Calls a binding of Java. The last argument may be `{ signal }`. */
export function call(name, ...args) {
  const last = args[args.length - 1];
  const signal = isOptions(last) ? args.pop().signal : undefined;
  return link.request(CALL, [String(name), ...args], signal);
}

/** Events of Java, by name or pattern. */
export const events = Object.freeze({
  on: (pattern, listener) => heard.on(pattern, listener),
  once: (pattern, listener) => heard.once(pattern, listener),
  off: (pattern, listener) => heard.off(pattern, listener),
  /** Emits an event to Java; resolves when it is accepted. */
  emit: (name, payload) => link.request(EMIT, [String(name), payload === undefined ? null : payload]),
});

/** The state of the connection. */
export const connection = Object.freeze({
  /** `connecting`, `open`, `lost` or `closed`. */
  get state() { return link.state; },
  /** Why it is closed. */
  get reason() { return link.reason; },
  /** Which load of the window's page this is, 0 before the first welcome. */
  get generation() { return link.generation; },
  /** The name of the window. */
  get window() { return link.windowName; },
  /** Listens to `state` (state, reason) or `gap` (events missed); returns the undo. */
  on: (topic, listener) => link.on(topic, listener),
});
