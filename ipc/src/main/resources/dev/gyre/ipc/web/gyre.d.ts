/** A failure with a kind to act upon; what Java throws arrives as one of these. */
export class GyreError extends Error {
  constructor(kind: string, message: string, cause?: unknown);
  /**
   * `not_available`, `bad_argument`, `cancelled`, `failed`, `overloaded`, `bad_frame`, a kind the application declared,
   * or of the connection itself: `session_ended`, `closed`.
   */
  readonly kind: string;
  readonly cause?: unknown;
}

/** Options of a call: recognised as the last argument when it has an `AbortSignal` under `signal` and nothing else. */
export interface CallOptions {
  signal: AbortSignal;
}

/**
 * Calls a binding of Java.
 *
 * @param name the binding's name, such as `Clock.greet`
 * @param args its arguments, and {@link CallOptions} last if wanted
 * @returns its result; rejects with a {@link GyreError}
 */
export function call<T = unknown>(name: string, ...args: unknown[]): Promise<T>;

/** Takes back what was registered. May be called more than once. */
export type Stop = () => void;

/** Called with an event's payload and name. */
export type Listener<T = any> = (payload: T, name: string) => void;

/** Events of Java. Patterns: `*` is any one segment of a name, `**` any number of them. */
export const events: {
  on<T = any>(pattern: string, listener: Listener<T>): Stop;
  once<T = any>(pattern: string, listener: Listener<T>): Stop;
  /** Removes a listener, or all of a pattern. */
  off(pattern: string, listener?: Listener): void;
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
