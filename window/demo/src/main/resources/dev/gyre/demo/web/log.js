// The log panel: the filter that Java applies, and the lines it lets through.

import { call, events } from "/gyre/gyre.js";
import { number, micros } from "./format.js";
import { LogView } from "./logview.js";

const HISTORY = 2000; // lines asked for with a new filter
const TYPING_MS = 200;
const PATIENCE_MS = 300; // an answer that takes longer is said to be on its way

const byId = (id) => document.getElementById(id);

export class LogPanel {
  /** `counted` hears how many lines are shown, whenever that changes. */
  constructor(counted = () => {}) {
    this._counted = counted;
    this._view = new LogView(byId("log"), (follows) => byId("follow").setAttribute("aria-pressed", follows));
    this._last = 0; // the newest line that was shown, or looked at by Java
    this._held = null; // events that come while a new filter is on its way
    this._timer = 0;
    this._shown = 0;
    byId("follow").addEventListener("click", () => this._view.follow(!this._view.follows));
    byId("filter-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.refresh();
    });
    byId("filter-form").addEventListener("input", () => {
      clearTimeout(this._timer);
      this._timer = setTimeout(() => this.refresh(), TYPING_MS);
    });
  }

  /** Listens to the lines of this window. */
  listen(window) {
    this._stop?.();
    this._stop = events.on("monitor.log." + window, (batch) => this._heard(batch));
  }

  /** Events were lost on their way to this page. */
  missed(count) {
    this._append([{ gap: number(count) + " events did not reach this page" }]);
  }

  /** Asks Java for the lines that pass the filter, and to send only such. */
  async refresh() {
    clearTimeout(this._timer);
    this._abort?.abort();
    const abort = (this._abort = new AbortController());
    this._held ??= [];
    const waiting = setTimeout(() => this._searching(), PATIENCE_MS);
    try {
      const found = await call("Monitor.filterLog", this._filter(), HISTORY, { signal: abort.signal });
      if (abort !== this._abort) return;
      this._show(found);
    } catch (error) {
      if (abort !== this._abort) return;
      this._refused(error);
    } finally {
      clearTimeout(waiting);
    }
    const held = this._held;
    this._held = null;
    for (const batch of held) this._heard(batch);
  }

  _filter() {
    return { text: byId("filter").value, regex: byId("filter-regex").checked, matchCase: byId("filter-case").checked };
  }

  _searching() {
    this._problem("");
    byId("filter-status").textContent = "Java searches the log …";
  }

  _show(found) {
    this._problem("");
    this._last = found.last;
    this._view.reset(found.lines);
    this._view.follow(true);
    this._counted(this._view.size);
    const all = byId("filter").value === "";
    const figures = number(found.matched) + " of " + number(found.scanned) + " lines matched, found in " + micros(found.micros);
    byId("filter-status").textContent = all ? "No filter: every line is shown." : figures + "; new ones follow.";
  }

  _heard(batch) {
    if (this._held) {
      this._held.push(batch);
      return;
    }
    if (batch.problem) this._problem("too_slow: " + batch.problem);
    // What Java has already answered with is not shown twice.
    const lines = batch.lines.filter((line) => line.number > this._last);
    if (lines.length > 0) this._last = lines[lines.length - 1].number;
    const gaps = [];
    if (batch.lost > 0) gaps.push({ gap: number(batch.lost) + " bytes were not read: the log grows too fast" });
    if (batch.skipped > 0) gaps.push({ gap: number(batch.skipped) + " lines skipped" });
    this._append([...gaps, ...lines]);
  }

  _append(lines) {
    this._view.append(lines);
    this._counted(this._view.size);
  }

  _refused(error) {
    if (error.kind === "session_ended" || error.kind === "closed") return; // the connection tells
    this._problem(error.kind + ": " + error.message);
    byId("filter-status").textContent = "";
  }

  _problem(text) {
    byId("filter-error").hidden = !text;
    byId("filter-error").textContent = text;
    byId("filter").setAttribute("aria-invalid", text ? "true" : "false");
  }
}
