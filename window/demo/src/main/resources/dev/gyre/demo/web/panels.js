// The lists and tables: collections, file changes, the bus.

import { bytes, micros, number, perSecond, time } from "./format.js";

const MAX_COLLECTIONS = 30;
const MAX_CHANGES = 200;
const MERGE_AMONG = 12; // a change already among the newest is counted there, not listed again

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function prepend(list, item, max) {
  list.querySelector(".empty")?.remove();
  list.prepend(item);
  while (list.children.length > max) list.lastElementChild.remove();
}

export function showCollection(list, pause) {
  const item = element("li");
  item.append(
    element("time", "muted", time(pause.at)),
    element("span", "grow", pause.cause),
    element("span", "figure", bytes(pause.before) + " → " + bytes(pause.after)),
    element("b", "figure", pause.millis + " ms"),
  );
  item.title = pause.collector + ", " + pause.action;
  prepend(list, item, MAX_COLLECTIONS);
}

export class FileChanges {
  constructor(list) {
    this._list = list;
  }

  add({ changes, skipped, overflow }) {
    for (const change of changes) this._change(change);
    if (skipped > 0) this._notice("and " + number(skipped) + " more changes");
    if (overflow) this._notice("the system lost some changes");
  }

  _change(change) {
    const key = change.kind + " " + change.path;
    const seen = [...this._list.children].slice(0, MERGE_AMONG).find((item) => item.dataset.key === key);
    const times = seen ? Number(seen.dataset.times) + 1 : 1;
    seen?.remove();
    prepend(this._list, changeItem(change, key, times), MAX_CHANGES);
  }

  _notice(text) {
    const item = element("li", "muted", text);
    prepend(this._list, item, MAX_CHANGES);
  }
}

function changeItem(change, key, times) {
  const item = element("li");
  const kind = change.kind.toLowerCase();
  const path = element("span", "grow path");
  const slash = change.path.lastIndexOf("/") + 1;
  path.append(element("b", "", change.path.slice(slash)), " ", element("span", "muted", change.path.slice(0, slash)));
  path.title = change.path;
  item.dataset.key = key;
  item.dataset.times = times;
  item.append(element("time", "muted", time(change.at)), element("span", "kind " + kind, kind), path);
  if (times > 1) item.append(element("span", "figure muted", "×" + times));
  return item;
}

/** A table body whose rows are kept and whose cells change only when their text does. */
class Rows {
  constructor(body) {
    this._body = body;
  }

  show(rows) {
    while (this._body.children.length > rows.length) this._body.lastElementChild.remove();
    rows.forEach((cells, i) => this._row(i, cells));
  }

  _row(index, cells) {
    let row = this._body.children[index];
    if (!row) {
      row = element("tr");
      cells.forEach((cell, i) => row.append(element(i === 0 ? "th" : "td")));
      row.firstElementChild.scope = "row";
      this._body.append(row);
    }
    cells.forEach(({ text, warn }, i) => {
      const cell = row.children[i];
      if (cell.textContent !== text) cell.textContent = text;
      cell.classList.toggle("bad", Boolean(warn));
    });
  }
}

export class BusPanel {
  constructor(lanes, pages, note) {
    this._lanes = new Rows(lanes);
    this._pages = new Rows(pages);
    this._note = note;
    this._sent = new Map();
    this._missed = 0;
  }

  /** Events that this page should have heard and did not. */
  missed(count) {
    this._missed += count;
  }

  show(sample) {
    const seconds = (sample.at - this._at) / 1000;
    this._at = sample.at;
    this._lanes.show(sample.lanes.map(laneCells));
    this._pages.show(sample.pages.map((page) => this._pageCells(page, seconds)));
    this._note.textContent = number(sample.subscriptions) + " subscriptions, " + number(sample.dropped)
      + " events dropped by them, " + number(sample.failed) + " failed, " + number(this._missed) + " missed by this page";
  }

  _pageCells(page, seconds) {
    const before = this._sent.get(page.window);
    this._sent.set(page.window, page.sent);
    const rate = seconds > 0 && before !== undefined ? Math.max(0, page.sent - before) / seconds : 0;
    return [
      { text: page.window + (page.connected ? "" : " (away)"), warn: !page.connected },
      { text: perSecond(rate) },
      { text: number(page.waiting) },
      { text: number(page.dropped), warn: page.dropped > 0 },
    ];
  }
}

function laneCells(lane) {
  return [
    { text: lane.name },
    { text: perSecond(lane.perSecond) },
    { text: number(lane.depth) + " / " + number(lane.capacity), warn: lane.depth * 2 > lane.capacity },
    { text: number(lane.rejected), warn: lane.rejected > 0 },
    { text: micros(lane.p50) },
    { text: micros(lane.p99) },
  ];
}
