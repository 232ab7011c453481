package dev.gyre.demo;

import java.util.List;

/**
 * The answer to a filter: the newest lines held that pass it.
 *
 * @param lines at most as many as asked for, oldest first
 * @param matched how many passed in all
 * @param scanned how many lines were looked at
 * @param last the number of the newest line looked at; lines after it come as events
 * @param micros how long the search took, in microseconds
 */
public record LogSearch(List<LogLine> lines, int matched, int scanned, long last, long micros) {}
