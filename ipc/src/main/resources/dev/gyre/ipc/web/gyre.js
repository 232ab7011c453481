// Gyre in the page: calls to Java, streams and events both ways, and the connection that carries them.
// gyre.d.ts describes what it offers, PROTOCOL.md the protocol. The policy `default-src 'self'` is enough.

const VERSION = 1;
const [
  HELLO, WELCOME, CALL, REPLY, ERROR, CANCEL, NEXT, COMPLETE, CREDIT, EMIT,
  EVENT, SUBSCRIBE, UNSUBSCRIBE, READY, GAP, ACK, BATCH, STREAM, PING, BYTES,
] = Array(20).keys(); // the kinds of frames, from 0

const STORED_CODE = "gyre.next";
const ACK_EVERY_MESSAGES = 16; // well below the 64 messages that Java leaves unconfirmed
const ACK_EVERY_CHARACTERS = 262144; // well below the 1 MiB that Java leaves unconfirmed
const BATCH_FRAMES = 256;
const BATCH_CHARACTERS = 262144;
const MAX_WAITING = 10000; // requests held back in the page; more are refused, not hoarded
const FIRST_WINDOW = 64; // items of a stream that may wait in the page: enough to learn how large they are
const LAST_WINDOW = 8192; // more was no faster
const WINDOW_CHARACTERS = 4194304; // of these items, about
const FIRST_ITEM = 2; // where the items of a frame begin
const PIECE = 65536; // bytes of a Blob sent as one item, and characters of the items sent in one frame
const QUIET_TICKS = 16; // microtasks: a source that has an item ready needs fewer
const FRAME_MS = 16;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 3000;
const GIVE_UP_MS = 30000; // without any answer for this long the application is gone

// Closed by Java with a reason that another attempt would only meet again.
const FINAL = new Set([4000, 4001, 4400, 4401, 4409, 4426, 1002, 1003, 1007, 1009]);
const SESSION_ENDED = 4410;

export class GyreError extends Error {
  constructor(kind, message, cause) {
    super(message);
    this.name = "GyreError";
    this.kind = kind;
    if (cause !== undefined) this.cause = cause;
  }
}

/** Names and patterns segment by segment: `*` is any one segment, `**` any number of them. */
function matches(pattern, name) {
  const one = (segment) => (segment === "*" ? "[^.]*" : segment.replace(/\W/g, "\\$&")) + "\\.";
  const segments = pattern.split(".").map((segment) => (segment === "**" ? "([^.]*\\.)*" : one(segment)));
  return new RegExp(`^${segments.join("")}$`).test(name + ".");
}

/** What a listener of the page throws is the page's to see. */
function guarded(listener, ...args) {
  try {
    listener(...args);
  } catch (error) {
    console.error(error);
  }
}

/** Runs a task with the next animation frame, or a few later where none comes, as in a hidden page. */
function nextFrame(task) {
  const late = setTimeout(task, 4 * FRAME_MS);
  globalThis.requestAnimationFrame?.(() => {
    clearTimeout(late);
    task();
  });
}

/** The memory behind an ArrayBuffer or a view of one, else undefined. */
function bytesOf(value) {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return value instanceof ArrayBuffer ? new Uint8Array(value) : undefined;
}

const turn = Promise.resolve();

const encode = (text) => new TextEncoder().encode(text);

function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/** JSON of values, with their bytes set aside: in their place stand the numbers of the pieces. */
class Packer {
  constructor(textOnly, limit) {
    this.pieces = [];
    this._limit = limit;
    this._replace = (key, value) => {
      const bytes = bytesOf(value);
      if (!bytes) return value;
      return textOnly ? base64(bytes) : this.pieces.push(bytes) - 1;
    };
  }

  json(value) {
    try {
      // To look for bytes takes time: only where there may be some
      const replace = Object(value) === value ? this._replace : null;
      return JSON.stringify(value, replace) || "null";
    } catch (error) {
      throw new GyreError("bad_argument", String(error?.message), error);
    }
  }

