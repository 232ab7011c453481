package dev.gyre.event;

import java.util.Arrays;

/**
 * One worker's rows by dense type id. Rows are added when a type is registered, under the bus's structure lock and before
 * any publisher can use its id; they are read by the worker, in two array reads.
 */
final class DispatchTable {

    private volatile Row[] rows = {};

    Row row(int typeId) {
        return rows[typeId];
    }

    /** Adds the row of the next id. */
    void add(Row row) {
        Row[] longer = Arrays.copyOf(rows, rows.length + 1);
        longer[longer.length - 1] = row;
        rows = longer;
    }
}
