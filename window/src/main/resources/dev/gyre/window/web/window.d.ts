import type { Stop } from "./gyre.js";

/** How a window may stand on the screen. */
export type WindowMode = "normal" | "minimised" | "maximised" | "fullScreen";

/** The size of the page in logical pixels, 1 to 32767 each. */
export interface Extent {
  width: number;
  height: number;
}

/** What can be wished for; a backend refuses what it cannot do. */
export interface WindowWishes {
  title?: string;
  /** Of the upper left corner of the frame on the screen. */
  position?: { x: number; y: number };
  size?: Extent;
  /** How small and how large the user may make the page. */
  minimum?: Extent;
  maximum?: Extent;
  resizable?: boolean;
  onTop?: boolean;
  /** Red, green and blue: 0xRRGGBB. */
  background?: number;
  /** An absolute path of the application's assets. */
  icon?: string;
  /** 0.1 to 10. */
  zoom?: number;
  focus?: true;
  mode?: WindowMode;
  /** A window out of sight keeps its page running. */
  visible?: boolean;
}

/** What has come about, as far as the backend tells it. */
export interface WindowState extends Omit<WindowWishes, "focus"> {
  frameless?: boolean;
  focus?: boolean;
  /** What the page told of itself: `document.title`, path and query, and `prefers-color-scheme`. */
  pageTitle?: string;
  location?: string;
  theme?: "light" | "dark";
}

/** A part of the desktop that all screens make together, in logical pixels. */
export interface Area extends Extent {
  x: number;
  y: number;
}

export interface Screen {
  bounds: Area;
  /** What is left by the system's own bars. */
  work: Area;
  /** How many of the screen's own pixels make a logical one. */
  scale: number;
  isPrimary: boolean;
}

// All of it is refused, with the kind `not_available`, to a page that is not granted it: the operations by
// calls("gyre.window.*"), or one of `state`, `change`, `close`, `screens`, `screenshot` and `openDevTools` by name, what is heard
// by hears("gyre.window.*").

/** How the window is now. */
export function state(): Promise<WindowState>;

/** Changes the window, all in one go. Rejects with the kind `unsupported` what its backend cannot do. */
export function change(wishes: WindowWishes): Promise<void>;

/** The screens of the machine; none where the backend has none of its own, as in a browser. */
export function screens(): Promise<Screen[]>;

export function minimise(): Promise<void>;
export function maximise(): Promise<void>;
export function restore(): Promise<void>;
export function fullScreen(): Promise<void>;

/** Brings the window to the front, with the keyboard. */
export function focus(): Promise<void>;

export function show(): Promise<void>;
export function hide(): Promise<void>;

/** A PNG of this page as it is shown now. Rejects with the kind `unsupported` where the backend does not paint windows itself. */
export function screenshot(): Promise<Uint8Array>;

/** Opens the web view's own tools for developers; `unsupported` where there are none, and outside development. */
export function openDevTools(): Promise<void>;

/**
 * Asks the window to close, as its user does: resolves to false if Java would not have it, or it is being asked already. When
 * it closes this page ends, and with it the call.
 */
export function close(): Promise<boolean>;

/** Hears each new value of a trait of this window, whoever caused it. */
export function on<K extends keyof WindowState>(trait: K, listener: (value: NonNullable<WindowState[K]>) => void): Stop;

/** Hears that a page of this window is ready, or has ended, or that the window is about to close. */
export function on(step: "ready" | "pageEnded" | "closing", listener: () => void): Stop;

/** Hears that screens have come, gone or changed, as far as the system tells. */
export function on(what: "screens", listener: (now: Screen[]) => void): Stop;
