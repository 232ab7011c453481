package dev.gyre.ipc.bindgen;

/**
 * A TypeScript type where it is used. Null is the one thing that is ever added to a type in place; all other unions have
 * names of their own.
 */
record Ts(String text, boolean nullable) {

    static final Ts UNKNOWN = of("unknown");
    static final Ts VOID = of("void");

    static Ts of(String text) {
        return new Ts(text, false);
    }

    Ts orNull() {
        return text.equals("unknown") ? this : new Ts(text, true);
    }

    Ts orNull(boolean wanted) {
        return wanted ? orNull() : this;
    }

    Ts notNull() {
        return of(text);
    }

    Ts array() {
        boolean loose = nullable || text.contains(" | ");
        return of(loose ? "(" + this + ")[]" : text + "[]");
    }

    @Override
    public String toString() {
        return nullable ? text + " | null" : text;
    }
}
