// Figures as people read them.

const count = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const clock = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

export const UNKNOWN = "–";

export const number = (value) => count.format(value);

export const time = (millis) => clock.format(millis);

export const percent = (share) => (share == null ? UNKNOWN : share.toFixed(share < 10 ? 1 : 0) + " %");

export function mebibytes(value) {
  if (value == null) return UNKNOWN;
  return value >= 1024 ? (value / 1024).toFixed(1) + " GiB" : value.toFixed(value < 10 ? 1 : 0) + " MiB";
}

export const bytes = (value) => mebibytes(value / 1048576);

/** Microseconds, in the unit that keeps the figure short; negative is unknown. */
export function micros(value) {
  if (value < 0) return UNKNOWN;
  if (value < 1000) return value.toFixed(value < 10 ? 1 : 0) + " µs";
  return value < 1e6 ? (value / 1000).toFixed(1) + " ms" : (value / 1e6).toFixed(2) + " s";
}

export const perSecond = (value) => (value > 0 && value < 10 ? value.toFixed(1) : number(value));
