// Gyre in the page. The policy `default-src 'self'` is enough.
//
//   import { call, stream, events, timeout } from "/gyre/gyre.js";
//   const hello = await call("Clock.greet", "Ada", { signal: timeout(500) });
//   for await (const tick of stream("Clock.history", "PT1M")) chart.add(tick); // a slow loop slows Java
//   const stop = events.on("clock.*", (tick, name) => draw(tick));

/** A failure with a kind to act upon; what Java throws arrives as one of these. */
export class GyreError extends Error {
  constructor(kind: string, message: string, cause?: unknown);
  /**
   * `not_available`, `bad_argument`, `cancelled`, `failed`, `overloaded`, `bad_frame`, a kind the application declared;
   * `timeout` where the signal was one that times out; or of the connection itself: `session_ended`, `closed`.
   */
  readonly kind: string;
  readonly cause?: unknown;
}

/**
 * Options of a call or a stream: recognised as the last argument when it has an `AbortSignal` under `signal` and
 * nothing else. A signal ends what it was given to with the kind `timeout` or `cancelled`.
 */
export interface CallOptions {
  signal: AbortSignal;
}

/**
 * Calls a binding of Java.
 *
 * An `ArrayBuffer`, a typed array or a `DataView` anywhere within the arguments is sent as the bytes of its memory, of
 * which a copy is taken at once. Bytes of Java arrive as `Uint8Array`, each with a buffer of its own.
 *
 * @param name the binding's name, such as `Clock.greet`
 * @param args its arguments, some of them perhaps made by {@link upload}, and {@link CallOptions} last if wanted
 * @returns its result; rejects with a {@link GyreError}
 */
export function call<T = unknown>(name: string, ...args: unknown[]): Promise<T>;

/**
 * Items of Java in order, for `for await`. Java sends as many as the loop keeps up with. To leave the loop, or
 * `return()`, tells Java to stop; so a stream that was opened must be read to its end, left, or aborted. A failure is
 * thrown after the items that came before it.
 */
export interface Stream<T> extends AsyncIterableIterator<T> {
  next(): Promise<IteratorResult<T, undefined>>;
  return(value?: any): Promise<IteratorResult<T, any>>;
}

/**
 * Opens a stream: calls a binding of Java that gives many items. It is asked for at once, not with the first `next()`.
 *
 * @param name the binding's name, such as `Clock.history`
 * @param args its arguments, as for {@link call}
 * @returns its items; fails with a {@link GyreError}
 */
export function stream<T = unknown>(name: string, ...args: unknown[]): Stream<T>;

/** What {@link upload} marks. */
export interface Upload<T = unknown> {
  /** Never there: tells uploads of one sort of item from those of another. */
  readonly __item?: T;
}

/**
 * Marks an argument of {@link call} or {@link stream} as an upload, whose items Java reads as it goes. The source is
 * pulled only as far as Java has asked, and left (`return()`, or `cancel()` of a `ReadableStream`) when Java wants no
 * more. Items follow the rules of arguments.
 *
 * @param source the items; a `Blob` or `File` is sent in pieces of 64 KiB
 */
export function upload(source: Blob): Upload<Uint8Array>;
export function upload<T>(source: AsyncIterable<T> | Iterable<T> | ReadableStream<T>): Upload<T>;

/**
 * `fetch` for the routes of the application, with the proof that this page asks. Waits for the connection, if it is not
 * there yet. Goes to no other origin, not even by a redirect; when the connection is closed the answer is 403.
 *
 * @param path the route, such as `/api/report`
 * @param init as for `fetch`, but for `mode`
 */
export function fetch(path: string | URL, init?: RequestInit): Promise<Response>;

/**
 * A signal that aborts after a while: what it is given to rejects with the kind `timeout`. It is `AbortSignal.timeout`
 * where there is one.
 *
 * @param ms the time in milliseconds
 */
export function timeout(ms: number): AbortSignal;

/** Takes back what was registered. May be called more than once. */
export type Stop = () => void;

/** Called with an event's payload and name. */
export type Listener<T = any> = (payload: T, name: string) => void;

/** How a listener is called. */
export interface ListenOptions {
  /**
   * For floods: the listener hears only the newest payload of each event name, and at most once an animation frame; in
   * a hidden page, which has no frames, after 64 ms or what the browser makes of that.
   */
  frame?: boolean;
}

/** An event as an item of a stream. */
export interface NamedEvent<T = any> {
  name: string;
  payload: T;
}

/** Events of Java. Patterns: `*` is any one segment of a name, `**` any number of them. */
export const events: {
  on<T = any>(pattern: string, listener: Listener<T>, options?: ListenOptions): Stop;
  once<T = any>(pattern: string, listener: Listener<T>): Stop;
  /** Removes a listener, or all of a pattern. */
  off(pattern: string, listener?: Listener): void;
  /** Events from now on as a stream. */
  stream<T = any>(pattern: string, options?: CallOptions): Stream<NamedEvent<T>>;
  /** Emits an event to Java; resolves when it is accepted, rejects with a {@link GyreError}. */
  emit(name: string, payload: unknown): Promise<void>;
};

export type ConnectionState = "connecting" | "open" | "lost" | "closed";

/** The connection to Java. It comes back by itself; `closed` is for good. */
export const connection: {
  readonly state: ConnectionState;
  /** Why it is closed: `code_used` in a copy of a tab, `replaced` by a newer load, `closed` by the application, ... */
  readonly reason: string;
  /** Which load of the window's page this is, 0 before the first welcome. */
  readonly generation: number;
  /** The name of the window. */
  readonly window: string;
  on(topic: "state", listener: (state: ConnectionState, reason: string) => void): Stop;
  /** Events were lost to a full queue: how many. */
  on(topic: "gap", listener: (missed: number) => void): Stop;
};
