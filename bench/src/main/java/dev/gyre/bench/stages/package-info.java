/**
 * The benchmarks of the stages. Each class has a naive arm, which is what a competent developer writes first, Gyre's arm
 * and, where there are any, peers. Setup compares the results of the arms once and fails the run if they differ.
 */
@NullMarked
package dev.gyre.bench.stages;

import org.jspecify.annotations.NullMarked;
