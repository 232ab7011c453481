// The title of the page, and of the window around it where that is the demo's own.

import { change } from "/gyre/window.js";

const PAUSE_MS = 1000; // as often as a title may change before it is a nuisance

export class Title {
  constructor() {
    this._isOwn = false;
    this._timer = 0;
    this._shown = "";
  }

  /** Learns what shows the window, whose frame has heard of no title yet. */
  of({ backend }) {
    this._isOwn = backend !== "browser";
    this._shown = "";
  }

  /** Shows the newest text of each second. */
  show(text) {
    this._text = text;
    if (this._timer) return;
    this._apply();
    this._timer = setTimeout(() => {
      this._timer = 0;
      if (this._text !== this._shown) this.show(this._text);
    }, PAUSE_MS);
  }

  _apply() {
    if (this._shown === this._text) return;
    this._shown = document.title = this._text;
    // A window that is gone, or an answer that is late, is no loss.
    if (this._isOwn) change({ title: this._text }).catch(() => {});
  }
}
