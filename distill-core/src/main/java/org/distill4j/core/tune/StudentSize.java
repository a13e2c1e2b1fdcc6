package org.distill4j.core.tune;

/**
 * A student of a size search and what was measured of it.
 *
 * @param name the student's name
 * @param parameters the number of its trained values
 * @param flops the floating-point operations of one prediction
 * @param value the metric on the held-out examples; NaN if its training diverged
 */
public record StudentSize(String name, long parameters, long flops, double value) {}
