/**
 * The measurements: every performance stage with a naive arm beside Gyre's, the program that runs them, and the report.
 *
 * <p>{@code Main} reads the command line. {@code StageRunner} hands a {@code Stage}'s benchmarks to JMH and keeps the raw
 * JSON. {@code JmhResults} reads that JSON back, and the rules of the stage turn it into the rows that
 * {@code MarkdownReport} and {@code HtmlReport} show. Nothing in a report comes from anywhere but the raw file.
 * {@code PageCommand} has a page in a browser measure, and keeps and shows its rounds.
 */
@NullMarked
package dev.gyre.bench;

import org.jspecify.annotations.NullMarked;
