// Charts that scroll: up to two minutes of history, drawn at most once a frame.

import "./language.js";
import uPlot from "/vendor/uplot/uPlot.esm.js";
import { time } from "./format.js";

const WINDOW_S = 120;
const FIRST_WINDOW_S = 30; // what a chart shows at first; then it grows with its history
const BREAK_S = 2.5; // a longer pause between samples breaks the line
const SPEAK_MS = 5000; // how often the description for screen readers follows

const palette = new Map();

/** A colour of the style sheet, looked up once for each theme. */
function colour(name) {
  if (!palette.has(name)) {
    palette.set(name, getComputedStyle(document.documentElement).getPropertyValue(name).trim());
  }
  return palette.get(name);
}

/** Columns of samples, oldest first; what is older than the window is let go in slices. */
class History {
  constructor(width) {
    this.columns = Array.from({ length: width + 1 }, () => []);
  }

  add(at, values) {
    const times = this.columns[0];
    const last = times[times.length - 1];
    if (at <= last) return;
    if (at - last > BREAK_S) this._row(last + 0.001, values.map(() => null));
    this._row(at, values);
    this._trim(at - WINDOW_S);
  }

  _row(at, values) {
    this.columns[0].push(at);
    values.forEach((value, i) => this.columns[i + 1].push(value));
  }

  _trim(oldest) {
    const times = this.columns[0];
    if (times[0] > oldest - 10) return;
    const from = times.findIndex((at) => at >= oldest);
    for (const column of this.columns) column.splice(0, from);
  }
}

/** One chart, with a legend that shows the newest values, or those under the pointer. */
export class Chart {
  /**
   * `series`: { label, colour, fill?, step? } each, or { label, hidden } for a figure without a line; `format` writes a
   * value, `axis` one on the scale; `max` fixes the scale's upper end, `minSpan` is the least it may be.
   */
  constructor(host, legend, { name, series, format, axis, max, minSpan }) {
    this._host = host;
    this._name = name;
    this._format = format;
    this._labels = series.map((one) => one.label);
    this._history = new History(series.length);
    this._values = series.map((one) => addLegend(legend, one));
    this._dirty = false;
    this._spokenAt = 0;
    this._plot = new uPlot(this._options(series, axis || format, max, minSpan), this._history.columns, host);
    new ResizeObserver(() => this._resize()).observe(host);
    document.addEventListener("themechange", () => {
      palette.clear();
      this._plot.redraw(false);
    });
  }

  /** Takes a sample; null stands for a value that is not known. */
  add(millis, ...values) {
    this._history.add(millis / 1000, values);
    this._draw();
  }

  _draw() {
    if (this._dirty) return;
    this._dirty = true;
    requestAnimationFrame(() => {
      this._dirty = false;
      const times = this._history.columns[0];
      const now = times[times.length - 1];
      const span = Math.min(WINDOW_S, Math.max(FIRST_WINDOW_S, now - times[0]));
      this._plot.batch(() => {
        this._plot.setData(this._history.columns, false);
        this._plot.setScale("x", { min: now - span, max: now });
      });
      if (this._plot.cursor.idx == null) this._show(times.length - 1);
      this._speak();
    });
  }

  _show(index) {
    this._values.forEach((value, i) => {
      value.textContent = this._format(this._history.columns[i + 1][index]);
    });
  }

  _speak() {
    const now = performance.now();
    if (now - this._spokenAt < SPEAK_MS && this._spokenAt) return;
    this._spokenAt = now;
    const values = this._labels.map((label, i) => label + " " + this._values[i].textContent);
    this._host.setAttribute("aria-label", this._name + " over the last two minutes; now " + values.join(", "));
  }

  _resize() {
    const { clientWidth: width, clientHeight: height } = this._host;
    if (width > 0 && height > 0) this._plot.setSize({ width, height });
  }

  _options(series, axis, max, minSpan) {
    const font = "11px system-ui, sans-serif";
    const look = {
      font,
      stroke: () => colour("--muted"),
      grid: { stroke: () => colour("--line"), width: 1 },
      ticks: { show: false },
    };
    return {
      width: Math.max(1, this._host.clientWidth),
      height: Math.max(1, this._host.clientHeight),
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, y: false, points: { size: 7 }, sync: { key: "gyre" } },
      scales: { x: { time: true }, y: { range: (plot, low, high) => range(high, max, minSpan) } },
      axes: [
        { ...look, size: 24, space: 72, incrs: [5, 10, 15, 30, 60], values: timeLabels },
        { ...look, size: 54, space: 34, gap: 6, values: (plot, at) => at.map((v) => axis(v)) },
      ],
      series: [{}, ...series.map(line)],
      hooks: { setCursor: [(plot) => this._hover(plot.cursor.idx)] },
    };
  }

  _hover(index) {
    this._show(index == null ? this._history.columns[0].length - 1 : index);
  }
}

/** A label at an edge would be cut, or meet the other axis: it is there once it has scrolled in. */
function timeLabels(plot, at) {
  const { min, max } = plot.scales.x;
  const edge = (max - min) * 0.08;
  return at.map((second) => (max - second < edge || second - min < edge ? "" : time(second * 1000)));
}

function range(high, max, minSpan) {
  if (max) return [0, max];
  return [0, Math.max(minSpan || 1, (high || 0) * 1.15)];
}

function line(one) {
  return {
    label: one.label,
    show: !one.hidden,
    stroke: () => colour(one.colour),
    fill: one.fill ? () => colour(one.colour + "-fill") : undefined,
    width: 1.75,
    points: { show: false },
    paths: one.step ? uPlot.paths.stepped({ align: 1 }) : undefined,
  };
}

function addLegend(legend, { label, colour: name }) {
  const item = document.createElement("li");
  const swatch = document.createElement("i");
  const value = document.createElement("b");
  value.textContent = "–";
  if (name) {
    swatch.style.backgroundColor = "var(" + name + ")";
    item.append(swatch);
  }
  item.append(label, value);
  legend.append(item);
  return value;
}