  /** The message of a frame: binary if bytes were set aside. */
  message(frame) {
    const message = this.pieces.length > 0 ? this._binary(frame) : frame;
    const isSmall = message.length * 3 <= this._limit; // a character is up to three bytes
    if (isSmall || (message.byteLength || encode(message).length) <= this._limit) return message;
    throw new GyreError("bad_argument", "arguments: too large (expected: at most " + this._limit + " bytes)");
  }

  _binary(frame) {
    const lengths = this.pieces.map((piece) => [piece.length]);
    const head = encode("[" + JSON.stringify(lengths) + "," + frame + "]");
    const message = new Uint8Array(this.pieces.reduce((sum, piece) => sum + piece.length, 4 + head.length));
    new DataView(message.buffer).setUint32(0, head.length);
    let at = 4;
    for (const part of [head, ...this.pieces]) {
      message.set(part, at);
      at += part.length;
    }
    return message;
  }
}

const isText = (message) => typeof message === "string";

/** The frame of a binary message, its bytes in their places: each with memory of its own, to be handed on freely. */
function unpack(message) {
  let end = 4 + new DataView(message).getUint32(0);
  const [pieces, frame] = JSON.parse(new TextDecoder().decode(new Uint8Array(message, 4, end - 4)));
  return putBytes(pieces, frame, (length) => new Uint8Array(message.slice(end, (end += length))));
}

function putBytes(pieces, frame, read) {
  for (const [piece, ...steps] of pieces) place(frame, steps, read(piece));
  return frame;
}

const fromBase64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt());

/** Puts a value where steps lead: through what JSON has made, and never to a prototype or the length of an array. */
function place(root, steps, value) {
  const last = steps.pop();
  const holder = steps.reduce((at, step) => (isMember(at, step) ? at[step] : undefined), root);
  if (isMember(holder, last)) holder[last] = value;
}

function isMember(holder, step) {
  return Object(holder) === holder && step !== "__proto__" && {}.propertyIsEnumerable.call(holder, step);
}

/** What the page has asked for. Its outcome goes to one of two functions. */
class Request {
  constructor(kind, resolve, reject) {
    this.kind = kind;
    this.lane = kind === STREAM ? "streams" : "calls"; // the limit it falls under
    this.id = 0;
    this.message = "";
    this.uploads = [];
    this.sent = false;
    this.done = false; // the page's side of it is over
    this.unlisten = () => {};
    this._resolve = resolve;
    this._reject = reject;
  }

  settle(error, value) {
    this.unlisten();
    if (error) this._reject(error);
    else this._resolve(value);
  }
}

/**
 * A stream of Java as an async iterator. Credit is counted from what the loop has taken, so that a slow loop stops Java.
 * The window, all that may be on its way or wait here, doubles while the loop takes half of it within a frame.
 */
class Stream extends Request {
  constructor(shape) {
    super(STREAM);
    this._shape = shape;
    this._frames = []; // received and not taken: [NEXT, id, item, ...]
    this._at = FIRST_ITEM; // the next item in the first of them
    this._readers = []; // those who wait for an item, in order; only while there is none
    this._end = undefined; // { error }, or {} for a good end, once there is nothing more to come
    this._window = FIRST_WINDOW;
    this._itemSize = 1; // characters or bytes
    this._granted = 0; // items, from the beginning
    this._taken = 0;
    this._grantAt = 0; // the number of items taken at which half the window is used
    this._granting = -Infinity; // when credit was given last, in ms
  }

  // For the page

  [Symbol.asyncIterator]() { return this; }

  next() {
    if (this._frames.length > 0) return Promise.resolve(this._take());
    if (this._end) return this._ended();
    return new Promise((resolve) => this._readers.push(resolve));
  }

  return(value) {
    link.cancel(this);
    return Promise.resolve({ value, done: true });
  }

  _take() {
    const frame = this._frames[0];
    const item = frame[this._at++];
    if (this._at === frame.length) {
      this._frames.shift();
      this._at = FIRST_ITEM;
    }
    if (++this._taken === this._grantAt) this._grant();
    return { value: this._shape ? this._shape(item) : item, done: false };
  }

  /** The error once, and from then on the end. */
  _ended() {
    const { error } = this._end;
    this._end = {};
    this.unlisten();
    return error ? Promise.reject(error) : Promise.resolve({ value: undefined, done: true });
  }

