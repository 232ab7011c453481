// The title of the page, and of the window around it where that is the demo's own.

import { change } from "/gyre/window.js";

const PAUSE_MS = 1000; // as often as a title may change before it is a nuisance

export class Title {
  constructor() {
    this._isOwn = false;
    this._timer = 0;
  }

  /** Learns what shows the window. */
  of({ backend }) {
    this._isOwn = backend !== "browser";
  }

  /** Shows the newest text of each second. */
  show(text) {
    this._text = text;
    if (this._timer) return;
    this._apply();
    this._timer = setTimeout(() => {
      this._timer = 0;
      if (this._text !== document.title) this.show(this._text);
    }, PAUSE_MS);
  }

  _apply() {
    if (document.title === this._text) return;
    document.title = this._text;
    // A window that is gone, or an answer that is late, is no loss.
    if (this._isOwn) change({ title: this._text }).catch(() => {});
  }
}
