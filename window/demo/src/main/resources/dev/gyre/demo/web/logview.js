// A list of very many lines: only those in sight are elements, and a few elements are used again and again.
//
// While it follows, the newest line is at the bottom. Once the user scrolls back, what is in sight stays where it is,
// whatever arrives or leaves.

const MAX_LINES = 50000;
const OVERSCAN = 6;
const KEYS_UP = new Set(["ArrowUp", "PageUp", "Home"]);

export class LogView {
  constructor(viewport, onFollow) {
    this._viewport = viewport;
    this._space = viewport.firstElementChild;
    this._onFollow = onFollow;
    this._rows = [];
    this._rowHeight = 20;
    this._dirty = false;
    this._left = 0; // lines that left since the last drawing
    this.follows = true;
    this.reset([]);
    viewport.addEventListener("scroll", () => this._scrolled(), { passive: true });
    viewport.addEventListener("wheel", (event) => event.deltaY < 0 && this.follow(false), { passive: true });
    viewport.addEventListener("keydown", (event) => KEYS_UP.has(event.key) && this.follow(false));
    new ResizeObserver(() => this._draw()).observe(viewport);
  }

  /** How many lines are held. */
  get size() { return this._lines.length - this._start; }

  /** Shows other lines in place of all. */
  reset(lines) {
    this._lines = lines.slice();
    this._start = 0;
    this._first = (this._first || 0) + 1; // no row of before fits: see _fill
    this._left = 0;
    this._forget();
    this._draw();
  }

  /** Lines are { number, text }, or { gap } for a notice between them. */
  append(lines) {
    for (const line of lines) this._lines.push(line);
    const extra = this.size - MAX_LINES;
    if (extra > 0) {
      this._start += extra;
      this._left += extra;
    }
    if (this._start > MAX_LINES) {
      this._lines.splice(0, this._start);
      this._first += this._start;
      this._start = 0;
    }
    this._draw();
  }

  follow(follows) {
    if (this.follows !== follows) {
      this.follows = follows;
      this._onFollow(follows);
    }
    if (follows) this._draw();
  }

  _scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this._viewport;
    if (scrollTop === this._expected) return; // our own doing
    this._expected = -1;
    this.follow(scrollTop + clientHeight >= scrollHeight - this._rowHeight);
    this._draw();
  }

  _draw() {
    if (this._dirty) return;
    this._dirty = true;
    requestAnimationFrame(() => {
      this._dirty = false;
      this._place();
      this._fill();
    });
  }

  _place() {
    this._rowHeight = parseFloat(getComputedStyle(this._viewport).lineHeight) || this._rowHeight;
    this._space.style.height = this.size * this._rowHeight + "px";
    if (this.follows) {
      this._scrollTo(Math.max(0, this._viewport.scrollHeight - this._viewport.clientHeight));
    } else if (this._left > 0) {
      this._scrollTo(Math.max(0, this._viewport.scrollTop - this._left * this._rowHeight));
    }
    this._left = 0;
  }

  _scrollTo(top) {
    this._viewport.scrollTop = top;
    this._expected = this._viewport.scrollTop;
  }

  _fill() {
    const inSight = Math.ceil(this._viewport.clientHeight / this._rowHeight);
    const from = Math.max(0, Math.floor(this._viewport.scrollTop / this._rowHeight) - OVERSCAN);
    const to = Math.min(this.size, from + inSight + 2 * OVERSCAN);
    this._keepRows(inSight + 2 * OVERSCAN);
    const used = new Set();
    for (let i = from; i < to; i++) {
      // A line keeps its row while it is in sight: its own number among all lines chooses the row.
      const serial = this._first + this._start + i;
      const row = this._rows[serial % this._rows.length];
      used.add(row);
      show(row, serial, this._lines[this._start + i]);
      row.element.style.transform = "translateY(" + i * this._rowHeight + "px)";
    }
    for (const row of this._rows) row.element.hidden = !used.has(row);
  }

  _keepRows(count) {
    if (this._rows.length === count) return;
    this._forget();
    while (this._rows.length < count) this._rows.push(makeRow(this._space));
    while (this._rows.length > count) this._rows.pop().element.remove();
  }

  _forget() {
    for (const row of this._rows) row.serial = -1;
  }
}

function makeRow(space) {
  const element = document.createElement("div");
  const number = document.createElement("span");
  const text = document.createElement("span");
  number.className = "log-number";
  text.className = "log-text";
  element.append(number, text);
  space.append(element);
  return { element, number, text, serial: -1 };
}

function show(row, serial, line) {
  if (row.serial === serial) return;
  row.serial = serial;
  row.number.textContent = line.gap ? "" : line.number;
  row.text.textContent = line.gap || line.text;
  row.element.className = "log-row " + (line.gap ? "gap" : level(line.text));
}

function level(text) {
  const head = text.slice(0, 80);
  if (/\b(ERROR|SEVERE|FATAL)\b/.test(head)) return "bad";
  return /\bWARN(ING)?\b/.test(head) ? "warn" : "";
}