  _grant() {
    if (this.done) return;
    const now = performance.now();
    if (now - this._granting < FRAME_MS) this._window = Math.min(LAST_WINDOW, this._window * 2);
    this._granting = now;
    const window = Math.max(1, Math.min(this._window, Math.floor(WINDOW_CHARACTERS / this._itemSize)));
    const count = this._taken + window - this._granted;
    if (count > 0) link.tell(CREDIT, this.id, count);
    this._granted += Math.max(0, count);
    this._grantAt = this._granted - (window >> 1);
  }

  // For the connection

  begin() { this._grant(); }

  receive(frame, itemSize) {
    if (this._end || frame.length === FIRST_ITEM) return;
    this._itemSize = Math.max(itemSize, (this._itemSize * 7 + itemSize) / 8); // grows at once, shrinks slowly
    this._frames.push(frame);
    while (this._readers.length > 0 && this._frames.length > 0) this._readers.shift()(this._take());
  }

  settle(error) {
    if (!this._end) this._end = { error };
    for (const resolve of this._readers.splice(0)) resolve(this._ended());
  }

  /** Ends now, whatever has come. */
  drop(error) {
    this.unlisten();
    this._frames = [];
    this._end = { error };
    this.settle();
  }
}

class Upload {
  constructor(source) {
    this.iterate = beginning(source);
  }

  toJSON() {
    throw new TypeError("upload: inside a value (expected: an argument of a call or a stream)");
  }
}

function beginning(source) {
  if (source instanceof Blob) return () => blobPieces(source);
  if (source.getReader) return () => readerItems(source.getReader()); // which not every browser can iterate
  const iterate = source[Symbol.asyncIterator] || source[Symbol.iterator];
  if (iterate) return () => iterate.call(source);
  throw new TypeError("source: " + source + " (expected: an iterable, a stream or a Blob)");
}

async function* blobPieces(blob) {
  for (let at = 0; at < blob.size; at += PIECE) yield new Uint8Array(await blob.slice(at, at + PIECE).arrayBuffer());
}

function readerItems(reader) {
  return { next: () => reader.read(), return: () => reader.cancel() };
}

/** An upload under way: takes from its source as much as Java has given credit for. */
class Sender {
  constructor(id, upload) {
    this.id = id;
    this._upload = upload;
    this._source = undefined; // from the first credit on: what is refused before leaves it as it was
    this._credit = 0;
    this._wake = () => {}; // goes on when there is credit again
    this._over = false;
    this._texts = []; // items that go together in the next frame
    this._size = 0; // their characters
    this._ticks = QUIET_TICKS; // microtasks since the last of them
  }

  credit(count) {
    if (this._over) return;
    this._credit += count;
    if (!this._source) this._run();
    this._wake();
  }

  fail(error) {
    this._end(ERROR, this.id, "failed", String(error?.message || error));
  }

  /** Its place is free. */
  leave() {
    this.stop();
    link.left(this);
  }

  /** Sends no more, and lets the source know. */
  stop() {
    const source = this._over ? undefined : this._source;
    this._over = true;
    this._texts = [];
    this._wake();
    if (source?.return) Promise.resolve().then(() => source.return()).catch(console.error);
  }

  async _run() {
    try {
      this._source = this._upload.iterate();
      while (!this._over) await (this._credit > 0 ? this._pull() : this._moreCredit());
    } catch (error) {
      this._source = undefined; // it has ended by itself
      if (!this._over) this.fail(error);
    }
  }

  _moreCredit() {
    this._flush();
    return new Promise((resolve) => { this._wake = resolve; });
  }

  async _pull() {
    this._credit--;
    const { value, done } = await this._source.next();
    if (this._over) return;
    if (!done) return this._add(value);
    this._source = undefined;
    this._end(COMPLETE, this.id);
  }

