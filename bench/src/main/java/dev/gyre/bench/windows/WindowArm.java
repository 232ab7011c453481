package dev.gyre.bench.windows;

/** Windows with a page each, of Gyre or of the toolkit alone. What comes of them the pages tell the {@link Desk}. */
interface WindowArm {

    /** Opens one more. */
    void open();

    /** Has the first page measure. */
    void measure(Measure measure);
}