  /** Small items wait for others to go with, but not those with bytes: their memory may be used again by the source. */
  _add(item) {
    try {
      const packer = link.packer();
      const text = packer.json(item);
      const most = Math.min(PIECE, link.limits.message / 4);
      const isAlone = packer.pieces.length > 0 || text.length > most;
      if (isAlone || this._size + text.length > most) this._flush();
      if (isAlone) return this._send(packer, text);
      this._texts.push(text);
      this._size += text.length + 1;
      this._flushWhenQuiet();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Gives the source the time to have another item, if it has one at hand. */
  async _flushWhenQuiet() {
    const isAwaited = this._ticks < QUIET_TICKS;
    this._ticks = 0;
    if (isAwaited) return;
    while (this._ticks < QUIET_TICKS) {
      this._ticks++;
      await null;
    }
    this._flush();
  }

  _flush() {
    if (this._texts.length > 0) this._send(link.packer(), this._texts.join(","));
    this._texts = [];
    this._size = 0;
  }

  _send(packer, items) {
    link.post(packer.message("[" + NEXT + "," + this.id + "," + items + "]"), this.id);
  }

  _end(...frame) {
    this._flush();
    link.tell(...frame);
    this.leave();
  }
}

/** Listeners by the pattern of what they hear. Others are told of the first of a pattern, and when there is none any more. */
class Listeners {
  constructor(first, none) {
    this._first = first;
    this._none = none;
    this._entries = new Map(); // pattern -> entries
    this._matching = new Map(); // name -> patterns; bounded by the names Java has
  }

  on(pattern, listener, { frame = false } = {}) {
    if (typeof listener !== "function") throw new TypeError("listener: " + typeof listener + " (expected: function)");
    const entry = { listener, tell: listener };
    if (frame) entry.tell = this._oncePerFrame(pattern, entry);
    const others = this._entries.get(pattern);
    this._entries.set(pattern, [...(others || []), entry]);
    if (!others) {
      this._matching.clear();
      this._first?.(pattern);
    }
    return () => this._keep(pattern, (other) => other !== entry);
  }

  once(pattern, listener) {
    const stop = this.on(pattern, (...args) => {
      stop();
      listener(...args);
    });
    return stop;
  }

  off(pattern, listener) {
    this._keep(pattern, (entry) => listener && entry.listener !== listener);
  }

  tell(name, ...args) {
    if (!this._matching.has(name)) this._matching.set(name, this.patterns().filter((pattern) => matches(pattern, name)));
    for (const pattern of this._matching.get(name)) {
      for (const entry of this._entries.get(pattern) || []) guarded(entry.tell, ...args);
    }
  }

  patterns() { return [...this._entries.keys()]; }

  forget(pattern) { return this._entries.delete(pattern); }

  _keep(pattern, passes) {
    const left = (this._entries.get(pattern) || []).filter(passes);
    if (left.length > 0) this._entries.set(pattern, left);
    else if (this.forget(pattern)) this._none?.(pattern);
  }

  /** Keeps the newest payload of each name for the next frame. */
  _oncePerFrame(pattern, entry) {
    const newest = new Map();
    const tell = () => {
      const due = [...newest];
      newest.clear();
      for (const [name, payload] of due) {
        if (this._entries.get(pattern)?.includes(entry)) guarded(entry.listener, payload, name);
      }
    };
    return (payload, name) => {
      if (newest.size === 0) nextFrame(tell);
      newest.set(name, payload);
    };
  }
}

/** Carries messages over a WebSocket. A backend's own channel offers the same members, and tells the same. */
function webSocketChannel({ opened, received, closed }) {
  const socket = new WebSocket(location.protocol.replace("http", "ws") + "//" + location.host + "/gyre/ws");
  socket.binaryType = "arraybuffer";
  socket.onopen = opened;
  socket.onmessage = ({ data }) => received(data);
  socket.onclose = ({ code, reason }) => closed(code, reason);
  const send = (message) => {
    // One that closes only complains; the next carries what it did not
    if (!(socket.readyState > WebSocket.OPEN)) socket.send(message);
  };
  return { textOnly: false, send };
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
    this.changes = new Listeners();
    this._channel = null;
    this._code = takeCode();
    this._key = crypto.getRandomValues(new Uint32Array(4)).join("-"); // by which a hello said again is known
    this.token = "";
    this.limits = { message: 4194304 };
    this._textOnly = false;
    this._lastId = 0;
    this._flushing = false;
    this._unconfirmed = 0; // characters or bytes
    this._retryMs = FIRST_RETRY_MS;
    this._lostSince = 0;
    this._clear();
    this._connect();
  }

  _clear() {
    this._pending = new Map(); // id -> request that has no outcome yet
    this._uploads = new Map(); // id -> upload under way
    this._waiting = { calls: [], streams: [] }; // requests above the limits, in order
    this._inFlight = { calls: 0, streams: 0 }; // uploads apart
    this._outbox = []; // frames of this turn: { message, id }
    this._sent = []; // messages that Java has not confirmed: { number, message, ids }
    this._sentCount = 0;
    this._received = 0;
    this._confirmed = 0;
  }

  // Requests

  request(kind, signal, content) {
    return new Promise((resolve, reject) => this.open(new Request(kind, resolve, reject), signal, content));
  }

  open(request, signal, content) {
    try {
      this._admit(request, signal, content);
    } catch (error) {
      request.settle(error);
    }
  }

  _admit(request, signal, content) {
    request.id = ++this._lastId;
    if (signal?.aborted) throw aborted(signal);
    if (this.state === "closed") throw new GyreError("closed", this.reason);
    request.message = this._encode(request, content);
    const lane = request.uploads.length > 0 ? "streams" : request.lane; // whose limit it is likelier to meet
    const waiting = this._waiting[lane];
    if (waiting.length >= MAX_WAITING) throw new GyreError("overloaded", "too many " + lane + " wait");
    if (signal) this._listen(request, signal);
    this._pending.set(request.id, request);
    waiting.push(request);
    this._advance();
  }

  packer() { return new Packer(this._textOnly, this.limits.message); }

  _encode(request, content) {
    const packer = this.packer();
    const element = (value) => {
      if (!(value instanceof Upload) || request.kind === EMIT) return packer.json(value);
      const sender = new Sender(++this._lastId, value);
      request.uploads.push(sender);
      return sender.id;
    };
    return packer.message("[" + [request.kind, request.id, ...content.map(element)].join(",") + "]");
  }

  _listen(request, signal) {
    const abort = () => this.cancel(request, aborted(signal));
    signal.addEventListener("abort", abort, { once: true });
    request.unlisten = () => signal.removeEventListener("abort", abort);
  }

  /** The page does not want what is still to come; with an error, or for a stream without. */
  cancel(request, error) {
    request.drop?.(error);
    if (request.done) return;
    if (request.sent) this.tell(CANCEL, request.id);
    this._settle(request, error);
    if (!request.sent) this._finish(request);
  }

  /** Sends what the limits allow. */
  _advance() {
    this._start(this._waiting.streams);
    this._start(this._waiting.calls);
  }

  _start(waiting) {
    while (this.token && waiting.length > 0 && (waiting[0].done || this._hasRoom(waiting[0]))) {
      const request = waiting.shift();
      if (request.done) continue;
      request.sent = true;
      this._inFlight[request.lane]++;
      for (const sender of request.uploads) this._uploads.set(sender.id, sender);
      this.post(request.message, request.id);
      request.begin?.();
    }
  }

  /** More uploads than the limit go when nothing else is under way, for Java to refuse. */
  _hasRoom({ lane, uploads }) {
    const { calls, streams } = this.limits;
    if (lane === "calls" && this._inFlight.calls >= calls) return false;
    const more = uploads.length + (lane === "streams" ? 1 : 0);
    return more === 0 || this._inFlight.streams + this._uploads.size + Math.min(more, streams) <= streams;
  }

  /** The page's side of a request is over. */
  _settle(request, error, value) {
    if (request.done) return;
    request.done = true;
    for (const sender of request.uploads) sender.stop();
    request.settle(error, value);
  }

  /** Java's side of a request is over: its place is free. */
  _finish(request) {
    if (!this._pending.delete(request.id)) return;
    if (request.sent) this._inFlight[request.lane]--;
    for (const sender of request.uploads) this._uploads.delete(sender.id);
    this._advance();
  }

  _outcome(id, error, value) {
    const request = this._pending.get(id);
    if (!request) return;
    this._settle(request, error, value);
    this._finish(request);
  }

  /** An upload has ended before its request. */
  left(sender) {
    if (this._uploads.delete(sender.id)) this._advance();
  }

  _rejectAll(error) {
    const requests = this._pending.values();
    this._clear();
    for (const request of requests) if (request.kind !== SUBSCRIBE) this._settle(request, error);
  }

  // Subscriptions: outside the limit, and told again to each new session

  subscribe(pattern) {
    if (!this.token) return;
    const request = new Request(SUBSCRIBE, () => {}, (error) => {
      console.error(error);
      this._events.forget(pattern);
    });
    request.id = ++this._lastId;
    this._pending.set(request.id, request);
    this.post(JSON.stringify([SUBSCRIBE, request.id, pattern]), request.id);
  }

  unsubscribe(pattern) {
    if (this.token) this.tell(UNSUBSCRIBE, pattern);
  }

  // Sending: all frames of one turn in one message, or a few

  tell(...frame) { this.post(JSON.stringify(frame)); }

  post(message, id) {
    this._outbox.push({ message, id });
    this._flush();
  }

  _flush() {
    if (this._flushing) return;
    this._flushing = true;
    turn.then(() => this._endTurn());
  }

  _endTurn() {
    this._confirm(ACK_EVERY_MESSAGES / 2); // cheap beside others
    this._flushing = false;
    while (this.state === "open" && this._outbox.length > 0) this._send(this._outbox.splice(0, this._batchLength()));
  }

  /** How many of the frames that wait go together. */
  _batchLength() {
    let count = 0, size = 0;
    for (const { message } of this._outbox) {
      size += isText(message) ? message.length : BATCH_CHARACTERS; // bytes fill a message
      if (count === BATCH_FRAMES || (count > 0 && size > BATCH_CHARACTERS)) break;
      count++;
    }
    return count;
  }

  _send(frames) {
    const messages = frames.map((frame) => frame.message);
    const message = messages.length === 1 ? messages[0] : "[" + BATCH + "," + messages.join(",") + "]";
    const ids = frames.map((frame) => frame.id).filter((id) => id !== undefined);
    this._sent.push({ number: ++this._sentCount, message, ids });
    this._channel.send(message);
  }

  // Receiving

  _take(message) {
    let frame = isText(message) ? JSON.parse(message) : unpack(message);
    if (frame[0] === BYTES) frame = putBytes(frame[1], frame[2], fromBase64);
    if (frame[0] === WELCOME) return this._welcome(frame[1]);
    const size = message.length || message.byteLength;
    this._received++;
    this._unconfirmed += size;
    const frames = frame[0] === BATCH ? frame.slice(1) : [frame];
    const items = frames.reduce((sum, each) => sum + Math.max(1, each.length - FIRST_ITEM), 0);
    for (const each of frames) this._frame(each, size / items);
    this._confirm(ACK_EVERY_MESSAGES);
  }

  _confirm(messages) {
    const due = this._received - this._confirmed >= messages || this._unconfirmed >= ACK_EVERY_CHARACTERS;
    if (!due || this.state !== "open") return;
    this._confirmed = this._received;
    this._unconfirmed = 0;
    this.tell(ACK, this._received);
  }

  _frame(frame, itemSize) {
    switch (frame[0]) {
      case EVENT: return this._events.tell(frame[1], frame[2], frame[1]);
      case NEXT: return this._pending.get(frame[1])?.receive?.(frame, itemSize);
      case REPLY: return this._outcome(frame[1], undefined, frame[2]);
      case COMPLETE: return this._outcome(frame[1]);
      case ERROR: return this._failed(frame[1], new GyreError(frame[2], frame[3]), frame[4]);
      case CREDIT: return this._uploads.get(frame[1])?.credit(frame[2]);
      case CANCEL: return this._uploads.get(frame[1])?.leave();
      case GAP: return this.changes.tell("gap", frame[1]);
      case ACK: return this._forget(frame[1]);
      case PING: return this._confirm(0);
      default: // of a later version: nothing this page has asked for
    }
  }

  /** An error of one request, or of a whole message that Java could not read. */
  _failed(id, error, message) {
    const bad = this._sent.find((sent) => sent.number === message);
    for (const each of id === 0 && bad ? bad.ids : [id]) {
      this._outcome(each, error);
      this._uploads.get(each)?.fail(error);
    }
  }

  _forget(number) {
    while (this._sent.length > 0 && this._sent[0].number <= number) this._sent.shift();
  }

  // The life of the connection

  _connect() {
    if (!this.token && !this._code) return this._close("no_code");
    const mine = () => this._channel === channel;
    const channel = (globalThis.gyreChannel || webSocketChannel)({
      opened: () => mine() && channel.send(this._hello()),
      received: (message) => mine() && this._take(message),
      closed: (code, reason) => mine() && this._lost(code, reason),
    });
    this._channel = channel;
    this._textOnly = channel.textOnly;
  }

  _hello() {
    const proof = this.token ? ["", this.token, this._received] : [this._code, this._key];
    return JSON.stringify([HELLO, VERSION, ...proof]);
  }

  _welcome(welcome) {
    const isNew = welcome.token !== this.token;
    this.token = welcome.token;
    this.limits = welcome.limits;
    this.generation = welcome.generation;
    this.windowName = welcome.window;
    this._retryMs = FIRST_RETRY_MS;
    this._lostSince = 0;
    if (welcome.next) {
      this._code = welcome.next;
      sessionStorage.setItem(STORED_CODE, welcome.next);
    }
    this._forget(welcome.received);
    for (const message of this._sent) this._channel.send(message.message);
    this._change("open");
    if (isNew) this._begin();
    this._advance();
    this._flush(); // what was asked while it was lost
  }

  /** A new session hears nothing yet. Modules of this turn may still subscribe: ready is said at its end. */
  _begin() {
    for (const pattern of this._events.patterns()) this.subscribe(pattern);
    turn.then(() => this.tell(READY));
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

  /** The code for a reload begins another session. What was under way is lost, and the page says so. */
  _startOver() {
    this.token = "";
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
    this.changes.tell("state", state, this.reason);
  }
}

function aborted({ reason }) {
  const kind = reason?.name === "TimeoutError" ? "timeout" : "cancelled";
  return new GyreError(kind, kind, reason);
}

const heard = new Listeners((pattern) => link.subscribe(pattern), (pattern) => link.unsubscribe(pattern));
const link = new Connection(heard);

/** Takes `{ signal }` off the end of arguments. JSON has no AbortSignal: it can never be meant as an argument. */
function takeSignal(args) {
  const last = args[args.length - 1];
  const isOptions = Object(last) === last && Object.keys(last).join() === "signal";
  return isOptions && last.signal instanceof AbortSignal ? args.pop().signal : undefined;
}

function openStream(name, args, shape) {
  const opened = new Stream(shape);
  link.open(opened, takeSignal(args), [name, ...args]);
  return opened;
}

export function call(name, ...args) {
  return link.request(CALL, takeSignal(args), [String(name), ...args]);
}

export function stream(name, ...args) {
  return openStream(String(name), args);
}

export function upload(source) {
  return new Upload(source);
}

/** No other origin may see the token. */
export async function fetch(path, init) {
  while (!link.token && link.state !== "closed") await new Promise((resolve) => link.changes.once("state", resolve));
  const headers = new Headers(init?.headers);
  headers.set("Gyre-Token", link.token);
  return globalThis.fetch(path, { ...init, mode: "same-origin", headers });
}

export function timeout(ms) {
  if (AbortSignal.timeout) return AbortSignal.timeout(ms);
  const controller = new AbortController();
  setTimeout(() => controller.abort(new DOMException("timed out", "TimeoutError")), ms);
  return controller.signal;
}

export const events = Object.freeze({
  on: (pattern, listener, options) => heard.on(pattern, listener, options),
  once: (pattern, listener) => heard.once(pattern, listener),
  off: (pattern, listener) => heard.off(pattern, listener),
  stream: (...args) => openStream("gyre.events", args, ([name, payload]) => ({ name, payload })),
  emit: (name, payload) => link.request(EMIT, undefined, [String(name), payload]),
});

export const connection = Object.freeze({
  get state() { return link.state; },
  get reason() { return link.reason; },
  get generation() { return link.generation; },
  get window() { return link.windowName; },
  on: (topic, listener) => link.changes.on(topic, listener),
});
